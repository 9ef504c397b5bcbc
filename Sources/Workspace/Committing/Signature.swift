// Who made a commit and when, taken from where git takes it: the environment first, then the settings.

public import Persona

/// A name, an e-mail address and a time, as they stand in a commit.
public struct Signature: Sendable, Hashable {
  public var name: String
  public var email: String
  /// Seconds since 1970 UTC.
  public var seconds: Int64
  /// Minutes east of UTC.
  public var offsetMinutes: Int

  public init(name: String, email: String, seconds: Int64, offsetMinutes: Int) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }
}

extension Repository {
  /// The author of a commit that is made now: `GIT_AUTHOR_NAME`, `_EMAIL` and `_DATE`, else `author.*` and
  /// `user.*` of git's settings and the clock.
  ///
  /// - Throws: when git knows no name or address, or the date is in an unknown form.
  public func defaultSignature() throws(Failure) -> Signature { try signature(of: "author") }

  /// The same for the committer, from `GIT_COMMITTER_*`, `committer.*` and `user.*`.
  func committerSignature() throws(Failure) -> Signature { try signature(of: "committer") }

  private func signature(of role: String) throws(Failure) -> Signature {
    let settings = try settings()
    let variable = "GIT_\(role.uppercased())"
    let name =
      surroundings.variable(variable + "_NAME") ?? setting("\(role).name", in: settings)
      ?? setting("user.name", in: settings)
    let email =
      surroundings.variable(variable + "_EMAIL") ?? setting("\(role).email", in: settings)
      ?? setting("user.email", in: settings) ?? surroundings.variable("EMAIL")
    guard let name = name.map(Self.storable), !name.isEmpty, let email = email.map(Self.storable),
      !email.isEmpty
    else {
      throw Failure(
        "cannot commit", causes: ["git does not know who you are"],
        hint: """
          tell it, once: git config --global user.name "Your Name"
          and: git config --global user.email you@example.com
          """)
    }
    let now = surroundings.now()
    guard let text = surroundings.variable(variable + "_DATE") else {
      return Signature(name: name, email: email, seconds: now.seconds, offsetMinutes: now.offsetMinutes)
    }
    guard let moment = commitMoment(text, localOffsetMinutes: now.offsetMinutes) else {
      throw Failure(
        "cannot commit", causes: ["\(variable)_DATE holds a date in an unknown form"],
        hint: "write it as 2026-11-20T09:30:00+01:00, or as seconds and zone: @1795163400 +0100")
    }
    return Signature(name: name, email: email, seconds: moment.seconds, offsetMinutes: moment.offsetMinutes)
  }

  /// Leaves out what would break the line of a commit that it stands in, as git does.
  private static func storable(_ text: String) -> String {
    let crud = Set(" .,:;<>\"\\'")
    var text = text.filter { $0 != "<" && $0 != ">" && !$0.unicodeScalars.contains { $0.value < 32 } }[...]
    while let first = text.first, crud.contains(first) { text.removeFirst() }
    while let last = text.last, crud.contains(last) { text.removeLast() }
    return String(text)
  }
}
