// What `engine:` in the settings allows: memory and room on disk. No result depends on it.

internal import EventStream
internal import PersonaFile
internal import Profiles

/// What a run may use of the machine.
struct EngineSettings: Sendable, Hashable {
  /// Bytes that the data may take in memory; what is more goes to a temporary file.
  var memoryBytes = 1_000_000_000
  /// Bytes on disk for what was parsed; `nil`: nothing is kept.
  var cacheBytes: Int? = 10_000_000_000

  static let keys = ["memory", "cache"]
  static let leastMemoryBytes = 64_000_000
}

extension EngineSettings {
  /// `{memory: 1 GB, cache: 10 GB}`; `cache: off` keeps nothing.
  init(_ node: Node, reader: inout NodeReader) {
    let fields = reader.fields(node, of: "engine", known: Self.keys)
    if let node = fields["memory"],
      let bytes = Self.bytes(node, of: "memory", least: Self.leastMemoryBytes, reader: &reader)
    {
      memoryBytes = bytes
    }
    guard let node = fields["cache"] else { return }
    if node.text == "off" {
      cacheBytes = nil
    } else if let bytes = Self.bytes(node, of: "cache", least: 1_000_000, or: "off", reader: &reader) {
      cacheBytes = bytes
    }
  }

  private static let units = ["MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000]

  private static func bytes(
    _ node: Node, of subject: String, least: Int, or word: String? = nil, reader: inout NodeReader
  ) -> Int? {
    let words = (node.text ?? "").split(separator: " ")
    if words.count == 2, let count = Int(words[0]), count > 0, let unit = units[String(words[1])],
      count <= 1_000 * units["TB", default: 1] / unit, count * unit >= least
    {
      return count * unit
    }
    reader.reportKind(
      of: node,
      wanted: "\(subject) needs a number and a unit such as `10 GB`, at least \(least / 1_000_000) MB"
        + (word.map { ", or `\($0)`" } ?? ""))
    return nil
  }
}
