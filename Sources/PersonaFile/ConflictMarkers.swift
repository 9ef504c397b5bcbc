// What git leaves in a file where a merge could not decide, and what is easily committed with it. Its own file, because
// whatever then seems to be wrong with the text comes from that.

internal import Persona

/// The hint for a text that holds conflict markers of a merge; nil for a text without.
///
/// All three of one conflict must stand there, each at the beginning of its line: `=======` alone underlines a heading.
func conflictHint(for bytes: [UInt8]) -> String? {
  let lines = TextLines(of: bytes, in: 0..<bytes.count)
  let characters = Array("<=>".utf8)
  var found: [Int] = []
  for line in 0..<lines.count {
    if isMarker(bytes[lines.content(of: line, in: bytes)], of: characters[found.count]) { found.append(line) }
    if found.count == 3 {
      return "conflict markers of a merge stand in the file, the first in line \(found[0] + 1): "
        + "keep what is right and take them out"
    }
  }
  return nil
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
