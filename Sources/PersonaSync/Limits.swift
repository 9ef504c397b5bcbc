// The limits of the use cases, in one place; Documentation/Limits.md lists them all.

enum Limits {
  /// A persona file or an evidence file larger than this is refused.
  static let personaFileBytes = 16 << 20
  /// Settings larger than this are refused.
  static let settingsBytes = 4 << 20
  /// A file that remembers a command; in JSON a character of the settings takes six bytes at most.
  static let trustBytes = 6 * settingsBytes + 64 << 10
  /// The list of forgotten people; an identifier takes 68 bytes.
  static let forgottenBytes = 16 << 20
  /// A larger assessment is made anew.
  static let assessmentBytes = 1 << 30
  /// The largest file of the example.
  static let exampleFileBytes = 16 << 20
  /// How often a run begins anew because somebody else wrote to the workspace meanwhile.
  static let overtakings = 2
  /// A window may end so many days behind the newest event, as after a weekend, before a sync asks.
  static let daysBehindData = 3
}
