// Why a folder could not be opened as a repository, found by looking at the folder and not at libgit2's
// words.

internal import CLibgit2
internal import Persona

/// The failure for an error code of opening the repository of `workspace`.
func openingFailure(_ workspace: String, code: Int32) -> Failure {
  let attempt = "cannot open the repository of \(workspace)"
  let failure = gitFailure(attempt, code: code)
  guard let top = folderWithGit(from: workspace) else {
    return Failure(
      attempt, causes: ["neither this folder nor one above it is a git repository"],
      hint: "to make a workspace here, run: persona-sync init")
  }
  if let form = unsupportedForm(of: top) {
    return Failure(attempt, causes: [form.cause], hint: form.hint)
  }
  return Failure(
    attempt, causes: ["\(top)/.git is there, but it is not a whole repository"] + failure.causes,
    hint: "see what git says: git -C \(shellArgument(top)) fsck")
}

/// The nearest folder, from this one upwards, that holds `.git`.
func folderWithGit(from folder: String) -> String? {
  var folder = folder[...]
  while true {
    if linkStatus(folder + "/.git") != nil { return folder.isEmpty ? "/" : String(folder) }
    guard let slash = folder.lastIndex(of: "/") else { return nil }
    folder = folder[..<slash]
  }
}

/// Where the repository of a folder with `.git` keeps its parts, with a slash at the end; nil when it is
/// not a repository.
func gitFolder(of top: String) -> String? {
  let found = try? ByteBuffer.bytes("find the repository") { unsafe git_repository_discover($0, top, 0, nil) }
  return found.map { String(decoding: $0, as: UTF8.self) }
}

/// What a repository's own settings ask for that libgit2 cannot do; nil when there is nothing of that sort.
private func unsupportedForm(of top: String) -> (cause: String, hint: String)? {
  guard var folder = gitFolder(of: top) else { return nil }
  if let common = try? FileStore.bytes(atAbsolutePath: folder + "commondir", limitBytes: 65_536) {
    let path = String(decoding: common.prefix { $0 != 10 }, as: UTF8.self)
    folder = path.hasPrefix("/") ? path + "/" : folder + path + "/"
  }
  guard
    let settings = try? Handle(
      "read the settings", freedBy: unsafe git_config_free,
      make: { unsafe git_config_open_ondisk(&$0, folder + "config") })
  else { return nil }
  if let format = setting("extensions.objectformat", in: settings), format.lowercased() != "sha1" {
    return (
      "it names its objects by \(format.uppercased()), which persona-sync cannot read",
      "use a repository with SHA-1 names (git init --object-format=sha1)"
    )
  }
  if let storage = setting("extensions.refstorage", in: settings), storage.lowercased() != "files" {
    return (
      "it keeps its references as \(storage), which persona-sync cannot read",
      "convert them: git refs migrate --ref-format=files"
    )
  }
  // What stands here and is no trouble makes none when another does; git's own names are in lower case.
  let known = ["objectformat", "refstorage", "noop", "worktreeconfig", "partialclone", "preciousobjects"]
    .map { "extensions." + $0 }
  let extensions = entries(matching: #"^extensions\."#, in: settings).map(\.name)
  if let unknown = extensions.first(where: { !known.contains($0) }) {
    return (
      "it has git's extension \(unknown), which persona-sync does not know",
      "use a clone of it: extensions stay behind"
    )
  }
  return nil
}
