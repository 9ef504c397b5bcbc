// Writing the journal: whole before anything is done, and a line for each step that was reached.

internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The journal of an apply that is going on. Its owner holds the workspace lock.
struct OpenJournal: ~Copyable {
  private let file: OpenFile

  /// Writes the journal. It is on the disk, under its name, before this returns: a power cut leaves the whole of it or
  /// none, and none only as long as nothing else was done.
  init(_ journal: Journal, in files: FileStore) throws(Failure) {
    try files.createFolder(".persona-sync")
    file = try Self.begin(journal.bytes(), in: files.root)
  }

  private static func begin(_ bytes: [UInt8], in root: String) throws(Failure) -> OpenFile {
    let (draft, path) = (root + "/" + Journal.draftPath, root + "/" + Journal.path)
    unsafe unlink(draft)
    do throws(SystemError) {
      // Another run's journal is that run's only way to its end.
      guard linkStatus(path) == nil else { throw SystemError(number: EEXIST) }
      let file = try OpenFile(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      do throws(SystemError) {
        try file.write(bytes)
        try file.synchronize()
        try system { unsafe rename(draft, path) }
      } catch {
        unsafe unlink(draft)
        throw error
      }
      do throws(SystemError) {
        try OpenFile(root + "/.persona-sync", O_RDONLY | O_DIRECTORY).synchronize()
      } catch {
        unsafe unlink(path)
        throw error
      }
      return file
    } catch {
      throw failure(error)
    }
  }

  /// Takes down that everything is ready for the first file to take its place, and the commit as far as it is known.
  func becomeReady(commit: CommitID?) throws(Failure) {
    do throws(SystemError) {
      try file.write(Array((Journal.line(commit: commit) + Journal.readyLine).utf8))
      try file.synchronize()
    } catch {
      throw Self.failure(error)
    }
  }

  private static func failure(_ error: SystemError) -> Failure {
    FileFault.system(error).failure("cannot write the journal", at: Journal.path)
  }
}
