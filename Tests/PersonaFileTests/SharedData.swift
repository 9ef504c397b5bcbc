// Real files that are not part of the repository, found beside it.

import Foundation

/// The folder of shared data: `PERSONA_SYNC_DATA`, else `shared/data` beside the package or above it.
let sharedData: URL? = {
  if let path = ProcessInfo.processInfo.environment["PERSONA_SYNC_DATA"] { return URL(filePath: path) }
  var folder = URL(filePath: #filePath)
  while folder.pathComponents.count > 1 {
    folder.deleteLastPathComponent()
    let candidate = folder.appending(path: "shared/data")
    if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
  }
  return nil
}()

/// The bytes of every file of a data set that could be a persona, by its path, sorted.
func personaFiles(in dataSet: String, endings: [String]) throws -> [(path: String, bytes: [UInt8])] {
  guard let folder = sharedData?.appending(path: dataSet) else { return [] }
  let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
  return try paths.sorted().filter { path in endings.contains { path.hasSuffix($0) } }.map { path in
    (path, Array(try Data(contentsOf: folder.appending(path: path))))
  }
}
