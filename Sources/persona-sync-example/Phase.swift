// What happened to the game in the five months, and when.

/// A stretch of the game's history. The raw value indexes the tables in `Habits`.
enum Phase: Int {
  /// The game as the interviews found it.
  case winter
  /// From 10 March: version 2.4 with the tablet edition and a new season.
  case release
  /// From 7 April: the redesigned interface.
  case redesign
  /// From 1 May: the shop after the redesign, still visited, seldom used.
  case may

  /// 10 March.
  static let releaseDay = 68
  /// 7 April.
  static let redesignDay = 96
  /// 1 May.
  static let mayDay = 120

  init(day: Int) {
    self =
      day < Self.releaseDay
      ? .winter : day < Self.redesignDay ? .release : day < Self.mayDay ? .redesign : .may
  }
}
