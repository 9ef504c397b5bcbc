// Where an export goes: a file of the user's own choosing, outside of what the tool keeps. Written whole or not at all.

public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A place for a file, checked before the work for it is done.
public struct ExportPlace: Sendable {
  /// As the user wrote it.
  private let written: String
  /// Without symbolic links on the way.
  private let path: String
  private let overwrites: Bool
  private let isPrivate: Bool

  /// - Parameters:
  ///   - written: relative to `folder`, or absolute.
  ///   - overwrites: whether a file that is there may be replaced.
  ///   - isPrivate: whether it is for its owner's eyes only; then it cannot lie in a git repository, where it could
  ///     become a part of a history that never forgets.
  ///   - workspace: the repository of the workspace.
  public init(
    _ written: String, from folder: String, overwrites: Bool, isPrivate: Bool, workspace: Repository
  ) throws(Failure) {
    self.written = written
    self.overwrites = overwrites
    self.isPrivate = isPrivate
    let whole = written.hasPrefix("/") ? written : folder + "/" + written
    let name = whole.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard !["", ".", ".."].contains(name), !whole.utf8.contains(0) else {
      throw Self.refusal(written, "it does not name a file", hint: "give the file a name")
    }
    let parent: String
    do {
      parent = try realPath(String(whole.dropLast(name.utf8.count)))
    } catch {
      throw Self.refusal(
        written, "its folder: \(error.words)", hint: error.hint ?? "make the folder first, or choose another")
    }
    path = (parent == "/" ? "" : parent) + "/" + name
    if isPrivate {
      let isInWorkTree = (parent + "/").hasPrefix(workspace.workTree + "/")
      let isInRepository = try Repository.isInside(parent)
      guard !isInWorkTree, !isInRepository else {
        throw Self.refusal(
          written, "its folder lies in a git repository, and these are people: git never forgets",
          hint: "choose a folder outside of every repository")
      }
    }
    if let status = linkStatus(path) {
      guard status.isRegularFile || status.isLink else {
        throw Self.refusal(written, "something else than a file has that name", hint: "choose another name")
      }
      guard overwrites else { throw Self.taken(written) }
    }
  }

  /// Writes the file: for everybody whom the umask allows, or for its owner only.
  public func write(_ bytes: [UInt8]) throws(Failure) {
    // Two exports to one place at a time do not meet: the name carries the process.
    let temporary = "\(path).\(getpid())-new"
    unsafe unlink(temporary)
    defer { unsafe unlink(temporary) }
    do {
      do {
        let mode: mode_t = isPrivate ? 0o600 : 0o666
        let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
        try file.write(bytes)
        try file.synchronize()
      }
      if overwrites {
        try system { unsafe rename(temporary, path) }
      } else {
        try put(temporary)
      }
    } catch {
      throw error.number == EEXIST
        ? Self.taken(written) : Self.refusal(written, error.words, hint: error.hint)
    }
  }

  /// Gives the finished file its name; fails where that has been taken in the meantime.
  private func put(_ temporary: String) throws(SystemError) {
    do {
      try system { unsafe link(temporary, path) }
    } catch  where [EPERM, ENOTSUP, ENOSYS].contains(error.number) {
      // A file system without links; the gap is as long as two calls.
      guard linkStatus(path) == nil else { throw SystemError(number: EEXIST) }
      try system { unsafe rename(temporary, path) }
    }
  }

  private static func refusal(_ written: String, _ cause: String, hint: String?) -> Failure {
    Failure("cannot write \(written)", causes: [cause], hint: hint)
  }

  private static func taken(_ written: String) -> Failure {
    refusal(written, "there is a file of that name", hint: "choose another name, or replace it with --force")
  }
}
