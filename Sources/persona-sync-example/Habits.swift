// What a kind of player is like, as a table: how often, when, on what, and what they do.

/// The habits of a kind of player. Tables with four values go by `Phase`.
struct Habits {
  var people: Int
  var ages: ClosedRange<Int>
  var plans: [(String, Int)]
  /// When those come who are new; `nil` came before 2026.
  var arrivals: [(ClosedRange<Int>?, Int)]
  /// How many of a thousand leave for good on a day.
  var leavingPerMille = 1
  /// The last day on which anybody of this kind is seen.
  var lastDay = LocalTime.days - 1
  /// The chance to play at all, Monday to Sunday, in a thousand.
  var playing: [Int]
  var course = Course.steady
  /// Percent of `playing`.
  var eagerness = [100, 100, 100, 100]
  var rhythms: [(Rhythm, Int)]
  /// The chance of another session on the same day, in a thousand.
  var another: Int
  /// Percent of the steps that go to the album rather than to a level.
  var album = 2
  /// Sessions of a thousand that visit the shop.
  var shopVisits: Int
  /// Percent of the items looked at that are bought.
  var buying: [Int]
  /// Item, price in cents, weight.
  var items: [((name: String, cents: Int), Int)] = [(("Booster S", 199), 6), (("Booster M", 499), 2)]
  /// Steps of a thousand that end in an error of the interface.
  var errors: [Int]
  /// Errors of a thousand that are reported to support.
  var reporting: Int
  /// Sessions of a thousand after which somebody writes about something else.
  var writing = 1
  /// Percent whose first device is a tablet.
  var tablets = 10
  /// Percent who use a second device.
  var secondDevices = 12

  /// How the chance to play changes over time.
  enum Course {
    case steady
    /// High for twelve days from each of these days, a tenth of that in between.
    case seasons([Int])
    /// A first day, a curious week, and for one in four a habit.
    case fading
  }

  /// A way to play: when and how long.
  struct Rhythm {
    /// Weights of the hours 0 to 23 at which a session begins.
    var weekday: [Int]
    var weekend: [Int]
    /// Levels or album pages in a session.
    var steps: ClosedRange<Int>
    var pauseSeconds: ClosedRange<Int>
    /// Which of the person's devices; `nil`: mostly the first.
    var device: Int?
  }
}
