// From the paths and globs of a source to the files that are there now.

private import Foundation
public import Persona

/// The files that a mapping's paths and globs name now, relative to `root`, each once, sorted bytewise.
///
/// `*`, `?`, `[a-z]` and `[!a-z]` match within a name, `**` any number of folders. As in a shell, a name that
/// starts with a dot must be written with its dot; `**` does not go through symbolic links, so it always ends.
/// A path that exists as it is written is no glob. Absolute paths and `..` are allowed; a file in `root` is
/// given relative to it either way. `-`, standard input, is passed through. A command counts as one file with the
/// name under which its records are located.
///
/// Throws when there is no path, when one names nothing, and when one names a folder.
public func files(of mapping: SourceMapping, root: String) throws(Failure) -> [String] {
  if mapping.command != nil { return ["command of \(mapping.name)"] }
  guard !mapping.files.isEmpty else {
    throw Failure("the source \(mapping.name) names no files", hint: "write its path after `files:`")
  }
  var found: Set<String> = []
  for path in mapping.files {
    found.formUnion(path == "-" ? ["-"] : try files(named: path, root: root))
  }
  return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

private func files(named path: String, root: String) throws(Failure) -> [String] {
  let written = SourcePath(path, root: root)
  switch FileKind(of: written.absolute) {
  case .file: return [written.shown]
  case .folder:
    throw Failure("\(path) is a folder", hint: "name the files in it, for example `\(written.shown)/*.csv`")
  case nil: break
  }
  guard path.contains(where: { "*?[".contains($0) }) else {
    throw Failure("there is no file \(path)", hint: try hint(for: written, root: root))
  }

  let matches = try written.matches()
  guard !matches.isEmpty else {
    throw Failure("no file matches \(path)", hint: try hint(for: written, root: root))
  }
  return matches.map { SourcePath($0, root: root).shown }
}

/// What stands in the folder instead: the nearest name, else the first few.
private func hint(for path: SourcePath, root: String) throws(Failure) -> String {
  let (folder, rest) = path.fixedFolder
  let shown = SourcePath(folder, root: root).shown
  guard FileKind(of: folder) == .folder else { return "there is no folder \(shown)" }
  let names = try names(in: folder).filter { !$0.hasPrefix(".") }
  guard !names.isEmpty else { return "the folder \(shown.isEmpty ? root : shown) is empty" }
  if let wanted = rest.first, let name = suggestion(for: wanted, among: names) {
    return "did you mean \(shown.isEmpty ? "" : shown + "/")\(name)?"
  }
  let listed = names.prefix(3).joined(separator: ", ")
  let more = names.count > 3 ? " and \(names.count - 3) more" : ""
  return "\(shown.isEmpty ? "the workspace" : shown) holds \(listed)\(more)"
}

/// A path of the settings, resolved against the workspace without looking at the disk.
private struct SourcePath {
  /// Names from the root of the file system, `.` and empty ones left out.
  var names: [Substring]
  /// As results and messages show it: relative to the workspace where it lies in it.
  var shown: String

  init(_ path: String, root: String) {
    func names(_ text: String) -> [Substring] { text.split(separator: "/").filter { $0 != "." } }
    let base = names(root)
    let own = names(path)
    self.names = path.hasPrefix("/") ? own : base + own
    shown =
      self.names.starts(with: base)
      ? self.names.dropFirst(base.count).joined(separator: "/") : "/" + self.names.joined(separator: "/")
  }

  var absolute: String { "/" + names.joined(separator: "/") }

  /// The deepest folder that is there, of those named without wildcards, and the names below it.
  var fixedFolder: (folder: String, rest: [String]) {
    var folder = ""
    for (index, name) in names.enumerated() {
      let next = folder + "/" + name
      guard FileKind(of: next) == .folder else { return (folder, names[index...].map(String.init)) }
      folder = next
    }
    return (folder, [])
  }

  /// The files that match, as absolute paths in no particular order.
  func matches() throws(Failure) -> [String] {
    var folders = [""]
    for (index, name) in names.enumerated() {
      let isLast = index == names.count - 1
      var next: [String] = []
      for folder in folders {
        if name == "**" {
          next += try foldersBelow(folder)
        } else {
          next += try children(of: folder, matching: NamePattern(name), kind: isLast ? .file : .folder)
        }
      }
      folders = next
    }
    if names.last == "**" {
      var files: [String] = []
      for folder in folders { files += try children(of: folder, matching: NamePattern("*"), kind: .file) }
      return files
    }
    return folders
  }
}

private func children(
  of folder: String, matching pattern: NamePattern, kind: FileKind
) throws(Failure) -> [String] {
  let candidates = if let name = pattern.literal { [name] } else { try names(in: folder) }
  return candidates.filter(pattern.matches).map { folder + "/" + $0 }.filter { FileKind(of: $0) == kind }
}

/// The folder and all folders below it that are neither hidden nor symbolic links.
private func foldersBelow(_ folder: String) throws(Failure) -> [String] {
  var found = [folder]
  var next = 0
  while next < found.count {
    for name in try names(in: found[next]) where !name.hasPrefix(".") {
      let path = found[next] + "/" + name
      let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
      if !isLink, FileKind(of: path) == .folder { found.append(path) }
    }
    next += 1
  }
  return found
}

private func names(in folder: String) throws(Failure) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder).sorted()
  } catch {
    throw Failure("cannot list the folder \(folder)", causes: ["\(error.localizedDescription)"])
  }
}

/// What stands at a path, behind symbolic links.
private enum FileKind {
  case file, folder

  init?(of path: String) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path.isEmpty ? "/" : path, isDirectory: &isFolder) else {
      return nil
    }
    self = isFolder ? .folder : .file
  }
}
