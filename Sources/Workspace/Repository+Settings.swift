// Settings that belong to one copy of a repository: git does not hand them on with a clone.

internal import CLibgit2
public import Persona

extension Repository {
  /// What git's settings say; nil when none does.
  public func value(ofSetting name: String) throws(Failure) -> String? {
    setting(name, in: try settings())
  }

  /// Whether git found the file system to take names for one that differ in case (`core.ignorecase`).
  public func ignoresCase() throws(Failure) -> Bool {
    boolean("core.ignorecase", in: try settings()) ?? false
  }

  /// Writes a setting into the repository's own file (`.git/config`).
  public func set(_ name: String, to value: String) throws(Failure) {
    let attempt = "cannot write the setting \(name) of the repository"
    let hint = "set it yourself: git config \(name) \(shellArgument(value))"
    guard let path = unsafe ownSettingsPath(handle.pointer) else {
      throw Failure(attempt, causes: ["the repository does not say where its files are"], kind: .bug)
    }
    let own = try Handle(attempt, hint: hint, freedBy: unsafe git_config_free) {
      unsafe git_config_open_ondisk(&$0, path)
    }
    try git(attempt, hint: hint, mayWrite: true) { unsafe git_config_set_string(own.pointer, name, value) }
    try useSettings(surroundings, in: handle)
  }
}
