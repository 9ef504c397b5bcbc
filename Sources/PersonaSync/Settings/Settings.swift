// What `persona-sync.yml` says, as values with every default filled in.

internal import Attribution
internal import EventStream
internal import Persona
internal import Profiles

/// The settings of a workspace.
struct Settings: Sendable {
  /// The name of the settings file in the workspace's root.
  static let fileName = "persona-sync.yml"

  /// IANA name; hours of the day, days and the ends of windows are its.
  var timeZone = "UTC"
  var windowDays = 90
  var sources: [SourceMapping] = []
  /// Where the command of each source that has one stands.
  var commandLocations: [String: SourceLocation] = [:]
  var identity = IdentityRules()
  var measures = MeasureRules()
  /// The names of the metrics that people declared.
  var declaredMetrics: [String] { measures.metrics.map(\.name) }
  /// The events that purchases and funnels name, each list with its place.
  var eventNames: [EventFilter] = []
  /// Everything that names events, channels and screens.
  var namedEvents: [EventFilter] {
    eventNames
      + measures.metrics.map(\.filter).filter {
        !$0.events.isEmpty || !$0.channels.isEmpty || !$0.screens.isEmpty
      }
  }
  var attribution = AttributionRules()
  /// Whether nothing may be worked out without the list of forgotten people.
  var requiresForgotten = false
  var forgottenLocation: SourceLocation?
  /// Whether a sync itself promotes personas whose match and model agree.
  var promotes = false
  /// The share of a source's records that may be rejected before a sync stops, 0...1.
  var rejectsLimit = 0.05
  var engine = EngineSettings()
  /// Rules for personas whose front matter belongs to another tool, by persona id.
  var personas: [String: WrittenRules] = [:]
  /// SHA-256 of what the settings mean for evidence, hexadecimal.
  var digest = ""

  /// Match and claims of one persona as the settings give them; they take the place of the file's own.
  struct WrittenRules: Sendable {
    var match: Match?
    var claims: [Claim]?
    /// SHA-256 of both as they are written, hexadecimal.
    var digest: String
    var location: SourceLocation
  }
}
