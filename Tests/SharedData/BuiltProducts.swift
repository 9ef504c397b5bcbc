// Where the programs lie that were built beside the tests.

public import Foundation

public enum BuiltProducts {
  /// The folder of the built products; the test bundle lies in it.
  public static let folder: URL = {
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var candidate = bundle.deletingLastPathComponent()
    while candidate.path() != "/",
      !FileManager.default.isExecutableFile(atPath: candidate.appending(path: "persona-sync").path())
    {
      candidate = candidate.deletingLastPathComponent()
    }
    return candidate
  }()
  /// What a program that was built with a sanitizer needs of this process's environment (scripts/sanitize).
  public static let sanitizerEnvironment = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD", "SWIFT_BACKTRACE"].contains($0.key)
  }
}
