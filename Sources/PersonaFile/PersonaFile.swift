// Persona files.
