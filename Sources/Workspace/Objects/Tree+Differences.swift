// What differs between two folders of the same place: both are sorted alike, so one walk over the two tells it.

internal import CLibgit2

extension Tree {
  /// An entry that two folders do not have in common.
  struct Difference {
    var name: String
    var now: TreeEntry?
    var before: TreeEntry?
  }

  /// What differs from an earlier folder, in git's order.
  func differences(from before: Tree) -> [Difference] {
    var found: [Difference] = []
    var (here, there) = (0, 0)
    while here < count || there < before.count {
      if here < count, there < before.count, hasSameEntry(here, as: there, of: before) {
        here += 1
        there += 1
        continue
      }
      let now = here < count ? namedEntry(here) : nil
      let old = there < before.count ? before.namedEntry(there) : nil
      switch Self.order(now, old) {
      case 0:
        found.append(Difference(name: now?.name ?? "", now: now?.entry, before: old?.entry))
        here += 1
        there += 1
      case ..<0:
        found.append(Difference(name: now?.name ?? "", now: now?.entry, before: nil))
        here += 1
      default:
        found.append(Difference(name: old?.name ?? "", now: nil, before: old?.entry))
        there += 1
      }
    }
    return found
  }

  private typealias Named = (name: String, entry: TreeEntry)

  /// Negative when the first comes before the second; nil, the end, comes last.
  private static func order(_ a: Named?, _ b: Named?) -> Int {
    guard let a else { return 1 }
    guard let b else { return -1 }
    return difference(
      Array(a.name.utf8), a.entry.mode.isFolder, Array(b.name.utf8)[...], b.entry.mode.isFolder)
  }
}
