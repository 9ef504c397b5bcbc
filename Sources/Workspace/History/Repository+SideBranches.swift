// The branches beside the one in use: what they hold can be read by whoever has the repository, merged or not.

internal import CLibgit2
public import Persona

/// A branch, of this repository or of another that was fetched, with commits that HEAD does not lead to.
public struct SideBranch: Sendable {
  /// Its newest commit.
  public var tip: CommitID
  /// Where it left HEAD's history; nil where it has none in common with it.
  public var base: CommitID?
}

extension Repository {
  /// The branches that are not merged into HEAD, each commit once, by the name of their newest commits.
  public func sideBranches() throws(Failure) -> [SideBranch] {
    var branches: [SideBranch] = []
    for tip in Set(try branchTips()).sorted(by: { $0.hexadecimal < $1.hexadecimal }) where tip != self.tip {
      let base = try self.tip.map { head throws(Failure) in try mergeBase(of: head, tip) } ?? nil
      if base != tip { branches.append(SideBranch(tip: tip, base: base)) }
    }
    return branches
  }

  private func mergeBase(of a: CommitID, _ b: CommitID) throws(Failure) -> CommitID? {
    var (base, first, second) = (git_oid(), a.raw, b.raw)
    let code = try git("cannot tell where two branches part", expecting: GIT_ENOTFOUND) {
      unsafe git_merge_base(&base, handle.pointer, &first, &second)
    }
    return code == 0 ? CommitID(base) : nil
  }

  /// The newest commits of all branches. Names that stand for another branch are passed over.
  private func branchTips() throws(Failure) -> [CommitID] {
    let attempt = "cannot list the branches"
    let iterator = try Handle(attempt, freedBy: unsafe git_branch_iterator_free) {
      unsafe git_branch_iterator_new(&$0, handle.pointer, GIT_BRANCH_ALL)
    }
    var tips: [CommitID] = []
    while true {
      var next: OpaquePointer?
      var kind = GIT_BRANCH_ALL
      let code = try git(attempt, expecting: GIT_ITEROVER) {
        unsafe git_branch_next(&next, &kind, iterator.pointer)
      }
      guard code == 0, let reference = unsafe next else { return tips }
      defer { unsafe git_reference_free(reference) }
      // The name belongs to the reference and is copied before that is freed.
      if let tip = unsafe ObjectID(copying: git_reference_target(reference)), exists(tip) { tips.append(tip) }
    }
  }
}
