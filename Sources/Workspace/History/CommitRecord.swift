// A commit as it is told to people: its message in its parts, and who made it.

internal import CLibgit2
internal import Persona

/// A commit, as it is told to people.
public struct CommitRecord: Sendable, Hashable {
  public var id: CommitID
  public var parents: [CommitID]
  /// The first line of the message.
  public var subject: String
  /// What follows, without the trailers, without empty lines at both ends.
  public var body: String
  /// The `Key: value` lines that end the message, in their order.
  public var trailers: [Trailer]
  public var author: Signature

  public struct Trailer: Sendable, Hashable {
    public var key: String
    public var value: String
  }

  /// The value of the first trailer of that name, in whatever case.
  public func trailer(_ key: String) -> String? {
    trailers.first { $0.key.lowercased() == key.lowercased() }?.value
  }
}

extension Repository {
  /// Reads what a commit says.
  func record(_ node: WalkedCommit) throws(Failure) -> CommitRecord {
    let commit = try commitObject(node.id)
    // Both belong to the commit, which lives to the end of this scope, and are copied.
    let message = unsafe git_commit_message(commit.pointer).map { unsafe String(cString: $0) } ?? ""
    let author = unsafe Signature(copying: git_commit_author(commit.pointer))
    let text = try MessageText(message)
    return CommitRecord(
      id: node.id, parents: node.parents, subject: text.subject, body: text.body, trailers: text.trailers,
      author: author)
  }
}

extension Signature {
  /// The signature at `pointer`; empty for NULL, which a damaged commit gives.
  @safe fileprivate init(copying pointer: UnsafePointer<git_signature>?) {
    guard let signature = unsafe pointer?.pointee else {
      self.init(name: "", email: "", seconds: 0, offsetMinutes: 0)
      return
    }
    unsafe self.init(
      name: signature.name.map { unsafe String(cString: $0) } ?? "",
      email: signature.email.map { unsafe String(cString: $0) } ?? "",
      seconds: signature.when.time, offsetMinutes: Int(signature.when.offset))
  }
}

/// A commit's message in its parts.
private struct MessageText {
  var subject: String
  var body: String
  var trailers: [CommitRecord.Trailer] = []

  init(_ message: String) throws(Failure) {
    var found = unsafe git_message_trailer_array()
    try git("cannot read the trailers of a commit") { unsafe git_message_trailers(&found, message) }
    defer { unsafe git_message_trailer_array_free(&found) }
    for index in 0..<(unsafe found.count) {
      let trailer = unsafe found.trailers[index]
      unsafe trailers.append(
        .init(key: String(cString: trailer.key), value: String(cString: trailer.value)))
    }
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false)[...]
    subject = String(lines.popFirst() ?? "")
    while lines.last?.isEmpty == true { lines.removeLast() }
    if !trailers.isEmpty {
      // The trailers are the last paragraph.
      while let last = lines.last, !last.isEmpty { _ = lines.removeLast() }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    body = lines.drop { $0.isEmpty }.joined(separator: "\n")
  }
}
