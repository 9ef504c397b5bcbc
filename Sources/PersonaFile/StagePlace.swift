// The `stage` scalar of a persona: the only word outside its own part that the tool writes, so the rules for when
// it may stand in one place.

internal import Persona

/// Where the value of the top-level key `stage` stands, when the tool may write it.
struct StagePlace {
  /// The value's bytes, quotes included; empty where nothing stands after the colon.
  let range: Range<Int>
  /// The stage that is written there now; nil for nothing.
  let written: String?
  /// What stands before and after the word inside the edit.
  private let quote: [UInt8]
  private let isInsertion: Bool

  /// The edit that writes the stage, when it is not there already.
  func edit(to stage: Stage) -> Edit? {
    if written == stage.rawValue { return nil }
    let space: [UInt8] = isInsertion ? [.space] : []
    return Edit(range: range, replacement: space + quote + Array(stage.rawValue.utf8) + quote)
  }

  /// Finds the place below a root of front matter or JSON; nil where there is no such key or it is not the tool's
  /// to write, which is then noted.
  init?(in root: Node, of bytes: [UInt8], isJSON: Bool, nodes: inout NodeReader) {
    guard case .map(let members) = root.kind,
      let (key, value) = members.first(where: { $0.key.text == "stage" })
    else { return nil }
    let stages = Stage.allCases.map(\.rawValue)
    switch value.kind {
    case .null: break
    case .scalar(let text, _) where stages.contains(text.lowercased()): break
    default:
      let word = value.text ?? ""
      let hint = didYouMean(word, among: stages) ?? "the tool's stages: " + stages.joined(separator: ", ")
      nodes.report(
        "this `stage` is not one of the tool's, so it is left as it is", at: value.location, hint: hint,
        severity: .warning)
      return nil
    }
    // An alias, a tag or an anchor stands between key and value, or has no range at all. A key after `?` needs no
    // colon, and has no place for a value then.
    guard let keyRange = key.byteRange, let range = value.byteRange, range.lowerBound > keyRange.upperBound,
      bytes[keyRange.upperBound..<range.lowerBound].filter({ $0 > .space }) == [UInt8(ascii: ":")]
    else {
      nodes.report(
        "the value of `stage` cannot be written in place, so it is left as it is", at: key.location,
        hint: "write `stage: ` and the stage itself on one line, without anchor, alias or tag",
        severity: .warning)
      return nil
    }
    self.range = range
    written = value.text
    isInsertion = range.isEmpty
    let first = range.isEmpty ? .space : bytes[range.lowerBound]
    let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    quote = isQuoted ? [first] : isJSON ? [UInt8(ascii: "\"")] : []
  }
}
