// What lies in a folder of the disk. Its own code, because Foundation's looks up the owner and the group of every file.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The names in a folder, in no order, with whether each is a folder itself; none where it cannot be listed.
func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
  guard let listing = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(listing) }
  var entries: [(name: String, isFolder: Bool)] = []
  while let entry = unsafe readdir(listing) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      // The name ends in a zero within the entry, which stands until the next step.
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name == "." || name == ".." { continue }
    let isFolder =
      switch Int(unsafe entry.pointee.d_type) {
      case Int(DT_DIR): true
      case Int(DT_UNKNOWN): linkStatus(folder + "/" + name)?.isFolder == true
      default: false
      }
    entries.append((name, isFolder))
  }
  return entries
}

/// The paths of the files below a folder, from that folder, in no order. Hidden files and folders are left out, and
/// symbolic links to folders are taken for files.
public func filePaths(below folder: String) -> [String] {
  var paths: [String] = []
  var waiting = [""]
  while let prefix = waiting.popLast() {
    for entry in entries(of: folder + "/" + prefix) where !entry.name.hasPrefix(".") {
      if entry.isFolder {
        waiting.append(prefix + entry.name + "/")
      } else {
        paths.append(prefix + entry.name)
      }
    }
  }
  return paths
}
