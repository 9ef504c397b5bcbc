// What sets people apart in words without figures: a working name, and claims that the data can test again.

public import Persona

/// A working name for people who are set apart like this: the two strongest differences, what they do not do last. `Buys
/// often, short sessions`
public func workingName(_ distinctions: [Evidence.Distinction]) -> String {
  let (lacking, telling) = (distinctions.filter(\.isLack), distinctions.filter { !$0.isLack })
  let words = (telling.isEmpty ? lacking : telling).prefix(2).map { Contrast($0).name }
  guard let first = words.first else { return "People without a pattern" }
  return ([first.capitalizedFirst] + words.dropFirst()).joined(separator: ", ")
}

/// The strongest differences as claims: more, or fewer, than everyone else.
public func suggestedClaims(_ distinctions: [Evidence.Distinction]) -> [Claim] {
  distinctions.prefix(3).compactMap { distinction in
    let measure: Claim.Measure
    switch distinction.kind {
    case .metric where distinction.here == 0 || distinction.others == 0:
      // A mean of nothing but zeros has no interval; how many have any does.
      measure = .shareOfPeople(.condition(Condition(.metric(distinction.name), .moreThan(0))))
    case .metric: measure = .mean(distinction.name)
    case .event: measure = .people(EventFilter(events: [distinction.name]))
    case .channel: measure = .people(EventFilter(channels: [distinction.name]))
    case .screen: measure = .people(EventFilter(screens: [distinction.name]))
    case .trait:
      guard let equals = distinction.name.firstIndex(of: "=") else { return nil }
      let value = Value.text(String(distinction.name[distinction.name.index(after: equals)...]))
      measure = .shareOfPeople(
        .condition(Condition(.trait(String(distinction.name[..<equals])), .is(value))))
    }
    return Claim(
      id: "", says: Contrast(distinction).claim + " than others", measure: measure,
      expectation: distinction.isMore ? .moreThan(.everyone) : .lessThan(.everyone))
  }
}

extension Claim.Measure {
  fileprivate static func people(_ filter: EventFilter) -> Claim.Measure {
    .shareOfPeople(.condition(Condition(.event(filter), .atLeast(1))))
  }
}

extension Evidence.Distinction {
  fileprivate var isMore: Bool { here > others }
  /// Whether it is that fewer of them do something, come some way or are something.
  fileprivate var isLack: Bool { kind != .metric && !isMore }
}

/// A difference as a few words for a name, and as the beginning of a sentence that ends with "than others".
private struct Contrast {
  let name: String
  let claim: String

  init(_ distinction: Evidence.Distinction) {
    let isMore = distinction.isMore
    if distinction.kind == .metric, let words = Self.metrics[Self.builtIn(distinction.name)] {
      let metric = Self.builtIn(distinction.name)
      let nothing = distinction.here == 0 ? Self.nothing[metric] : nil
      let back = metric == "revenue" && distinction.here < 0 ? "gets money back" : nil
      name = nothing ?? back ?? (isMore ? words.more : words.less).name
      claim = (isMore ? words.more : words.less).claim
      return
    }
    let what = oneLine(Self.readable(distinction), limit: nameLimit)
    switch distinction.kind {
    case .metric:
      name = distinction.here == 0 ? "no \(what)" : isMore ? "high \(what)" : "low \(what)"
      claim = isMore ? "Has higher \(what)" : "Has lower \(what)"
    case .event:
      name = distinction.here == 0 ? "hardly ever \(what)" : isMore ? "does \(what)" : "seldom \(what)"
      claim = isMore ? "Does \(what) more often" : "Does \(what) less often"
    case .channel:
      name = isMore ? "by \(what)" : "seldom by \(what)"
      claim = isMore ? "Comes by \(what) more often" : "Comes by \(what) less often"
    case .screen:
      name = isMore ? "on \(what)" : "seldom on \(what)"
      claim = isMore ? "Sees \(what) more often" : "Sees \(what) less often"
    case .trait:
      name = isMore ? what : "not \(what)"
      claim = isMore ? "Has \(what) more often" : "Has \(what) less often"
    }
  }

  /// What settings and traits call it in words. Events, channels and screens have the names that the data have.
  private static func readable(_ distinction: Evidence.Distinction) -> String {
    switch distinction.kind {
    case .metric: distinction.name.replacing("_", with: " ")
    case .trait: distinction.name.replacing("=", with: " ").replacing("_", with: " ")
    case .event, .channel, .screen: distinction.name
    }
  }

  /// The metric without its currency.
  private static func builtIn(_ metric: String) -> String {
    ["revenue", "average_order"].first { metric.hasPrefix($0 + "_") } ?? metric
  }

  /// Names where the figure is 0.
  private static let nothing = [
    "purchases": "buys nothing", "purchases_per_month": "buys nothing", "revenue": "spends nothing",
  ]

  private typealias Words = (name: String, claim: String)

  private static let metrics: [String: (more: Words, less: Words)] = [
    "events": (("does much", "Does more"), ("does little", "Does less")),
    "active_days": (("comes often", "Comes on more days"), ("comes seldom", "Comes on fewer days")),
    "active_days_per_week": (("comes often", "Comes on more days"), ("comes seldom", "Comes on fewer days")),
    "sessions": (("many sessions", "Has more sessions"), ("few sessions", "Has fewer sessions")),
    "sessions_per_week": (("many sessions", "Has more sessions"), ("few sessions", "Has fewer sessions")),
    "events_per_session": (
      ("busy sessions", "Does more in a session"), ("short sessions", "Does less in a session")
    ),
    "session_minutes": (("long sessions", "Stays longer"), ("brief sessions", "Stays for less time")),
    "days_since_last": (
      ("long not seen", "Has stayed away for longer"), ("here lately", "Was here more recently")
    ),
    "days_known": (("known for long", "Has been known for longer"), ("new", "Is newer")),
    "purchases": (("buys often", "Buys more often"), ("buys little", "Buys less often")),
    "purchases_per_month": (("buys often", "Buys more often"), ("buys little", "Buys less often")),
    "revenue": (("spends much", "Spends more"), ("spends little", "Spends less")),
    "average_order": (("large orders", "Spends more an order"), ("small orders", "Spends less an order")),
  ]
}
