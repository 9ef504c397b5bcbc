// git's settings, found where the git program finds them and read in its order. libgit2 alone looks only at the HOME of
// the process, and passes over what stands in variables, belongs to one work tree, or is included where a remote has a
// URL.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The settings of the machine and of the user, and those that the environment gives.
func userSettings(_ surroundings: Surroundings) throws(Failure) -> Handle {
  try unsafe SettingsFiles(surroundings, repository: nil).read(userFiles(surroundings))
}

/// Makes the repository use the user's settings and its own, as they stand now.
func useSettings(_ surroundings: Surroundings, in repository: borrowing Handle) throws(Failure) {
  let pointer = unsafe repository.pointer
  let files = unsafe try userFiles(surroundings) + repositoryFiles(pointer)
  let settings = try unsafe SettingsFiles(surroundings, repository: pointer).read(files)
  try git("cannot use the settings of git") { unsafe git_repository_set_config(pointer, settings.pointer) }
}

/// The file of settings that all work trees of a repository share; nil when the repository does not say where it is.
func ownSettingsPath(_ repository: OpaquePointer?) -> String? {
  // The path belongs to the repository and is copied at once.
  unsafe git_repository_commondir(repository).map { unsafe String(cString: $0) + "config" }
}

/// The files that hold for everybody on the machine and for the user, the stronger behind the weaker.
private func userFiles(_ surroundings: Surroundings) throws(Failure) -> [String] {
  var files: [String] = []
  let isWithoutSystem = ["1", "true", "yes", "on"].contains(
    surroundings.variable("GIT_CONFIG_NOSYSTEM")?.lowercased())
  if !isWithoutSystem, let path = surroundings.variable("GIT_CONFIG_SYSTEM") ?? systemSettingsPath() {
    files.append(path)
  }
  if let path = surroundings.environment["GIT_CONFIG_GLOBAL"] {
    if !path.isEmpty { files.append(path) }
  } else if let home = surroundings.variable("HOME") {
    let folder = surroundings.variable("XDG_CONFIG_HOME") ?? home + "/.config"
    files += [folder + "/git/config", home + "/.gitconfig"]
  }
  return files
}

/// The files of a repository: that of all its work trees, and that of this one where there may be such.
private func repositoryFiles(_ repository: OpaquePointer) throws(Failure) -> [String] {
  guard let shared = unsafe ownSettingsPath(repository), linkStatus(shared) != nil else { return [] }
  let own = try Handle("cannot read the settings of git in \(shared)", freedBy: unsafe git_config_free) {
    unsafe git_config_open_ondisk(&$0, shared)
  }
  guard boolean("extensions.worktreeconfig", in: own) == true,
    let folder = unsafe git_repository_path(repository).map({ unsafe String(cString: $0) })
  else { return [shared] }
  return [shared, folder + "config.worktree"]
}

private func systemSettingsPath() -> String? {
  let bytes = try? ByteBuffer.bytes("find the settings of the machine") { unsafe git_config_find_system($0) }
  return bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// Reads files of settings together. Its pointer is borrowed for one call of `useSettings`, which owns the repository.
@safe private struct SettingsFiles {
  private let surroundings: Surroundings
  /// For what is included under conditions; nil where no repository is open yet, as git has it for what it must know
  /// before it trusts one.
  private let repository: OpaquePointer?

  /// Where a remote has a URL, other files count as well. libgit2 knows the other conditions.
  private static let remoteCondition = "includeif.hasconfig:remote.*.url:"
  private static let remoteConditions = #"^includeif\.hasconfig:remote\.\*\.url:.*\.path$"#

  init(_ surroundings: Surroundings, repository: OpaquePointer?) {
    self.surroundings = surroundings
    unsafe self.repository = unsafe repository
  }

  /// The settings in all files that are there, and last those of the environment. They stay as they were read.
  ///
  /// - Parameter files: the stronger behind the weaker.
  func read(_ files: [String]) throws(Failure) -> Handle {
    let files = files.filter { linkStatus($0) != nil }
    let given = try surroundings.givenSettings()
    if given.isEmpty { return try settings(in: files) }
    let scratch = try ScratchFolder(in: surroundings.variable("TMPDIR") ?? "/tmp")
    return try settings(in: files + [scratch.file("settings", settingsText(given))])
  }

  private func settings(in files: [String]) throws(Failure) -> Handle {
    let settings = try together(files)
    guard unsafe repository != nil, hasSetting(matching: Self.remoteConditions, in: settings) else {
      return try snapshot(of: settings)
    }
    let urls = entries(matching: #"^remote\..*\.url$"#, in: settings).map(\.value)
    var all: [String] = []
    for file in files { all += try [file] + included(by: file, where: urls, depth: 1) }
    return try snapshot(of: together(all))
  }

  private func together(_ files: [String]) throws(Failure) -> Handle {
    let settings = try Handle("cannot read the settings of git", freedBy: unsafe git_config_free) {
      unsafe git_config_new(&$0)
    }
    for (level, path) in files.enumerated() {
      try git(
        "cannot read the settings of git in \(path)",
        hint: "correct the file; git says where: git config --list"
      ) {
        unsafe git_config_add_file_ondisk(
          settings.pointer, path, git_config_level_t(rawValue: Int32(level + 1)), repository, 0)
      }
    }
    return settings
  }

  /// Without looking at the files again: the settings of one run are of one moment.
  private func snapshot(of settings: borrowing Handle) throws(Failure) -> Handle {
    let pointer = unsafe settings.pointer
    return try Handle("cannot read the settings of git", freedBy: unsafe git_config_free) {
      unsafe git_config_snapshot(&$0, pointer)
    }
  }

  /// The files that a file includes because a remote has one of these URLs. They count behind all of that file.
  private func included(by file: String, where urls: [String], depth: Int) throws(Failure) -> [String] {
    guard depth <= Limits.includedSettings else {
      throw Failure(
        "cannot read the settings of git in \(file)",
        causes: ["files of settings include one another more than \(Limits.includedSettings) deep"],
        hint: "look at its includeIf")
    }
    let folder = file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
    var files: [String] = []
    for (name, value) in entries(matching: Self.remoteConditions, in: try together([file])) {
      let pattern = name.dropFirst(Self.remoteCondition.count).dropLast(".path".count)
      guard urls.contains(where: { matches($0, pattern: String(pattern)) }) else { continue }
      let path = expanded(value, home: surroundings.variable("HOME"))
      let place = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      if linkStatus(place) == nil { continue }
      files += try [place] + included(by: place, where: urls, depth: depth + 1)
    }
    return files
  }

  /// Whether a URL is one of those that a pattern means: `*` stays within a part between slashes, `**` is any number of
  /// parts.
  private func matches(_ url: String, pattern: String) -> Bool {
    func parts(_ text: String) -> ArraySlice<Substring> {
      text.split(separator: "/", omittingEmptySubsequences: false)[...]
    }
    func matches(_ url: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
      guard let first = pattern.first else { return url.isEmpty }
      let rest = pattern.dropFirst()
      if first == "**" {
        if rest.isEmpty { return !url.isEmpty }
        return (0...url.count).contains { matches(url.dropFirst($0), rest) }
      }
      guard let part = url.first, unsafe fnmatch(String(first), String(part), 0) == 0 else { return false }
      return matches(url.dropFirst(), rest)
    }
    return matches(parts(url), parts(pattern))
  }
}
