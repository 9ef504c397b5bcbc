// Where the real data lie that tests are checked against. They are not part of the repository: their licences
// differ from its own. Tests that need them are skipped, visibly, where they are absent.

import Foundation
public import Testing

public enum SharedData {
  /// `PERSONA_SYNC_DATA`, else the first `shared/data` beside a folder above this file.
  public static let folder: String? = {
    if let named = ProcessInfo.processInfo.environment["PERSONA_SYNC_DATA"] { return named }
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("shared/data").path
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  public static var isHere: Bool { folder != nil }
}

extension Trait where Self == ConditionTrait {
  /// Runs only where the shared data are.
  public static var needsSharedData: Self {
    .enabled(if: SharedData.isHere, "the shared data are absent; PERSONA_SYNC_DATA names their folder")
  }
}
