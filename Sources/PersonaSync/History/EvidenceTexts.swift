// Many evidence files to values at once.

private import Dispatch
internal import Persona
internal import PersonaFile
private import Synchronization

/// Parses the texts on all cores; nil stays nil, and stands for what cannot be read.
func parsed(_ texts: [[UInt8]?], file: String) -> [Evidence?] {
  let results = Mutex([Evidence?](repeating: nil, count: texts.count))
  DispatchQueue.concurrentPerform(iterations: texts.count) { index in
    guard let text = texts[index], let evidence = try? EvidenceFile.evidence(from: text, file: file) else {
      return
    }
    results.withLock { $0[index] = evidence }
  }
  return results.withLock { $0 }
}
