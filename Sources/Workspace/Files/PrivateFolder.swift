// A folder of the user's own, outside of the repository: for what must not travel with it.

internal import CLibgit2
public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension FileStore {
  /// Opens a folder that nobody but its owner can write to; nil when it is not there.
  ///
  /// - Parameters:
  ///   - path: absolute; symbolic links are followed.
  ///   - repository: the folder must not lie in its work tree, because a clone could bring the files along then.
  ///   - creates: whether missing folders are made, for their owner only.
  /// - Throws: when it lies in the work tree, when it belongs to somebody else or others can write to it, and
  ///   when it cannot be made.
  public static func privateFolder(
    _ path: String, outside repository: Repository, creates: Bool
  ) throws(Failure) -> FileStore? {
    func refusal(_ cause: String, hint: String?) -> Failure {
      Failure("cannot use the folder \(path)", causes: [cause], hint: hint)
    }
    let place: String
    do {
      place = try realPlace(path)
      if creates, !lies(place, in: repository.workTree) { try makeFolders(to: place) }
    } catch {
      throw refusal(error.words, hint: error.hint)
    }
    guard !lies(place, in: repository.workTree) else {
      throw refusal(
        "it lies inside the repository, and a clone could bring such files along",
        hint: "set XDG_DATA_HOME to a folder outside of \(repository.workTree)")
    }
    guard let status = linkStatus(place) else { return nil }
    guard status.isFolder else { throw refusal("it is not a folder", hint: "move it out of the way") }
    guard status.st_uid == geteuid() else {
      throw refusal("it belongs to somebody else", hint: "HOME and XDG_DATA_HOME say where it is looked for")
    }
    guard status.st_mode & 0o022 == 0 else {
      throw refusal(
        "others can write to it", hint: "look at what is in it, then: chmod go-w \(shellArgument(place))")
    }
    return FileStore(privateFolder: place)
  }
}

extension Repository {
  /// The workspace's folder among git's own files: no commit, clone or `git clean` touches it, it moves with the
  /// repository, and all its work trees share it. Nil when it is not there.
  ///
  /// - Parameter creates: whether missing folders are made, for their owner only.
  public func privateFiles(creates: Bool) throws(Failure) -> FileStore? {
    guard let common = unsafe git_repository_commondir(handle.pointer).map({ unsafe String(cString: $0) })
    else {
      throw Failure("the repository does not say where its files are", kind: .bug)
    }
    let place = (common.hasSuffix("/") ? common : common + "/") + "persona-sync/" + prefix
    let folder = String(place.dropLast())
    do {
      if creates { try makeFolders(to: folder) }
    } catch {
      throw Failure("cannot make the folder \(folder)", causes: [error.words], hint: error.hint)
    }
    guard let status = linkStatus(folder) else { return nil }
    guard status.isFolder else {
      throw Failure(
        "cannot use the folder \(folder)", causes: ["it is not a folder"], hint: "move it out of the way")
    }
    return FileStore(privateFolder: folder)
  }
}

/// Whether a real path is a folder or lies in it.
private func lies(_ place: String, in folder: String) -> Bool {
  (place + "/").hasPrefix(folder == "/" ? folder : folder + "/")
}

/// The real path of a place whose last folders may be missing.
private func realPlace(_ path: String) throws(SystemError) -> String {
  var existing = path[...]
  while true {
    do {
      let real = try realPath(existing.isEmpty ? "/" : String(existing))
      let missing = path[existing.endIndex...]
      return real == "/" && !missing.isEmpty ? String(missing) : real + missing
    } catch  where error.number == ENOENT && !existing.isEmpty {
      existing = existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)]
    }
  }
}

private func makeFolders(to place: String) throws(SystemError) {
  var folder = ""
  for name in place.split(separator: "/") {
    folder += "/" + name
    if linkStatus(folder) != nil { continue }
    do {
      try system { unsafe mkdir(folder, 0o700) }
    } catch  where error.number == EEXIST {
    }
  }
}
