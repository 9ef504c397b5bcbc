// What git leaves in a file where a merge could not decide, and what is easily committed with it. Its own file, because
// whatever then seems to be wrong with the text comes from that.

internal import Persona

/// The hint for a text that holds conflict markers of a merge; nil for a text without.
func conflictHint(for bytes: [UInt8]) -> String? {
  conflictLine(in: bytes).map {
    "conflict markers of a merge stand in the file, the first in line \($0): \(conflictAdvice)"
  }
}

let conflictAdvice = "keep what is right and take them out"

/// The first line of a conflict, from 1; nil for a text without.
///
/// All three markers of one conflict must stand there, each at the beginning of its line: `=======` alone underlines a
/// heading.
func conflictLine(in bytes: [UInt8]) -> Int? {
  let characters = Array("<=>".utf8)
  // Nearly every text has none, and is looked at each time it is read.
  guard holdsRun(of: characters[0], in: bytes) else { return nil }
  let lines = TextLines(of: bytes, in: 0..<bytes.count)
  var found: [Int] = []
  for line in 0..<lines.count {
    if isMarker(bytes[lines.content(of: line, in: bytes)], of: characters[found.count]) { found.append(line) }
    if found.count == 3 { return found[0] + 1 }
  }
  return nil
}

private func holdsRun(of character: UInt8, in bytes: [UInt8]) -> Bool {
  var length = 0
  for byte in bytes {
    length = byte == character ? length + 1 : 0
    if length == 7 { return true }
  }
  return false
}

/// Whether a line is seven of a character, and nothing or a blank and a name behind them.
private func isMarker(_ line: ArraySlice<UInt8>, of character: UInt8) -> Bool {
  line.prefix(7).elementsEqual(repeatElement(character, count: 7))
    && [nil, .space].contains(line.dropFirst(7).first)
}

extension Failure {
  /// The failure with the hint that the text it is about holds conflict markers, where it does.
  func explained(by bytes: [UInt8]) -> Failure {
    var failure = self
    failure.hint = conflictHint(for: bytes) ?? hint
    return failure
  }
}
