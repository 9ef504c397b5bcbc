// What one piece of work has freed goes back to the system before the next asks for more.

private import CFreedMemory

/// Gives freed pages back to the system, in a process that has had much in memory (decision 193).
func returnFreedMemory() { persona_return_freed_memory(manyBytes) }

/// A process that never had more than this may keep what it frees.
private let manyBytes = 512 << 20
