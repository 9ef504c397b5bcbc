// What git does to a file's bytes between the work tree and its store: line endings, `$Id$`. The bytes that
// the rest of the tool sees are always those of the work tree.

internal import CLibgit2
internal import Persona

extension Repository {
  enum Direction {
    case toStore, toWorkTree

    var mode: git_filter_mode_t {
      switch self {
      case .toStore: GIT_FILTER_TO_ODB
      case .toWorkTree: GIT_FILTER_TO_WORKTREE
      }
    }
  }

  /// The bytes as they are on the other side of the filters of `gitPath`.
  ///
  /// - Throws: when the path has a filter that only the git program can run.
  func filtered(_ bytes: [UInt8], at gitPath: String, _ direction: Direction) throws(Failure) -> [UInt8] {
    try requireOwnFilters(gitPath)
    let attempt = "cannot apply git's filters to \(gitPath)"
    var list: OpaquePointer?
    try git(attempt) {
      unsafe git_filter_list_load(
        &list, handle.pointer, nil, gitPath, direction.mode, GIT_FILTER_DEFAULT.rawValue)
    }
    // No list means that no filter applies.
    guard let pointer = unsafe list else { return bytes }
    let filters = unsafe Handle(adopting: pointer, freedBy: git_filter_list_free)
    return try ByteBuffer.bytes(attempt) { result in
      unsafe bytes.withUnsafeBytes { input in
        // The result copies what it keeps, so the array's memory is not used afterwards.
        unsafe git_filter_list_apply_to_buffer(
          result, filters.pointer, input.baseAddress?.assumingMemoryBound(to: CChar.self), input.count)
      }
    }
  }

  /// Refuses a path whose attributes ask for a conversion that libgit2 leaves out silently: committing it
  /// would store other bytes than `git add` does.
  private func requireOwnFilters(_ gitPath: String) throws(Failure) {
    if let encoding = attribute("working-tree-encoding", of: gitPath) {
      throw Failure(
        "cannot use \(gitPath)",
        causes: [
          ".gitattributes gives it working-tree-encoding=\(encoding), which persona-sync cannot convert"
        ],
        hint: "exempt the file in .gitattributes: \(gitPath) -working-tree-encoding")
    }
    guard let driver = attribute("filter", of: gitPath) else { return }
    let settings = try settings()
    guard
      ["clean", "smudge", "process"].contains(where: {
        setting("filter.\(driver).\($0)", in: settings) != nil
      })
    else { return }
    throw Failure(
      "cannot use \(gitPath)",
      causes: [".gitattributes sends it through the filter '\(driver)', which only the git program can run"],
      hint: "exempt the file in .gitattributes: \(gitPath) -filter")
  }

  /// The text of an attribute; nil when it is unset, or only set to true or false.
  private func attribute(_ name: String, of gitPath: String) -> String? {
    var value: UnsafePointer<CChar>?
    let code = unsafe git_attr_get(&value, handle.pointer, 0, gitPath, name)
    guard code == 0, unsafe git_attr_value(value) == GIT_ATTR_VALUE_STRING else { return nil }
    // The text belongs to the repository's cache and is copied at once.
    return unsafe value.map { unsafe String(cString: $0) }
  }

  /// The settings that apply in this repository.
  func settings() throws(Failure) -> Handle {
    try Handle("cannot read the settings of git", freedBy: unsafe git_config_free) {
      unsafe git_repository_config_snapshot(&$0, handle.pointer)
    }
  }
}
