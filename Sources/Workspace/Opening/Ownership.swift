// Whose repository it is. git refuses one of another user, because its settings could be made to harm
// whoever opens it. libgit2 1.5 makes the same check, but does not know `safe.directory = *` or
// GIT_CONFIG_GLOBAL, on which build servers rely; so ours is made instead, before libgit2 reads anything.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Refuses the repository around `workspace` when another user owns it and the settings do not trust it.
func requireTrusted(_ workspace: String, _ surroundings: Surroundings) throws(Failure) {
  guard let top = folderWithGit(from: workspace) else { return }
  var places = [top, top + "/.git"]
  if let folder = gitFolder(of: top) { places.append(folder) }
  var trusted: Set<uid_t?> = [geteuid()]
  if geteuid() == 0, let caller = surroundings.variable("SUDO_UID").flatMap(uid_t.init) {
    trusted.insert(caller)
  }
  if places.allSatisfy({ trusted.contains(linkStatus($0)?.st_uid) }) { return }
  let settings = try userSettings(surroundings)
  // An empty value takes back those before it.
  let safe =
    values(of: "safe.directory", in: settings).split(separator: "", omittingEmptySubsequences: false).last
    ?? []
  if safe.contains(where: { $0 == "*" || $0 == top || isAbove(top, $0) }) { return }
  throw Failure(
    "cannot open the repository of \(workspace)",
    causes: ["\(top) belongs to another user, and git trusts only your own repositories"],
    hint: "if you trust it, run: git config --global --add safe.directory \(shellArgument(top))")
}

/// Whether `pattern` is a folder above `folder` with `/*` at its end.
private func isAbove(_ folder: String, _ pattern: String) -> Bool {
  pattern.hasSuffix("/*") && folder.hasPrefix(pattern.dropLast())
}
