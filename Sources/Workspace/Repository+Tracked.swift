// Which files git has, in its index or in the newest commit: what must never be committed may have been, by hand.

internal import CLibgit2
public import Persona

extension Repository {
  /// Those of some files that the index or HEAD holds.
  ///
  /// - Parameter paths: absolute, or relative to the workspace. Files outside of the work tree are not tracked.
  public func tracked(_ paths: [String]) throws(Failure) -> [String] {
    if paths.isEmpty { return [] }
    let index = try openIndex()
    var found: [String] = []
    for path in paths {
      let place: String
      if path.hasPrefix("/") {
        guard path.hasPrefix(workTree + "/") else { continue }
        place = String(path.dropFirst(workTree.count + 1))
      } else {
        place = gitPath(path)
      }
      let isStaged = unsafe git_index_get_bypath(index.pointer, place, 0) != nil
      let committed = try headEntry(place)
      if isStaged || committed != nil { found.append(path) }
    }
    return found
  }

  /// The files right below a folder and deeper that the index holds, and those right below it that HEAD does; rules for
  /// git itself are left out.
  public func trackedFiles(below folder: String) throws(Failure) -> [String] {
    let start = gitPath(folder) + "/"
    var found: Set<String> = []
    let index = try openIndex()
    var position = 0
    if unsafe git_index_find_prefix(&position, index.pointer, start) == 0 {
      while let entry = unsafe git_index_get_byindex(index.pointer, position)?.pointee,
        let name = unsafe entry.path.map({ unsafe String(cString: $0) }), name.hasPrefix(start)
      {
        found.insert(String(name.dropFirst(start.count)))
        position += 1
      }
    }
    if let entry = try headEntry(gitPath(folder)), entry.mode.isFolder {
      let tree = try tree(entry.id)
      for position in 0..<tree.count { found.insert(tree.namedEntry(position).name) }
    }
    found.remove(".gitignore")
    return found.sorted().map { folder + "/" + $0 }
  }
}
