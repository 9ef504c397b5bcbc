// The limits of the use cases, in one place; Documentation/Limits.md lists them all.

enum Limits {
  /// A persona file or an evidence file larger than this is refused.
  static let personaFileBytes = 16 << 20
  /// Settings larger than this are refused.
  static let settingsBytes = 4 << 20
  /// The largest file of the example.
  static let exampleFileBytes = 16 << 20
}
