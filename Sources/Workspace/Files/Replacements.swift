// Replacing many files together: one step is made for all before the next begins, so that the disk is waited for
// together, and nothing takes its place before everything is on the disk.

internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The replacement, creation or removal of many files of a workspace.
struct Replacements {
  private let all: [(of: FileRevision, by: Replacement)]
  private let folders: [String]
  /// How many have taken place.
  private(set) var finished = 0

  /// - Parameter name: of the files that the new bytes stand in until they are complete; a number is added.
  init(
    _ revisions: [FileRevision], in files: FileStore, named name: String = Replacement.temporaryName
  ) throws(Failure) {
    var all: [(of: FileRevision, by: Replacement)] = []
    for revision in revisions {
      let place = try WorkspacePath(revision.path, in: files.root)
      let replacement = Replacement(
        of: place.absolute, from: revision.before, to: revision.after,
        mode: files.modes(of: place.relative).file,
        temporaryName: "\(name)-\(all.count)")
      all.append((revision, replacement))
    }
    self.all = all
    folders = Set(all.map(\.by.folder)).sorted()
  }

  /// Writes all new bytes beside the files; they are on the disk when it returns.
  func prepare() throws(Failure) {
    for folder in folders { Replacement.clear(folder) }
    // Before anything is written, because it is most often what is wrong.
    try each { replacement throws(FileFault) in try replacement.verify() }
    try each { replacement throws(FileFault) in try replacement.write() }
    try each { replacement throws(FileFault) in try replacement.synchronize() }
  }

  /// Puts all in their places. After a failure, the first `finished` have taken place.
  mutating func finish() throws(Failure) {
    for (revision, replacement) in all {
      do throws(FileFault) { try replacement.finish() } catch { throw revision.failure(error) }
      finished += 1
    }
    for folder in folders {
      do throws(SystemError) {
        try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize()
      } catch {
        throw FileFault.system(error).failure("cannot write into the folder \(folder)", at: folder)
      }
    }
  }

  /// Removes what stands beside the files.
  func giveUp() {
    for (_, replacement) in all { replacement.giveUp() }
  }

  private func each(_ step: (Replacement) throws(FileFault) -> Void) throws(Failure) {
    for (revision, replacement) in all {
      do throws(FileFault) { try step(replacement) } catch { throw revision.failure(error) }
    }
  }
}
