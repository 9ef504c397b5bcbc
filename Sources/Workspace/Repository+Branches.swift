// Takes over a branch that was made in another repository on this machine.

internal import CLibgit2
public import Persona

extension Repository {
  /// Refuses the name of a branch that exists, or that no branch may have.
  public func requireNoBranch(_ name: String) throws(Failure) {
    var isValid: Int32 = 0
    try git("cannot read the branches") { unsafe git_branch_name_is_valid(&isValid, name) }
    guard isValid == 1 else {
      throw Failure("\(name) is no name for a branch", hint: "take letters, digits, `-` and `/`")
    }
    // git keeps branches as files: one cannot have another's name as a folder.
    for other in try branches() where other.hasPrefix(name + "/") || name.hasPrefix(other + "/") {
      throw Failure(
        "there cannot be a branch \(name) beside the branch \(other)",
        hint: "choose another name with --branch")
    }
    var reference: OpaquePointer?
    let code = try git("cannot read the branch \(name)", expecting: GIT_ENOTFOUND) {
      unsafe git_reference_lookup(&reference, handle.pointer, "refs/heads/" + name)
    }
    unsafe git_reference_free(reference)
    guard code == GIT_ENOTFOUND.rawValue else {
      throw Failure(
        "there is a branch \(name) already",
        hint: "choose another name with --branch, or remove it: git branch -D \(shellArgument(name))")
    }
  }

  /// The names of all branches, sorted.
  private func branches() throws(Failure) -> [String] {
    let attempt = "cannot read the branches"
    let iterator = try Handle(attempt, freedBy: unsafe git_branch_iterator_free) { made in
      unsafe git_branch_iterator_new(&made, handle.pointer, GIT_BRANCH_LOCAL)
    }
    var names: [String] = []
    while true {
      var reference: OpaquePointer?
      var kind = GIT_BRANCH_LOCAL
      let code = try git(attempt, expecting: GIT_ITEROVER) {
        unsafe git_branch_next(&reference, &kind, iterator.pointer)
      }
      guard code == 0, let found = unsafe reference else { return names.sorted() }
      let branch = unsafe Handle(adopting: found, freedBy: git_reference_free)
      // The name belongs to the reference and is copied at once.
      var name: UnsafePointer<CChar>?
      try git(attempt) { unsafe git_branch_name(&name, branch.pointer) }
      if let name = unsafe name { names.append(unsafe String(cString: name)) }
    }
  }

  /// Makes a branch of this name from the one that HEAD names in the repository at `folder`, with all of its commits.
  public func takeBranch(of folder: String, as name: String) throws(Failure) {
    let attempt = "cannot take over the branch \(name)"
    let other = try Repository.open(workspace: folder, surroundings: surroundings)
    guard let branch = other.branch else { throw Failure(attempt, causes: ["it is not there"], kind: .bug) }
    let remote = try Handle(attempt, freedBy: unsafe git_remote_free) { made in
      unsafe git_remote_create_anonymous(&made, handle.pointer, folder)
    }
    var options = unsafe git_fetch_options()
    try git(attempt) { unsafe git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION)) }
    unsafe options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
    unsafe options.update_fetchhead = 0
    try git(attempt, mayWrite: true) {
      // The list and its one text live until the call returns.
      unsafe "\(branch):refs/heads/\(name)".withCString { text in
        var text: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(mutating: text)
        return unsafe withUnsafeMutablePointer(to: &text) { list in
          var specifications = unsafe git_strarray(strings: list, count: 1)
          return unsafe git_remote_fetch(remote.pointer, &specifications, &options, "replay")
        }
      }
    }
  }
}
