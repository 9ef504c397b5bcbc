// The kinds of player that the example is made of. The tool never sees them: it has to find the personas.

/// A kind of player. Four behave roughly as a persona was written; most people are nobody's persona.
enum Kind: Int, CaseIterable {
  case commuter, parent, nightOwl, collector, visitor

  var habits: Habits {
    switch self {
    case .commuter: .commuter
    case .parent: .parent
    case .nightOwl: .nightOwl
    case .collector: .collector
    case .visitor: .visitor
    }
  }
}

extension Habits {
  /// Jen: many short sessions around work, small purchases, and a message when something breaks.
  static let commuter = Habits(
    people: 255, ages: 24...41, plans: [("free", 4), ("plus", 6)],
    arrivals: [(nil, 65), (0...67, 15), (68...95, 15), (96...140, 5)],
    playing: [530, 540, 530, 520, 500, 330, 300], eagerness: [92, 122, 118, 108],
    rhythms: [
      (
        Rhythm(
          weekday: [0, 0, 0, 0, 0, 0, 2, 22, 24, 8, 1, 1, 5, 3, 1, 1, 4, 12, 10, 8, 11, 9, 4, 1],
          weekend: [1, 0, 0, 0, 0, 0, 0, 1, 3, 6, 8, 8, 6, 6, 7, 7, 6, 6, 6, 7, 9, 8, 4, 2],
          steps: 1...2, pauseSeconds: 50...260), 1
      )
    ],
    another: 250, shopVisits: 240, buying: [72, 76, 30, 3], errors: [14, 15, 128, 122], reporting: 52)

  /// Tomas: weekends, the mornings with the child and the evenings without, and nothing bought.
  static let parent = Habits(
    people: 250, ages: 32...53, plans: [("free", 9), ("plus", 1)],
    arrivals: [(nil, 60), (0...67, 15), (68...95, 15), (96...140, 10)],
    playing: [15, 15, 15, 20, 40, 470, 430], eagerness: [100, 108, 100, 95],
    rhythms: [
      (
        Rhythm(
          weekday: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 2, 3, 6, 6, 3, 0],
          weekend: [1, 0, 0, 0, 0, 0, 0, 3, 10, 12, 9, 5, 2, 2, 3, 3, 3, 2, 2, 6, 17, 18, 9, 2],
          steps: 1...2, pauseSeconds: 180...540), 1
      )
    ],
    another: 120, shopVisits: 30, buying: [3, 6, 4, 3], items: [(("Season Pass", 799), 1)],
    errors: [10, 12, 40, 40], reporting: 8, tablets: 60)

  /// Aiko: long nights on the tablet, and daily errands on the phone that no camera sees.
  static let nightOwl = Habits(
    people: 242, ages: 18...37, plans: [("free", 5), ("plus", 5)],
    arrivals: [(68...74, 45), (75...95, 35), (96...130, 20)],
    playing: [115, 115, 120, 130, 170, 180, 145], eagerness: [100, 110, 100, 96],
    rhythms: [
      (
        Rhythm(
          weekday: [17, 11, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 7, 24, 28],
          weekend: [20, 14, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 20, 25],
          steps: 4...6, pauseSeconds: 450...940, device: 0), 70
      ),
      (
        Rhythm(
          weekday: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 12, 9, 4, 3, 3, 3, 2, 1, 0, 0, 0, 0],
          weekend: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0],
          steps: 1...2, pauseSeconds: 40...120, device: 1), 30
      ),
    ],
    another: 60, shopVisits: 260, buying: [45, 45, 40, 30],
    items: [(("Costume", 999), 5), (("Costume Deluxe", 1499), 2), (("Booster S", 199), 1)],
    errors: [12, 14, 45, 45], reporting: 15, tablets: 100, secondDevices: 100)

  /// Ruth: a fortnight at the start of each season, until the album changed.
  static let collector = Habits(
    people: 220, ages: 42...69, plans: [("collector", 1)],
    arrivals: [(nil, 1)], leavingPerMille: 0, lastDay: 101,
    playing: [205, 200, 200, 200, 205, 235, 245], course: .seasons([7, 42, Phase.releaseDay]),
    rhythms: [
      (
        Rhythm(
          weekday: [0, 0, 0, 0, 0, 1, 6, 10, 10, 7, 5, 4, 3, 4, 4, 3, 3, 4, 5, 8, 9, 8, 3, 1],
          weekend: [0, 0, 0, 0, 0, 1, 3, 8, 12, 12, 8, 5, 3, 4, 5, 5, 4, 4, 4, 7, 8, 7, 3, 1],
          steps: 2...3, pauseSeconds: 60...300), 1
      )
    ],
    another: 80, album: 68, shopVisits: 40, buying: [40, 20, 0, 0],
    items: [(("Season Pass", 799), 3), (("Card Pack", 299), 2)],
    errors: [12, 20, 0, 0], reporting: 3, writing: 0, tablets: 35)

  /// Everybody else: they come, look around, and mostly go.
  static let visitor = Habits(
    people: 2010, ages: 14...66, plans: [("free", 19), ("plus", 1)],
    arrivals: [(nil, 20), (0...67, 35), (68...95, 28), (96...150, 25)],
    playing: [180, 170, 170, 180, 210, 240, 230], course: .fading,
    rhythms: [
      (
        Rhythm(
          weekday: [1, 0, 0, 0, 0, 1, 2, 4, 4, 3, 3, 4, 5, 5, 4, 5, 6, 7, 7, 8, 8, 7, 4, 2],
          weekend: [2, 1, 0, 0, 0, 0, 1, 2, 3, 5, 6, 6, 5, 6, 7, 7, 6, 6, 6, 7, 7, 6, 4, 3],
          steps: 1...2, pauseSeconds: 60...300), 1
      )
    ],
    another: 100, shopVisits: 60, buying: [14, 15, 10, 6], errors: [12, 14, 35, 35], reporting: 30,
    writing: 4, tablets: 12, secondDevices: 5)
}
