// The journal: what an apply is about to do to files and branch, on the disk before it is done. Whoever comes after a
// killed run reads it and brings files, index and branch to one end.

internal import Digest
internal import Persona

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What an apply does to a workspace.
///
/// The file `.persona-sync/journal` holds a line with the version, a line of JSON, the bytes that the files had before,
/// and the digest of all that; then a line for each step that was reached. A step counts once its line is whole.
struct Journal {
  struct Content: Codable, Equatable {
    /// The full name of the branch that will be moved.
    var branch: String
    /// The commit that it names before; nil when it has none yet.
    var tip: String?
    /// The folders that are made, those above first.
    var folders: [String]
    var files: [File]
  }

  struct File: Codable, Equatable {
    /// Relative to the workspace.
    var path: String
    /// Nil for a file that is created.
    var before: FileDigest?
    /// Nil for a file that is removed.
    var after: FileDigest?
  }

  var content: Content
  /// Of each file.
  var bytesBefore: [[UInt8]?]
  /// Whether all new bytes were on the disk, and files began to take their places.
  var isReady = false
  /// The commit that the branch is to name; nil as long as there is none, and when there will be none.
  var commit: CommitID?

  static let path = ".persona-sync/journal"
  /// The journal before it is whole; nothing else was done yet.
  static let draftPath = ".persona-sync/journal-draft"
  /// Where a journal goes that cannot be read: nothing in it is needed, but only a person can know.
  static let unreadPath = ".persona-sync/journal-unread"
  private static let firstLine = "persona-sync journal 1"

  init(branch: String, tip: CommitID?, folders: [String], revisions: [FileRevision]) {
    content = Content(
      branch: branch, tip: tip?.hexadecimal, folders: folders,
      files: revisions.map {
        File(path: $0.path, before: $0.before.map(FileDigest.init), after: $0.after.map(FileDigest.init))
      })
    bytesBefore = revisions.map(\.before)
  }

  /// The file as it is before any step is reached.
  func bytes() throws(Failure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(content) else {
      throw Failure("cannot write the journal", causes: ["its paths cannot be written as JSON"], kind: .bug)
    }
    var bytes = Array((Self.firstLine + "\n").utf8) + json + Array("\n".utf8)
    for case let before? in bytesBefore { bytes += before }
    return bytes + Array((SHA256.hexadecimal(of: bytes) + "\n").utf8)
  }

  static func line(commit: CommitID?) -> String { commit.map { "commit \($0)\n" } ?? "" }
  static let readyLine = "ready\n"

  /// Why a journal cannot be read.
  enum Defect: Error {
    case otherVersion
    case incomplete
  }

  init(bytes: [UInt8]) throws(Defect) {
    var rest = bytes[...]
    func line() -> String? {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    guard let first = line() else { throw .incomplete }
    guard first == Self.firstLine else { throw .otherVersion }
    guard let json = line(),
      let content = try? JSONDecoder().decode(Content.self, from: Data(json.utf8))
    else { throw .incomplete }
    self.content = content
    bytesBefore = []
    for file in content.files {
      guard let count = file.before?.bytes else {
        bytesBefore.append(nil)
        continue
      }
      guard count >= 0, rest.count >= count else { throw .incomplete }
      bytesBefore.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    let digest = SHA256.hexadecimal(of: Array(bytes[..<rest.startIndex]))
    guard line() == digest else { throw .incomplete }
    while let step = line() {
      if step == "ready" { isReady = true }
      if step.hasPrefix("commit ") { commit = CommitID(hexadecimal: step.dropFirst("commit ".count)) }
    }
  }
}

/// What tells the bytes of a file from others.
struct FileDigest: Codable, Equatable {
  var bytes: Int
  /// SHA-256, hexadecimal.
  var sha256: String

  init(_ bytes: [UInt8]) {
    self.bytes = bytes.count
    sha256 = SHA256.hexadecimal(of: bytes)
  }
}
