// The files of a data set, as bytes.

import Foundation
import SharedData

/// The bytes of every file of a data set with one of these endings, by its path, sorted.
func files(of dataSet: String, endings: [String]) throws -> [(path: String, bytes: [UInt8])] {
  guard let folder = SharedData.folder.map({ URL(fileURLWithPath: $0).appendingPathComponent(dataSet) })
  else { return [] }
  let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
  return try paths.sorted().filter { path in endings.contains { path.hasSuffix($0) } }.map { path in
    (path, Array(try Data(contentsOf: folder.appendingPathComponent(path))))
  }
}
