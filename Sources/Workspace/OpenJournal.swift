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
  private let root: String

  /// Writes the journal. It is on the disk once `reach` returns, and not before.
  init(_ journal: Journal, in files: FileStore) throws(Failure) {
    try files.createFolder(".persona-sync")
    try self.init(file: Self.begin(journal.bytes(), at: files.root + "/" + Journal.path), root: files.root)
  }

  private init(file: consuming OpenFile, root: String) {
    self.file = file
    self.root = root
  }

  private static func begin(_ bytes: [UInt8], at path: String) throws(Failure) -> OpenFile {
    do throws(SystemError) {
      let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      do throws(SystemError) {
        try file.write(bytes)
      } catch {
        unsafe unlink(path)
        throw error
      }
      file.beginSynchronizing()
      return file
    } catch {
      throw failure(error)
    }
  }

  /// Takes down that everything is ready for the first file to take its place, and the commit as far as it is known.
  func becomeReady(commit: CommitID?) throws(Failure) {
    try append(Journal.line(commit: commit) + Journal.readyLine)
    do throws(SystemError) {
      try OpenFile(root + "/.persona-sync", O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw Self.failure(error)
    }
  }

  private func append(_ text: String) throws(Failure) {
    do throws(SystemError) {
      try file.write(Array(text.utf8))
      try file.synchronize()
    } catch {
      throw Self.failure(error)
    }
  }

  /// Removes the journal: everything has come to one end.
  func remove() { Journal.remove(in: root) }

  private static func failure(_ error: SystemError) -> Failure {
    FileFault.system(error).failure("cannot write the journal", at: Journal.path)
  }
}
