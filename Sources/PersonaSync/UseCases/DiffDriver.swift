// How git is told to show evidence in words. Attributes, which travel with the repository, name a driver; what the driver
// runs is a setting of each copy, because git runs nothing that came with a clone.

internal import Foundation
internal import Persona
internal import Workspace

/// The driver that git runs to compare evidence.
enum DiffDriver {
  /// In `.gitattributes`: `diff=persona-sync`.
  static let attribute = "diff=persona-sync"

  private static let settings = [
    ("diff.persona-sync.textconv", "persona-sync textconv"),
    // A history of a hundred evolutions asks for two hundred texts.
    ("diff.persona-sync.cachetextconv", "true"),
  ]

  /// Registers the driver in this copy of the repository; what somebody has set is left as it is.
  ///
  /// Not where the program cannot be found: git would then stop at every difference of evidence.
  static func register(in repository: Repository, surroundings: Surroundings) throws(Failure) -> Bool {
    if try repository.value(ofSetting: settings[0].0) != nil { return true }
    let folders = (surroundings.environment["PATH"] ?? "").split(separator: ":")
    guard folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/persona-sync") })
    else {
      return false
    }
    for (name, value) in settings { try repository.set(name, to: value) }
    return true
  }
}
