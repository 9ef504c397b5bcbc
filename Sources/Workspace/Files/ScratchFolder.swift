// Files for the moment of one call, outside of the workspace: what other programs and libraries read from a path only.

internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A folder for a moment, that nobody else may look into.
struct ScratchFolder: ~Copyable {
  let path: String

  init(in folder: String) throws(Failure) {
    var template = Array("\(folder)/persona-sync-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Failure("cannot make a folder in \(folder)", causes: [SystemError.last.words])
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) throws(Failure) -> String {
    do throws(SystemError) {
      try OpenFile(path + "/" + name, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600).write(bytes)
    } catch {
      throw Failure("cannot write into \(path)", causes: [error.words], hint: error.hint)
    }
    return path + "/" + name
  }

  deinit {
    for name in ["commit", "commit.sig", "key", "settings"] { unsafe unlink(path + "/" + name) }
    unsafe rmdir(path)
  }
}
