// Hints to convert a file can be pasted, and put the copy where the file is.

import Testing

@testable import EventStream

@Suite("Conversions")
struct ConversionTests {
  @Test(
    "the copy lies beside the file",
    arguments: [
      ("data/a.csv", "iconv -f UTF-16 -t UTF-8 data/a.csv > data/a.utf8.csv"),
      ("data/v1.2/a", "iconv -f UTF-16 -t UTF-8 data/v1.2/a > data/v1.2/a.utf8"),
      ("data/a b.txt", "iconv -f UTF-16 -t UTF-8 'data/a b.txt' > 'data/a b.utf8.txt'"),
      ("data/a.csv.gz", "gzip -dc data/a.csv.gz | iconv -f UTF-16 -t UTF-8 > data/a.utf8.csv"),
    ])
  func besideTheFile(file: String, command: String) {
    #expect(
      conversionHint(of: file, from: "UTF-16")
        == "convert it, then put the new file in the place of the old: " + command)
  }
}
