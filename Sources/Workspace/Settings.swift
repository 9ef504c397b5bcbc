// git's settings, found where the git program finds them. libgit2 alone looks only at the HOME of the
// process; git also heeds GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM and GIT_CONFIG_NOSYSTEM, which build servers
// set.

internal import CLibgit2
internal import Persona

/// The settings of the machine and of the user.
func userSettings(_ surroundings: Surroundings) throws(Failure) -> Handle {
  let settings = try Handle("cannot read the settings of git", freedBy: unsafe git_config_free) {
    unsafe git_config_new(&$0)
  }
  let isWithoutSystem = ["1", "true", "yes", "on"].contains(
    surroundings.variable("GIT_CONFIG_NOSYSTEM")?.lowercased())
  if !isWithoutSystem, let path = surroundings.variable("GIT_CONFIG_SYSTEM") ?? systemSettingsPath() {
    try add(path, GIT_CONFIG_LEVEL_SYSTEM, to: settings)
  }
  if let path = surroundings.environment["GIT_CONFIG_GLOBAL"] {
    if !path.isEmpty { try add(path, GIT_CONFIG_LEVEL_GLOBAL, to: settings) }
  } else if let home = surroundings.variable("HOME") {
    let folder = surroundings.variable("XDG_CONFIG_HOME") ?? home + "/.config"
    try add(folder + "/git/config", GIT_CONFIG_LEVEL_XDG, to: settings)
    try add(home + "/.gitconfig", GIT_CONFIG_LEVEL_GLOBAL, to: settings)
  }
  return settings
}

/// Makes the repository use the user's settings and its own.
func useSettings(_ surroundings: Surroundings, in repository: borrowing Handle) throws(Failure) {
  let settings = try userSettings(surroundings)
  let pointer = unsafe repository.pointer
  // The path belongs to the repository and is copied at once.
  if let folder = unsafe git_repository_commondir(pointer).map({ unsafe String(cString: $0) }) {
    try unsafe add(folder + "config", GIT_CONFIG_LEVEL_LOCAL, to: settings, repository: pointer)
  }
  try git("cannot use the settings of git") { unsafe git_repository_set_config(pointer, settings.pointer) }
}

/// One setting as text; nil when it is not set.
func setting(_ name: String, in settings: borrowing Handle) -> String? {
  let pointer = unsafe settings.pointer
  let bytes = try? ByteBuffer.bytes("read the setting \(name)") {
    unsafe git_config_get_string_buf($0, pointer, name)
  }
  return bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// A setting that is true or false, in any of git's words for it; nil when it is not set, or is neither.
func boolean(_ name: String, in settings: borrowing Handle) -> Bool? {
  var value: Int32 = 0
  let pointer = unsafe settings.pointer
  return unsafe git_config_get_bool(&value, pointer, name) == 0 ? value != 0 : nil
}

/// Whether any setting has a name that a regular expression matches.
func hasSetting(matching pattern: String, in settings: borrowing Handle) -> Bool {
  let pointer = unsafe settings.pointer
  guard
    let iterator = try? Handle(
      "look for settings", freedBy: unsafe git_config_iterator_free,
      make: { unsafe git_config_iterator_glob_new(&$0, pointer, pattern) })
  else { return false }
  var entry: UnsafeMutablePointer<git_config_entry>?
  return unsafe git_config_next(&entry, iterator.pointer) == 0
}

/// A path from a setting, with `~/` for the user's home.
func expanded(_ path: String, home: String?) -> String {
  path.hasPrefix("~/") ? (home ?? "") + path.dropFirst() : path
}

/// Every value of a setting that may stand many times, in the order of the files.
func values(of name: String, in settings: borrowing Handle) -> [String] {
  let pointer = unsafe settings.pointer
  guard
    let iterator = try? Handle(
      "read the setting \(name)", freedBy: unsafe git_config_iterator_free,
      make: { unsafe git_config_multivar_iterator_new(&$0, pointer, name, nil) })
  else { return [] }
  var values: [String] = []
  var entry: UnsafeMutablePointer<git_config_entry>?
  // The entry belongs to the iterator until its next step; the text is copied at once.
  while unsafe git_config_next(&entry, iterator.pointer) == 0, let value = unsafe entry?.pointee.value {
    values.append(unsafe String(cString: value))
  }
  return values
}

private func systemSettingsPath() -> String? {
  let bytes = try? ByteBuffer.bytes("find the settings of the machine") { unsafe git_config_find_system($0) }
  return bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// - Parameter repository: for the conditional includes of its settings.
private func add(
  _ path: String, _ level: git_config_level_t, to settings: borrowing Handle, repository: OpaquePointer? = nil
) throws(Failure) {
  guard linkStatus(path) != nil else { return }
  let pointer = unsafe settings.pointer
  try git(
    "cannot read the settings of git in \(path)", hint: "correct the file; git says where: git config --list"
  ) {
    unsafe git_config_add_file_ondisk(pointer, path, level, repository, 0)
  }
}
