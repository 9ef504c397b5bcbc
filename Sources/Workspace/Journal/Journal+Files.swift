// Where the journal of a workspace is found, and how it goes.

internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Journal {
  /// What stands in a workspace where a run may have been interrupted.
  enum Found {
    case none
    case journal(Journal)
    case unreadable(Defect)
  }

  static func find(in root: String) throws(Failure) -> Found {
    let bytes: [UInt8]?
    do {
      bytes = try FileStore.bytes(atAbsolutePath: root + "/" + path, limitBytes: Int(Int32.max))
    } catch {
      throw error.failure("cannot read what an interrupted run was doing", at: path)
    }
    guard let bytes else { return .none }
    do throws(Defect) { return .journal(try Journal(bytes: bytes)) } catch { return .unreadable(error) }
  }

  /// Removes the journal, so that it does not come back after a power cut.
  static func remove(in root: String) {
    unsafe unlink(root + "/" + path)
    try? OpenFile(root + "/.persona-sync", O_RDONLY | O_DIRECTORY).synchronize()
  }

  /// Puts a journal that cannot be read aside.
  static func putAside(in root: String) throws(Failure) {
    do throws(SystemError) {
      try system { unsafe rename(root + "/" + path, root + "/" + unreadPath) }
    } catch {
      throw FileFault.system(error).failure("cannot put the journal of an interrupted run aside", at: path)
    }
  }

  /// Whether it is about files and folders below some folders of the workspace, and about a branch.
  func isWithin(_ folders: [String], of root: String) -> Bool {
    let paths = content.files.map(\.path) + content.folders
    return content.branch.hasPrefix("refs/heads/") && !content.branch.split(separator: "/").contains("..")
      && paths.allSatisfy { path in
        folders.contains { path == $0 || path.hasPrefix($0 + "/") }
          && (try? WorkspacePath(path, in: root)) != nil
      }
  }

  /// The folders that the files lie in, absolute.
  func folders(in files: FileStore) -> Set<String> {
    Set(
      content.files.compactMap { file in
        (try? WorkspacePath(file.path, in: files.root)).map { place in
          String(place.absolute[..<(place.absolute.lastIndex(of: "/") ?? place.absolute.startIndex)])
        }
      })
  }

  /// Where the bytes of a file stand until they take its place, by its number. No other writer takes these names.
  static let temporaryName = Replacement.temporaryName + "-journal"

  /// Keeps what somebody saved in the moment in which a file was replaced, when the run was killed before it could give
  /// it back: it stands where the new bytes stood.
  ///
  /// - Returns: where it is now, relative to the workspace.
  func rescue(in files: FileStore) throws(Failure) -> [String] {
    var rescued: [String] = []
    for (number, file) in content.files.enumerated() {
      guard let place = try? WorkspacePath(file.path, in: files.root) else { continue }
      let folder = place.absolute[..<(place.absolute.lastIndex(of: "/") ?? place.absolute.startIndex)]
      guard
        let bytes = try? FileStore.bytes(
          atAbsolutePath: "\(folder)/\(Self.temporaryName)-\(number)", limitBytes: Int(Int32.max))
      else { continue }
      let digest = FileDigest(bytes)
      if digest == file.before || digest == file.after { continue }
      let path = ".persona-sync/rescued-\(digest.sha256.prefix(12))"
      let found = try files.read(path, limitBytes: bytes.count)
      if found != bytes { try files.replace(path, with: bytes, expecting: found) }
      rescued.append(path)
    }
    return rescued
  }
}

extension Journal.File {
  /// What the file holds now: nil when there is none, and whether it is what the run found or what it wrote.
  func found(in files: FileStore) throws(Failure) -> (bytes: [UInt8]?, isKnown: Bool) {
    // More bytes than it had before and after are somebody else's.
    let limit = max(before?.bytes ?? 0, after?.bytes ?? 0)
    do throws(FileFault) {
      let place = try? WorkspacePath(path, in: files.root)
      guard let place else { return (nil, false) }
      let bytes = try FileStore.bytes(atAbsolutePath: place.absolute, limitBytes: limit)
      let digest = bytes.map(FileDigest.init)
      return (bytes, digest == before || digest == after)
    } catch {
      if case .system(let error) = error {
        throw FileFault.system(error).failure("cannot read \(path)", at: path)
      }
      return (nil, false)
    }
  }
}
