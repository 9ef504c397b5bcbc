// The repository that the environment names. git uses that one, from wherever it is called; here a workspace is the
// folder that it lies in, and there must be no doubt which is meant. In a hook git names the repository that it works
// in itself, which is the same.

internal import CLibgit2
internal import Persona

/// Refuses when GIT_DIR or GIT_WORK_TREE name another repository, or another work tree, than the one around `workspace`.
func requireNoOther(than workspace: String, _ surroundings: Surroundings) throws(Failure) {
  let top = folderWithGit(from: workspace)
  let places = top.map { [$0 + "/.git", gitFolder(of: $0)] } ?? []
  for (variable, found) in [
    ("GIT_DIR", places.compactMap(\.self)), ("GIT_WORK_TREE", top.map { [$0] } ?? []),
  ] {
    guard let named = surroundings.variable(variable) else { continue }
    let place = try? realPath(named)
    if let place, found.contains(where: { (try? realPath($0)) == place }) { continue }
    let hint =
      variable == "GIT_DIR"
      ? "; to keep the repository of this folder elsewhere, say so in its .git: echo \"gitdir: FOLDER\" > .git"
      : ""
    throw Failure(
      "cannot open the repository of \(workspace)",
      causes: ["\(variable) names \(named), which is not what this folder lies in"],
      hint: "unset \(variable)" + hint)
  }
}
