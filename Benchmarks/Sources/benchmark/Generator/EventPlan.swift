// What happens in the sessions, and in which order it is delivered: not in that of its times.

/// All events of the crowd, in the order in which they are received.
func plannedEvents(of crowd: Crowd, events: Int) -> [GeneratedEvent] {
  // A few are added by messages that are sent twice.
  let sessions = plannedSessions(of: crowd, events: Int(Double(events) * 0.9945))
  var plan = EventPlan(crowd: crowd, capacity: events + events / 32)
  for session in sessions { plan.play(session) }
  return plan.inOrderOfDelivery()
}

private struct EventPlan {
  let crowd: Crowd
  private var events: [GeneratedEvent] = []
  /// For each user's three devices: whether the user identified on it.
  private var isKnown: [Bool]

  init(crowd: Crowd, capacity: Int) {
    self.crowd = crowd
    isKnown = Array(repeating: false, count: crowd.userCount * 3)
    events.reserveCapacity(capacity)
  }

  mutating func play(_ session: PlannedSession) {
    var chance = Chance(session.draw)
    let device = session.device
    let isOwnDevice = device.owner == session.user
    let isMobile = crowd.isMobile(device)
    let isRegistered = crowd.isRegistered(session.user)
    let place = device.owner * 3 + device.number
    var isLoggedIn =
      isOwnDevice && (isKnown[place] || (isRegistered && crowd.isLoggedInFromTheStart(device)))
    let logsIn = isRegistered && !isLoggedIn && chance.happens(0.8)
    let loginStep = logsIn ? chance.number(below: session.length) : -1

    var behaviour = SessionBehaviour(archetype: crowd.archetype(of: session.user))
    var time = session.start
    for step in 0..<session.length {
      let draw = chance.next()
      var kind = GeneratedEvent.Kind.identify
      if step == loginStep {
        isLoggedIn = true
        if isOwnDevice { isKnown[place] = true }
      } else {
        kind = behaviour.next(&chance)
      }
      if kind == .group && !isLoggedIn { kind = .page(behaviour.page) }
      var facts: GeneratedEvent.Facts = isMobile ? .isFromMobile : []
      if isLoggedIn { facts.insert(.isLoggedIn) }
      if isLoggedIn, [.orderCompleted, .paymentEntered, .trialStarted].contains(kind), chance.happens(0.6) {
        facts.remove(.isFromMobile)
        facts.insert(.isFromServer)
      }
      let event = GeneratedEvent(
        time: time, received: time + Self.delay(isMobile: isMobile, &chance), draw: draw,
        user: UInt32(session.user), deviceOwner: UInt32(device.owner), deviceNumber: UInt8(device.number),
        kind: kind, page: UInt8(behaviour.page), facts: facts)
      deliver(event, &chance)
      let pause = chance.happens(0.03) ? 1_500_000.0 : 28_000
      time += 500 + UInt64(chance.exponential(mean: pause))
    }
  }

  /// A phone that was offline delivers hours later.
  private static func delay(isMobile: Bool, _ chance: inout Chance) -> UInt64 {
    var delay = 300 + UInt64(chance.exponential(mean: isMobile ? 20_000 : 900))
    if isMobile && chance.happens(0.01) { delay += UInt64(chance.exponential(mean: 6 * 3_600_000)) }
    return delay
  }

  /// One message in two hundred arrives twice.
  private mutating func deliver(_ event: GeneratedEvent, _ chance: inout Chance) {
    events.append(event)
    guard chance.happens(0.005) else { return }
    var copy = event
    copy.received += 1000 + UInt64(chance.exponential(mean: 60_000))
    copy.facts.insert(.isRepeated)
    events.append(copy)
  }

  consuming func inOrderOfDelivery() -> [GeneratedEvent] {
    events.sort {
      ($0.received, $0.draw, $0.facts.rawValue) < ($1.received, $1.draw, $1.facts.rawValue)
    }
    return events
  }
}

/// What a user does next: browse, go on in the funnel, or what their kind of user does.
private struct SessionBehaviour {
  let archetype: Crowd.Archetype
  private(set) var page = 0
  private var funnelStep = 0

  init(archetype: Crowd.Archetype) { self.archetype = archetype }

  mutating func next(_ chance: inout Chance) -> GeneratedEvent.Kind {
    switch chance.fraction() {
    case ..<0.38:
      page = chance.number(below: 8)
      return .page(page)
    case ..<0.385:
      return .group
    case ..<0.62:
      return nextInFunnel(&chance)
    default:
      if archetype == .player { return .tracked(18 + chance.number(below: 3)) }
      if archetype == .reader && chance.happens(0.5) { return .tracked(14 + chance.number(below: 3)) }
      return .tracked(5 + chance.number(below: 23))
    }
  }

  private mutating func nextInFunnel(_ chance: inout Chance) -> GeneratedEvent.Kind {
    guard chance.happens(archetype.resolve) else { return .tracked(0) }
    if archetype == .abandoner && funnelStep == 4 {
      page = 5
      return .productRemoved
    }
    let kind = GeneratedEvent.Kind.tracked(funnelStep)
    funnelStep += 1
    page = min(7, funnelStep + 1)
    if funnelStep == 5 { funnelStep = 0 }
    return kind
  }
}
