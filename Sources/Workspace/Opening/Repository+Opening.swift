// Opening and creating. Each way in which a folder is not a repository that this tool can write to has its
// own words.

internal import CLibgit2
public import Persona

extension Repository {
  /// Opens the repository that the folder `root` lies in; the folder becomes the workspace.
  ///
  /// - Throws: when there is none, or it is bare, broken, owned by somebody else, or of a form that libgit2
  ///   cannot read (SHA-256 objects, reftable).
  public static func open(
    workspace root: String, surroundings: Surroundings = .process
  ) throws(Failure) -> Repository {
    try startGit()
    let workspace = try FileStore(root: root).root
    try requireNoOther(than: workspace, surroundings)
    try requireTrusted(workspace, surroundings)
    let handle = try opened(workspace, ceilings: surroundings.variable("GIT_CEILING_DIRECTORIES"))
    try useSettings(surroundings, in: handle)
    guard unsafe git_repository_is_bare(handle.pointer) == 0,
      let workTree = unsafe git_repository_workdir(handle.pointer).map({ unsafe String(cString: $0) })
    else {
      throw Failure(
        "cannot use the repository at \(workspace)", causes: ["it is bare: it has no files to work on"],
        hint: "clone it, and run persona-sync in the clone")
    }
    let top = try FileStore(root: workTree).root
    let inside = top == "/" ? workspace : String(workspace.dropFirst(top.utf8.count))
    guard workspace == top || (workspace.hasPrefix(top) && inside.hasPrefix("/")) else {
      throw Failure(
        "cannot use the folder \(workspace)", causes: ["its repository keeps its files elsewhere, in \(top)"],
        hint: "run persona-sync there")
    }
    let prefix = inside.isEmpty ? "" : inside.dropFirst() + "/"
    guard !prefix.split(separator: "/").contains(".git") else {
      throw Failure(
        "cannot use the folder \(workspace)", causes: ["it lies inside git's own folder"],
        hint: "run persona-sync in the folder that holds .git")
    }
    return try Repository(
      handle: handle, workspace: workspace, workTree: top, prefix: prefix, surroundings: surroundings)
  }

  /// Makes a repository in the folder `root`, which exists and lies in none. The branch is called what
  /// `init.defaultBranch` says, else `main`.
  public static func create(
    at root: String, surroundings: Surroundings = .process
  ) throws(Failure) -> Repository {
    try startGit()
    let workspace = try FileStore(root: root).root
    try requireNoOther(than: workspace, surroundings)
    let attempt = "cannot create a repository in \(workspace)"
    var options = unsafe git_repository_init_options()
    try git(attempt) {
      unsafe git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
    }
    unsafe options.flags = GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    let settings = try userSettings(surroundings)
    let branch = setting("init.defaultbranch", in: settings) ?? "main"
    _ = try Handle(attempt, freedBy: unsafe git_repository_free) { made in
      unsafe branch.withCString { name in
        // The name outlives the call that reads it.
        unsafe options.initial_head = unsafe name
        return unsafe git_repository_init_ext(&made, workspace, &options)
      }
    }
    return try open(workspace: workspace, surroundings: surroundings)
  }

  private static func opened(_ workspace: String, ceilings: String?) throws(Failure) -> Handle {
    var found: OpaquePointer?
    git_error_clear()
    let code = unsafe git_repository_open_ext(&found, workspace, 0, ceilings)
    guard code == 0, let repository = unsafe found else { throw openingFailure(workspace, code: code) }
    return unsafe Handle(adopting: repository, freedBy: git_repository_free)
  }
}
