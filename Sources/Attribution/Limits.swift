// The limits of attribution, in one place; Documentation/Limits.md lists them all.

/// How much an evidence holds at most.
enum Limits {
  /// Memory of the counts of events that pass filters, for personas that are looked at together: 64 MiB.
  static let countedBytes = 64 << 20
  /// Categories of one distribution.
  static let categories = 100
  /// Things that set a persona apart.
  static let distinctions = 8
  /// Of them, those of what nobody in the population does.
  static let absences = 2
  /// Things of one kind that a persona leans to.
  static let affinities = 8
  /// Metrics that moved between two windows.
  static let changes = 8
}
