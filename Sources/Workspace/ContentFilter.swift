// What git does to a file's bytes between the work tree and its store: line endings, `$Id$`. The bytes that
// the rest of the tool sees are always those of the work tree.

internal import CLibgit2
public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

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
    switch try conversion(of: gitPath) {
    case .none: return bytes
    case .lineEndsToStore:
      if direction == .toWorkTree || !bytes.contains(UInt8(ascii: "\r")) { return bytes }
    case .any: break
    }
    let attempt = "cannot apply git's filters to \(gitPath)"
    var list: OpaquePointer?
    try git(attempt) {
      unsafe git_filter_list_load(
        &list, handle.pointer, nil, gitPath, direction.mode, GIT_FILTER_DEFAULT.rawValue)
    }
    // No list means that no filter applies.
    guard let pointer = unsafe list else { return bytes }
    let filters = unsafe Handle(adopting: pointer, freedBy: git_filter_list_free)
    return try ByteBuffer.bytes(attempt, hint: lineEndHint) { result in
      unsafe bytes.withUnsafeBytes { input in
        // The result copies what it keeps, so the array's memory is not used afterwards.
        unsafe git_filter_list_apply_to_buffer(
          result, filters.pointer, input.baseAddress?.assumingMemoryBound(to: CChar.self), input.count)
      }
    }
  }

  /// What to do where a conversion that could not be taken back is refused; nil where the settings do not ask for that.
  private var lineEndHint: String? {
    guard let settings = try? settings(), boolean("core.safecrlf", in: settings) == true else { return nil }
    return
      "`git add` refuses it as well, by core.safecrlf: save the file with the line ends of a checkout, or: "
      + "git config core.safecrlf warn"
  }

  /// What git may do to the bytes of a path, as far as its attributes and settings tell.
  enum Conversion {
    case none
    /// CR LF becomes LF on the way to the store; the way back changes nothing.
    case lineEndsToStore
    /// libgit2 knows.
    case any
  }

  /// What git may do to the bytes of a path. Asked once for each path, because libgit2 looks at every attributes
  /// file of the machine each time.
  private func conversion(of gitPath: String) throws(Failure) -> Conversion {
    if let known = conversions[gitPath] { return known }
    let attributes = try attributes(
      ["working-tree-encoding", "filter", "ident", "text", "crlf", "eol"], of: gitPath)
    try requireOwnFilters(gitPath, attributes)
    let conversion: Conversion =
      if try convertsLineEnds() || attributes["eol"] == "crlf"
        || ["ident", "filter", "crlf"].contains(where: { attributes[$0] != nil })
      {
        .any
      } else if attributes["text"] != nil || attributes["eol"] != nil {
        .lineEndsToStore
      } else {
        .none
      }
    conversions[gitPath] = conversion
    return conversion
  }

  /// Whether the settings convert line ends where no attribute does, or to CR LF where one does.
  private func convertsLineEnds() throws(Failure) -> Bool {
    if let known = settingsConvertLineEnds { return known }
    let settings = try settings()
    let answer =
      !["false", nil].contains(setting("core.autocrlf", in: settings)?.lowercased())
      || setting("core.eol", in: settings)?.lowercased() == "crlf"
    settingsConvertLineEnds = answer
    return answer
  }

  /// Refuses a path whose attributes ask for a conversion that libgit2 leaves out silently: committing it
  /// would store other bytes than `git add` does.
  private func requireOwnFilters(_ gitPath: String, _ attributes: [String: String]) throws(Failure) {
    if let encoding = attributes["working-tree-encoding"], !encoding.isEmpty {
      throw Failure(
        "cannot use \(gitPath)",
        causes: [
          ".gitattributes gives it working-tree-encoding=\(encoding), which persona-sync cannot convert"
        ],
        hint: "exempt the file in .gitattributes: \(gitPath) -working-tree-encoding")
    }
    guard let driver = attributes["filter"], !driver.isEmpty else { return }
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

  /// Whether anything says what an attribute of a file is.
  public func hasAttribute(_ name: String, of path: String) throws(Failure) -> Bool {
    try !attributes([name], of: gitPath(path)).isEmpty
  }

  /// Some attributes of a path; the text is empty for one that is only set to true or false.
  private func attributes(_ names: [String], of gitPath: String) throws(Failure) -> [String: String] {
    var values = unsafe [UnsafePointer<CChar>?](repeating: nil, count: names.count)
    // The names live until the end of this function.
    let pointers = unsafe names.map { unsafe UnsafePointer(strdup($0)) }
    defer { for index in names.indices { unsafe free(UnsafeMutablePointer(mutating: pointers[index])) } }
    var copies = unsafe pointers
    try git("cannot read git's attributes of \(gitPath)") {
      unsafe git_attr_get_many(&values, handle.pointer, 0, gitPath, names.count, &copies)
    }
    var attributes: [String: String] = [:]
    for unsafe(name, value) in unsafe zip(names, values) {
      switch unsafe git_attr_value(value) {
      case GIT_ATTR_VALUE_UNSPECIFIED: break
      // The text belongs to the repository's cache and is copied at once.
      case GIT_ATTR_VALUE_STRING: attributes[name] = unsafe value.map { unsafe String(cString: $0) }
      default: attributes[name] = ""
      }
    }
    return attributes
  }

  /// The settings that apply in this repository.
  func settings() throws(Failure) -> Handle {
    try Handle("cannot read the settings of git", freedBy: unsafe git_config_free) {
      unsafe git_repository_config_snapshot(&$0, handle.pointer)
    }
  }
}
