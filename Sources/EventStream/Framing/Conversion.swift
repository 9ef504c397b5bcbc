// How a person makes a source of a file that is none: hints that can be pasted, and leave personal data where it is.

internal import Persona

/// What makes a copy in UTF-8 beside a file: there git ignores it as it does the file.
func conversionHint(of file: String, from encoding: String) -> String {
  let unpacking = [".gz": "gzip -dc", ".zst": "zstd -dc"].first { file.hasSuffix($0.key) }
  let convert = "iconv -f \(encoding) -t UTF-8"
  let input =
    unpacking.map { "\($0.value) \(shellArgument(file)) | \(convert)" } ?? "\(convert) \(shellArgument(file))"
  let plain = String(file.dropLast(unpacking?.key.count ?? 0))
  return
    "convert it, then put the new file in the place of the old: \(input) > \(shellArgument(converted(plain)))"
}

/// `data/a.csv` is `data/a.utf8.csv`.
private func converted(_ file: String) -> String {
  guard let point = file.lastIndex(of: "."), !file[point...].contains("/") else { return file + ".utf8" }
  return file[..<point] + ".utf8" + file[point...]
}

/// What a file is by its first bytes, and what to do with it: an archive, or what a spreadsheet saves. Both hold NUL bytes.
func foreignForm(of head: Span<UInt8>) -> (name: String, hint: String)? {
  func begins(with magic: [UInt8]) -> Bool {
    head.count >= magic.count && magic.indices.allSatisfy { head[$0] == magic[$0] }
  }
  if begins(with: [0x50, 0x4b, 3, 4]) {
    return ("a zip archive or an Excel workbook", "unpack the archive, or save the workbook's sheet as CSV")
  }
  if begins(with: [0xd0, 0xcf, 0x11, 0xe0]) {
    return ("a document of an office program", "save its sheet as CSV")
  }
  return nil
}
