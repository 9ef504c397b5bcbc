// A text as a shell takes it: what a message suggests to run is pasted as it stands.

/// `text` as the last argument of a command: in single quotes where a shell would take it apart.
///
/// One that begins with a hyphen comes behind `--`, because the command would take it for an option.
public func shellArgument(_ text: String) -> String {
  // Byte by byte: what follows a quote may be one character with it, and is no less a quote to a shell.
  let parts = text.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
  let quoted = "'" + parts.map { String(Substring($0)) }.joined(separator: "'\\''") + "'"
  let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlainInShells)
  return (text.hasPrefix("-") ? "-- " : "") + (isPlain ? text : quoted)
}

/// Whether a byte means nothing but itself to any shell, wherever it stands.
private func isPlainInShells(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "0")...UInt8(ascii: "9"): true
  default: "/._-+@".utf8.contains(byte)
  }
}
