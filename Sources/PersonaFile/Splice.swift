// The only place where the bytes of a person's file are put together anew.

internal import Persona

/// A replacement of some bytes of a file.
struct Edit {
  /// Empty for an insertion.
  var range: Range<Int>
  var replacement: [UInt8]
}

/// The bytes with the edits made, which do not overlap.
///
/// - Throws: A `Failure` of kind bug when a byte outside the edits would differ. The check walks over the result on
///   its own account, so that it does not share a mistake with the writing.
func splice(_ bytes: [UInt8], _ edits: [Edit], file: String) throws(Failure) -> [UInt8] {
  let edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  var result: [UInt8] = []
  var done = 0
  for edit in edits {
    guard edit.range.lowerBound >= done, edit.range.upperBound <= bytes.count else {
      throw spliceFailure("two edits overlap", file)
    }
    result += bytes[done..<edit.range.lowerBound]
    result += edit.replacement
    done = edit.range.upperBound
  }
  result += bytes[done...]

  var old = bytes[...]
  var new = result[...]
  for edit in edits.reversed() {
    let after = bytes.count - edit.range.upperBound
    let kept = after - (bytes.count - old.endIndex)
    guard old.suffix(kept).elementsEqual(new.suffix(kept)) else {
      throw spliceFailure("a byte after an edit would change", file)
    }
    old = old.dropLast(kept + edit.range.count)
    new = new.dropLast(kept + edit.replacement.count)
  }
  guard old.elementsEqual(new) else { throw spliceFailure("a byte before the first edit would change", file) }
  return result
}

private func spliceFailure(_ cause: String, _ file: String) -> Failure {
  Failure(
    "cannot put the tool's part into \(file)", at: SourceLocation(file: file), causes: [cause],
    hint: "the file is left as it was; please report this", kind: .bug)
}
