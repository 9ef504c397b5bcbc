// What `persona-sync.yml` says, as values with every default filled in.

public import Attribution
public import EventStream
public import Persona
public import Profiles

/// The settings of a workspace.
public struct Settings: Sendable {
  /// The name of the settings file in the workspace's root.
  public static let fileName = "persona-sync.yml"

  /// IANA name; hours of the day, days and the ends of windows are its.
  public var timeZone = "UTC"
  public var windowDays = 90
  public var sources: [SourceMapping] = []
  public var identity = IdentityRules()
  public var measures = MeasureRules()
  public var attribution = AttributionRules()
  /// The share of a source's records that may be rejected before a sync stops, 0...1.
  public var rejectsLimit = 0.05
  /// Rules for personas whose front matter belongs to another tool, by persona id.
  public var personas: [String: WrittenRules] = [:]
  /// SHA-256 of what the settings mean for evidence, hexadecimal.
  public var digest = ""

  /// Match and claims of one persona as the settings give them; they take the place of the file's own.
  public struct WrittenRules: Sendable {
    public var match: Match?
    public var claims: [Claim]?
    /// SHA-256 of both as they are written, hexadecimal.
    public var digest: String
    public var location: SourceLocation
  }
}
