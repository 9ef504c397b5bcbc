// The folder that a report is written to: known again by a list of what was put there, so that nothing of anybody
// else's is ever replaced or removed.

internal import Foundation
internal import Persona
internal import Report
internal import Workspace

/// A folder with a report of ours in it, or an empty one, or none yet.
struct ReportFolder {
  static let listName = ".persona-sync-report"
  private static let format = "persona-sync/report/1"
  /// The longest file that is expected there.
  private static let fileBytes = 64 << 20

  /// Absolute.
  let path: String
  /// What an earlier run put there.
  private let earlier: Set<String>?

  /// - Throws: when it is a file, holds what is not ours, or lies where personas and evidence are.
  init(_ path: String, in workspace: WorkspaceFolder) throws(Failure) {
    self.path = path
    func refusal(_ cause: String, hint: String) -> Failure {
      Failure("cannot write the report to \(path)", causes: [cause], hint: hint)
    }
    let elsewhere = "name another folder with `--output`"
    for name in ["personas", "evidence", "data", ".git", ".persona-sync"]
    where (path + "/").hasPrefix("\(workspace.root)/\(name)/") {
      throw refusal("\(name)/ is for something else", hint: elsewhere)
    }
    guard FileManager.default.fileExists(atPath: path) else {
      earlier = nil
      return
    }
    let values = try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey])
    guard values?.isDirectory == true else { throw refusal("it is a file", hint: elsewhere) }
    let list = try FileStore(root: path).read(Self.listName, limitBytes: Self.fileBytes)
    let lines = list.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
    if let lines, lines.first == Self.format {
      // The list is a file like any other: what no report has is not ours whatever it says.
      earlier = Set(lines.dropFirst().filter(SitePath.isOfReport))
    } else {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      guard names.isEmpty else {
        throw refusal("it holds files that are no report of persona-sync", hint: elsewhere)
      }
      earlier = nil
    }
  }

  /// Puts the pages there and takes away those that are no more: all of it, or nothing.
  func write(_ pages: [SiteFile]) throws(Failure) {
    var existing = path as NSString
    while !FileManager.default.fileExists(atPath: existing as String), existing.length > 1 {
      existing = existing.deletingLastPathComponent as NSString
    }
    let above = try FileStore(root: existing as String)
    let names = path.dropFirst(existing.length).split(separator: "/")
    let made = names.indices.map { names[...$0].joined(separator: "/") }
    do throws(Failure) {
      for folder in made { try above.createFolder(folder) }
      let files = try FileStore(root: path)
      try files.replace(revisions(to: pages, in: files))
    } catch {
      above.removeEmpty(made)
      throw error
    }
  }

  /// What becomes of each file.
  private func revisions(to pages: [SiteFile], in files: FileStore) throws(Failure) -> [FileRevision] {
    var wanted = pages
    if earlier == nil { wanted.append(SiteFile(path: SitePath.ignore, text: "*\n")) }
    let listed = Set(pages.map(\.path)).union(earlier?.intersection([SitePath.ignore]) ?? [SitePath.ignore])
    let list = ([Self.format] + listed.sorted()).map { $0 + "\n" }.joined()
    wanted.append(SiteFile(path: Self.listName, text: list))
    var revisions: [FileRevision] = []
    for file in wanted {
      let before = try files.read(file.path, limitBytes: Self.fileBytes)
      if before != nil, file.path != Self.listName, earlier?.contains(file.path) != true {
        throw Failure(
          "cannot write the report to \(path)", causes: ["\(file.path) is there already and is not ours"],
          hint: "move it, or name another folder with `--output`")
      }
      if before != file.bytes {
        revisions.append(FileRevision(path: file.path, before: before, after: file.bytes))
      }
    }
    for gone in (earlier ?? []).subtracting(listed).sorted() {
      if let before = try files.read(gone, limitBytes: Self.fileBytes) {
        revisions.append(FileRevision(path: gone, before: before, after: nil))
      }
    }
    return revisions
  }
}
