// The data plane: whatever a file holds, its records do not depend on how it is read.

private import EventStream
private import Foundation
private import Persona

/// Tables, with the names of the columns in their first line or without.
func table(_ bytes: [UInt8]) {
  var mapping = SourceMapping.ofEverything
  if bytes.count % 2 == 0 {
    mapping.columns = ["time", "id", "user", "email", "event", "amount", "plan"]
  }
  readInTwoWays(bytes, mapping)
}

/// Documents, one on each line or in an array, as they are or by the rules of a vendor.
func jsonLines(_ bytes: [UInt8]) {
  let isPlain = bytes.count % 2 == 0
  readInTwoWays(bytes, isPlain ? .ofEverything : Preset.segment.mapping(name: "source", files: [Input.name]))
}

/// gzip and Zstandard, whole or damaged.
func compressed(_ bytes: [UInt8]) { readInTwoWays(bytes, .ofEverything) }

/// In one block and in many: the same summary, which has a digest of all records, or the same refusal. Every eighth
/// length is surveyed, which costs as much as all the rest.
private func readInTwoWays(_ bytes: [UInt8], _ mapping: SourceMapping) {
  Input.write(bytes)
  if bytes.count % 8 == 7 { _ = try? survey(file: Input.name, root: Input.folder) }
  // Blocks of 64 KiB hold every input; larger ones cost more than what is in them.
  let whole = summary(of: mapping, ReadOptions(threads: 1, blockBytes: 1 << 16))
  let split = summary(of: mapping, ReadOptions(threads: 1, blockBytes: 7, batchRows: 2))
  check(whole == split, "\(whole)\nis not\n\(split)")
}

private func summary(of mapping: SourceMapping, _ options: ReadOptions) -> Result<SourceSummary, Failure> {
  do {
    let reader = SourceReader(mapping: mapping, root: Input.folder, options: options)
    return .success(try reader.reading { _ in }.summary(until: nil))
  } catch let failure as Failure {
    check(failure.kind == .fixable, "\(failure)")
    return .failure(failure)
  } catch {
    check(false, "\(error)")
    return .failure(Failure("\(error)"))
  }
}

/// The file that takes the bytes.
private enum Input {
  static let name = "input"
  static let folder: String = {
    let path = NSTemporaryDirectory() + "persona-sync-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()

  static func write(_ bytes: [UInt8]) {
    check(FileManager.default.createFile(atPath: folder + "/" + name, contents: Data(bytes)), "cannot write")
  }
}

extension SourceMapping {
  /// Every kind of value that a record can have.
  fileprivate static let ofEverything = SourceMapping(
    name: "source", files: [Input.name], time: .field(FieldPath("time")), id: .field(FieldPath("id")),
    event: .field(FieldPath("event")), revenue: AmountRule(factors: [.field(FieldPath("amount"))]),
    identifiers: [
      Identifier(kind: "user", value: .field(FieldPath("user"))),
      Identifier(kind: "email", value: .field(FieldPath("email"))),
    ], traits: [Trait(name: "plan", value: .field(FieldPath("plan")))])
}
