// Many evidence files to values at once.

internal import Parallel
internal import Persona
internal import PersonaFile

/// Parses the texts on all cores; nil stays nil, and stands for what cannot be read.
func parsed(_ texts: [[UInt8]?], file: String) -> [Evidence?] {
  concurrentMap(texts.indices) { index in
    texts[index].flatMap { try? EvidenceFile.evidence(from: $0, file: file) }
  }
}
