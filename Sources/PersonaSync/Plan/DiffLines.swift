// The lines of a unified diff as a terminal shows them: the diff itself keeps the bytes that `git apply` takes.

/// The lines of the diff of one file, without their ends.
///
/// A carriage return is part of a line's end where all lines have one. Where some have none it stands as `^M`, as in
/// a pager of git, because it may be all that tells two lines apart.
public func shownLines(ofDiff diff: String) -> [String] {
  // A carriage return and a line feed are one character, and two scalars.
  let lines = diff.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  let end = hasBothEnds(lines) ? "^M" : ""
  return lines.map { line in
    guard line.last == "\r" else { return String(line) }
    return String(line.dropLast()) + (line.first == "@" ? "" : end)
  }
}

/// Whether some lines of the file end in a carriage return and others do not. A last line without any end is neither.
private func hasBothEnds(_ lines: [String.UnicodeScalarView.SubSequence]) -> Bool {
  let contents = lines.indices.drop { lines[$0].first != "@" }.filter { index in
    let isEnded = index + 1 < lines.count && lines[index + 1].first != "\\"
    return isEnded && [" ", "+", "-"].contains(lines[index].first)
  }
  let returns = contents.count { lines[$0].last == "\r" }
  return returns > 0 && returns < contents.count
}
