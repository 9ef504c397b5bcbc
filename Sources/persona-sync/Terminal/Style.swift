// What a piece of text means to a reader. Few meanings, each with a word or sign of its own beside the colour.

import Persona

/// A meaning with a look. Colours are the terminal's own sixteen, which people have chosen to be readable.
enum Style: Sendable, CaseIterable {
  /// A title, a table's head, the name of a thing.
  case heading
  /// Confirmed, done; what was added.
  case good
  /// Contradicted, refused, an error; what was removed.
  case bad
  /// Inconclusive, a warning, held back.
  case unsure
  /// A hint, a place in a difference.
  case hint
  /// What need not be read: no data, unchanged, an id.
  case faint

  /// The parameters of the escape sequence that begins it.
  var code: String {
    switch self {
    case .heading: "1"
    case .good: "32"
    case .bad: "31"
    case .unsure: "33"
    case .hint: "36"
    case .faint: "2"
    }
  }
}

extension Verdict {
  var style: Style {
    switch self {
    case .confirmed: .good
    case .contradicted: .bad
    case .inconclusive: .unsure
    case .noData, .stale: .faint
    }
  }
}

extension Stage {
  var style: Style {
    switch self {
    case .researchDriven: .faint
    case .dataAugmented: .hint
    case .dataFirst: .good
    }
  }
}
