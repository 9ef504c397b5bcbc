// Sizes as one writes them: `1MB`, `100MB`, `5GB`.

struct InputSize: Hashable, Comparable {
  let bytes: Int
  let words: String

  init(_ words: String) throws {
    let units = [("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000)]
    for (unit, factor) in units where words.uppercased().hasSuffix(unit) {
      let digits = words.dropLast(2).filter { $0 != " " }
      guard let number = Int(digits), number > 0 else { break }
      self.bytes = number * factor
      self.words = "\(number) \(unit)"
      return
    }
    throw Failure("“\(words)” is no size", hint: "write 20MB, 100MB or 5GB")
  }

  static func < (a: InputSize, b: InputSize) -> Bool { a.bytes < b.bytes }
  static func == (a: InputSize, b: InputSize) -> Bool { a.bytes == b.bytes }
  func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
