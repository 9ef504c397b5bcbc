// What stays the same about a user or a device: worked out from the seed and its number whenever it is asked for, so
// that millions of users need no memory.

/// The users of a made-up shop and their devices.
struct Crowd {
  let seed: UInt64
  let userCount: Int

  init(seed: UInt64, expectedEvents: Int) {
    self.seed = seed
    userCount = max(100, expectedEvents / 11)
  }

  /// What kind of a user this is, as far as it shows in what they do.
  enum Archetype: Int {
    case buyer, abandoner, player, reader

    /// Events of a session, beyond the first.
    var meanSessionLength: Double { [9, 7, 8, 4][rawValue] }

    /// How likely the next step of the funnel is.
    var resolve: Double { [0.8, 0.65, 0.35, 0.3][rawValue] }
  }

  /// A user has up to three devices; on one that is not theirs, they are strangers.
  struct Device {
    var owner: Int
    var number: Int
  }

  func archetype(of user: Int) -> Archetype { Archetype(rawValue: Int(fact(user, 1) % 4)) ?? .reader }
  func deviceCount(of user: Int) -> Int { 1 + Int(fact(user, 2) % 3) }
  func daysSinceSigningUp(of user: Int) -> UInt64 { fact(user, 3) % 900 }
  func isRegistered(_ user: Int) -> Bool { fact(user, 4) % 100 < 93 }
  /// An index into the locales and their time zones.
  func locale(of user: Int) -> Int { Int(fact(user, 9) % 8) }

  func model(of device: Device) -> Int { Int(fact(device.owner, 20 + device.number) % 8) }
  func browser(of device: Device) -> Int { Int(fact(device.owner, 40 + device.number) % 4) }
  func isMobile(_ device: Device) -> Bool { fact(device.owner, 60 + device.number) % 100 < 48 }
  func isLoggedInFromTheStart(_ device: Device) -> Bool { fact(device.owner, 70 + device.number) % 100 < 62 }
  func anonymousID(of device: Device) -> (UInt64, UInt64) {
    (fact(device.owner, 100 + device.number), fact(device.owner, 200 + device.number))
  }
  func hardwareID(of device: Device) -> (UInt64, UInt64) {
    (fact(device.owner, 300 + device.number), fact(device.owner, 301))
  }

  /// A number that never changes for one user and one question.
  private func fact(_ user: Int, _ question: Int) -> UInt64 {
    Chance.mixed(Chance.mixed(seed ^ UInt64(user)) &+ UInt64(question) &* Chance.step)
  }
}
