// Whether sources are what they were, without opening a file.

internal import Persona

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What the file system says of all files of these sources, as text: while it is the same, so are their bytes.
///
/// `nil` when that cannot be told: for commands and standard input, for files that cannot be looked at, and for those
/// that changed just before `now` (nanoseconds since 1970), because they may be changing still.
public func stamps(of sources: [SourceMapping], root: String, now: Int) -> String? {
  var text = ""
  for source in sources {
    guard source.command == nil, let paths = try? files(of: source, root: root) else { return nil }
    for file in paths {
      guard source.isFile(file), let stamp = FileStamp(ofFileAt: path(of: file, root: root)),
        stamp.isSettled(at: now)
      else { return nil }
      text += "\(source.name.utf8.count) \(source.name) \(file.utf8.count) \(file) \(stamp.words)\n"
    }
  }
  return text
}

/// The stamp of the running program, which is another one after each build.
public func programStamp() -> String {
  #if canImport(Glibc)
    return FileStamp(ofFileAt: "/proc/self/exe")?.words ?? ""
  #else
    return CommandLine.arguments.first.flatMap { FileStamp(ofFileAt: $0) }?.words ?? ""
  #endif
}

extension FileStamp {
  fileprivate var words: String { "\(device) \(inode) \(size) \(modified) \(changed)" }
}
