// What a sync did, or would do, as a value: the terminal makes words of it, `--json` makes JSON.

internal import Foundation

/// The outcome of a sync.
public struct SyncOutcome: Sendable, Encodable {
  public var isDryRun: Bool
  /// `2026-03-31T21:59:59Z`
  public var asOf: String
  public var windowFrom: String
  public var windowTo: String
  /// Everyone in the window, rounded.
  public var everyone: Int
  public var personas: [PersonaOutcome]
  public var sources: [SourceOutcome]
  /// Values that stopped being links because they would have joined different people.
  public var stoppedLinks: Int
  /// Subjects of the commits before the evolutions: hand edits, and evidence that went with its persona.
  public var edits: [String]
  /// Unified diffs of a dry run, in the order of the commits.
  public var diffs: [String]
  /// Things a person should know that are no errors.
  public var notes: [String]
  /// What became of an earlier run that was interrupted, in words.
  public var recovery: String?

  /// Whether a persona was left as it was for a reason that a person must mend.
  public var hasConflicts: Bool { personas.contains { $0.result == .conflict || $0.result == .refused } }

  /// Pretty-printed JSON with sorted keys; Documentation/Output.md describes them.
  public func jsonText() throws -> String { try prettyJSON(self) }
}

/// An outcome as a script reads it: `snake_case` keys, sorted.
func prettyJSON(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  // The encoder spreads empty lists over three lines. No text holds a line break, so only lists are met.
  return text.replacing(/\[\n\n *\]/, with: "[]").replacing(/\{\n\n *\}/, with: "{}")
}

/// What became of one persona.
public struct PersonaOutcome: Sendable, Encodable {
  public enum Result: String, Sendable, Encodable {
    case evolved, unchanged
    /// Too few of its people did something new since the last evolution.
    case heldBack = "held_back"
    /// A hand edit inside the block does not merge with what the tool would write.
    case conflict
    /// The file cannot hold a block: something in it would swallow what comes at its end.
    case refused
    /// Neither a match nor earlier evidence: left alone.
    case untouched
    /// Fewer people match than may be shown.
    case tooFew = "too_few"
    /// It had evidence, and no match says any more who belongs to it.
    case withdrawn
  }

  public var id: String
  public var result: Result
  public var stageBefore: String?
  public var stage: String
  /// Rounded.
  public var people: Int?
  public var verdicts: [String: Int]
  /// The subject of the commit.
  public var subject: String?
  /// What changed, or why nothing did, in words.
  public var details: [String]
  /// What its evidence leaves out for privacy: how many of which reason.
  public var suppressed: [String: Int] = [:]
}

/// What one source gave.
public struct SourceOutcome: Sendable, Codable {
  public var name: String
  public var files: Int
  public var records: Int
  public var events: Int
  public var duplicates: Int
  /// Events without a usable identifier.
  public var unidentified: Int
  /// Records later than the end of the window.
  public var later: Int
  public var rejects: [Reject]
  /// Local dates of the first and the last event.
  public var from: String?
  public var to: String?

  public struct Reject: Sendable, Codable {
    public var reason: String
    public var count: Int
    /// `data/app.ndjson:1041`
    public var first: [String]
  }
}
