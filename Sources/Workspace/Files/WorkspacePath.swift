// Where a path of the workspace really leads. Files and git ask the same question: a persona that is a
// symbolic link is written through to its target, and nothing is ever written outside the workspace.

internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A path of the workspace after every symbolic link in it has been followed. None leads out of it, or to what is git's own.
struct WorkspacePath {
  /// How many symbolic links one path may lead through; Linux has the same limit.
  static let linkLimit = 40

  /// Relative to the workspace, without links.
  var relative: String
  /// Absolute, without links, inside the workspace.
  var absolute: String

  /// Follows the links of `path`. The file itself, and folders on the way to it, need not exist.
  ///
  /// - Parameters:
  ///   - path: relative to the workspace, as it is shown to people.
  ///   - root: the workspace, absolute and without links.
  ///   - followsLast: whether the last component is followed too when it is a link.
  ///   - target: the text of the link at an absolute path; nil when there is none. By default those on disk.
  init(
    _ path: String, in root: String, followsLast: Bool = true,
    target: (String) throws(Failure) -> String? = linkTarget
  ) throws(Failure) {
    var ahead = Self.components(path)
    guard !path.hasPrefix("/"), !ahead.isEmpty, !ahead.contains(".."), !path.utf8.contains(0) else {
      throw Failure(
        "cannot use the path \(path)", causes: ["it does not name a place inside the workspace"],
        hint: "paths are relative to the workspace folder")
    }
    ahead.reverse()
    let home = Self.components(root)
    var reached = home
    var links = 0
    while let component = ahead.popLast() {
      switch component {
      case ".": continue
      case "..": _ = reached.popLast()
      default: reached.append(component)
      }
      guard component != "..", followsLast || !ahead.isEmpty,
        let target = try target("/" + reached.joined(separator: "/"))
      else { continue }
      links += 1
      guard links <= Self.linkLimit else {
        throw Failure("cannot use \(path)", causes: ["its symbolic links lead in a circle"])
      }
      if target.hasPrefix("/") { reached = [] } else { reached.removeLast() }
      ahead += Self.components(target).reversed()
    }
    guard reached.starts(with: home), reached.count > home.count else {
      throw Failure(
        "refusing to use \(path)",
        causes: ["a symbolic link leads outside the workspace, to /\(reached.joined(separator: "/"))"],
        hint: "replace the link by the file itself, or move its target into the workspace")
    }
    // Whatever stands there, git runs or believes.
    guard !reached[home.count...].contains(where: { $0.lowercased() == ".git" }) else {
      throw Failure(
        "refusing to use \(path)", causes: ["it lies in a folder that belongs to git"],
        hint: "keep files of the workspace out of .git")
    }
    relative = reached[home.count...].joined(separator: "/")
    absolute = "/" + reached.joined(separator: "/")
  }

  private static func components(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }
}

/// The text of a symbolic link; nil when the path is not one.
func linkTarget(_ path: String) -> String? {
  var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
  let count = unsafe text.withUnsafeMutableBytes { bytes in
    // The call writes at most the buffer's length and no terminating zero.
    unsafe readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
  }
  return count < 0 ? nil : String(decoding: text[..<count], as: UTF8.self)
}
