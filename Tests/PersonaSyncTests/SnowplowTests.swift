// Snowplow's web events against what the vendor's own package, dbt-snowplow-web 0.15, makes of them. Where the two
// differ, a rule of the package says why; the list of differences is complete in both directions.
//
// The package's rules: https://docs.snowplow.io/docs/modeling-your-data/modeling-your-data-with-dbt/, variables of
// the legacy web package (`snowplow__max_session_days`, `snowplow__days_late_allowed`, `snowplow__min_visit_length`).

import Foundation
import PersonaSync
import SharedData
import Testing

@Suite("Snowplow web events", .needsSharedData)
struct SnowplowTests {
  /// Why the vendor's tables say something else than a plain count of de-duplicated events.
  enum Rule: String {
    /// `max_session_days` (3): a session's later events are cut off and the session is quarantined.
    case longSession = "events later than three days after the session's start are quarantined"
    /// Page views are counted by `page_view_id`; of several events with one id the first stays.
    case pageViewID = "page views with the same page_view_id are one"
    /// A session of pings only counts the page view that they belong to, from `min_visit_length` (5 s) before.
    case pingOnly = "a stray page ping counts as a page view that began five seconds before"
    /// `days_late_allowed` (3): sent more than three days after it was created.
    case late = "an event that was sent more than three days late is passed over"
    /// Page views without a `page_view_id`, and sessions of nothing else, are left out.
    case withoutPageViewID = "a page view without a page_view_id is passed over"
    /// Sessions and users are made of page views and page pings only.
    case noPageView = "a session without a page view or a page ping is no session"
    /// A session belongs to its first `domain_userid`; later ones in the same session are nobody.
    case firstUserOfSession = "a session belongs as a whole to the first domain_userid in it"
  }

  struct Difference: Hashable, CustomStringConvertible {
    var of: String
    var column: String
    var theirs: String
    var ours: String
    var description: String { "\(of) \(column): theirs \(theirs), ours \(ours)" }
  }

  static let folder = RealDataTests.data + "/snowplow-web"

  /// A workspace in which one profile is one value of a field.
  private func workspace(profilePer identifier: String, more: String = "") throws -> TestWorkspace {
    try TestWorkspace(
      settings: """
        timezone: UTC
        window: 3650 days
        metrics:
          page_views: { count: events, where: { event: page_view } }
        sources:
          web:
            preset: snowplow
            files: \(Self.folder)/source/snowplow_web_events.csv
        \(identifier.isEmpty ? "" : "    identifiers: { user: \(identifier) }")
        \(more)
        """)
  }

  private func expected(_ table: String, by key: String) throws -> [String: [String: String]] {
    try CSVTable(contentsOf: Self.folder + "/expected/snowplow_web_\(table)_expected.csv").byKey(key)
  }

  /// Compares columns of every row that either side has.
  private func differences(
    theirs: [String: [String: String]], ours: [String: [String: String]],
    columns: [(theirs: String, ours: String)]
  ) -> Set<Difference> {
    var found: Set<Difference> = []
    for key in Set(theirs.keys).union(ours.keys) {
      guard let their = theirs[key], let our = ours[key] else {
        found.insert(
          Difference(
            of: key, column: "row", theirs: theirs[key] == nil ? "no" : "yes",
            ours: ours[key] == nil ? "no" : "yes"))
        continue
      }
      for column in columns {
        let (a, b) = (Self.plain(their[column.theirs] ?? ""), Self.plain(our[column.ours] ?? ""))
        if a != b { found.insert(Difference(of: key, column: column.theirs, theirs: a, ours: b)) }
      }
    }
    return found
  }

  /// `2021-03-02T15:55:18Z` and `2021-03-02 15:55:18.539` to the second.
  private static func plain(_ text: String) -> String {
    guard text.contains(":") else { return text }
    return String(text.replacing("T", with: " ").replacing("Z", with: "").prefix(19))
  }

  /// Every difference has its rule, and every rule its difference. Rules name ids by how they begin.
  private func expect(_ found: Set<Difference>, explainedBy rules: [Difference: Rule]) {
    func isMeant(_ found: Difference, by known: Difference) -> Bool {
      found.of.hasPrefix(known.of) && found.column == known.column && found.theirs == known.theirs
        && found.ours == known.ours
    }
    for difference in found where !rules.keys.contains(where: { isMeant(difference, by: $0) }) {
      Issue.record("not explained: \(difference)")
    }
    for (difference, rule) in rules where found.count(where: { isMeant($0, by: difference) }) != 1 {
      Issue.record("no longer so (\(rule.rawValue)): \(difference)")
    }
  }

  @Test("of 160 rows the three with a repeated event id and fingerprint are dropped")
  func duplicates() throws {
    let outcome = try workspace(profilePer: "").sync()
    #expect(outcome.sources.map(\.records) == [160])
    #expect(outcome.sources.map(\.events) == [157])
    #expect(outcome.sources.map(\.duplicates) == [3])
    #expect(outcome.sources.flatMap(\.rejects).isEmpty)
  }

  @Test("page views are the vendor's, but for six that rules of theirs leave out")
  func pageViews() throws {
    // One profile for each event.
    let profiles = try workspace(profilePer: "event_id").profiles()
    let ours = profiles.filter { $0["page_views"] == "1" }.map { ($0["user"] ?? "", $0) }
    let theirs = try expected("page_views", by: "event_id")
    #expect(theirs.count == 43)
    // `derived_tstamp` is when the page view happened.
    let found = differences(
      theirs: theirs, ours: Dictionary(uniqueKeysWithValues: ours), columns: [("derived_tstamp", "first")])
    func left(_ event: String) -> Difference {
      Difference(of: event, column: "row", theirs: "no", ours: "yes")
    }
    expect(
      found,
      explainedBy: [
        left("0464e31b"): .pageViewID,
        left("b0833046"): .withoutPageViewID,
        left("b0c248b5"): .longSession,
        left("6d72f61a"): .longSession,
        left("9b02c625"): .longSession,
        left("941c1388"): .late,
      ])
  }

  @Test("sessions are the vendor's: page views, first and last, but for what rules of theirs say")
  func sessions() throws {
    let profiles = try workspace(profilePer: "domain_sessionid").profiles()
    let withSession = profiles.filter { $0["user"] != "" }
    let theirs = try expected("sessions", by: "domain_sessionid")
    #expect(theirs.count == 18)
    // Every profile is one session; those that have neither page view nor ping are listed together.
    let ours = Dictionary(uniqueKeysWithValues: withSession.map { ($0["user"] ?? "", $0) })
    #expect(ours.values.allSatisfy { $0["sessions"] == "1" })
    let consentOnly = ours.filter { theirs[$0.key] == nil && $0.value["page_views"] == "0" }
    #expect(consentOnly.count == 26, "\(Rule.noPageView.rawValue)")
    let found = differences(
      theirs: theirs, ours: ours.filter { consentOnly[$0.key] == nil },
      columns: [("page_views", "page_views"), ("start_tstamp", "first"), ("end_tstamp", "last")])
    expect(found, explainedBy: Self.sessionRules)
  }

  /// Three sessions of one cookie have ids that differ in their last digit.
  private static let pingSession = "0b0c7bb589ebd041177514f3e43446ca5d4343328936d2f8f12a42b41bf9140"

  private static let sessionRules: [Difference: Rule] = [
    Difference(of: "2bfc2c76", column: "page_views", theirs: "2", ours: "4"): .longSession,
    Difference(
      of: "2bfc2c76", column: "end_tstamp", theirs: "2021-03-03 21:39:50", ours: "2021-03-11 21:42:15"):
      .longSession,
    Difference(of: "d21c000a", column: "page_views", theirs: "1", ours: "2"): .longSession,
    Difference(
      of: "d21c000a", column: "end_tstamp", theirs: "2020-07-03 15:55:18", ours: "2021-03-04 15:55:27"):
      .longSession,
    Difference(of: "76053423", column: "page_views", theirs: "7", ours: "8"): .pageViewID,
    Difference(of: "0b5d421a", column: "page_views", theirs: "1", ours: "0"): .pingOnly,
    Difference(
      of: "0b5d421a", column: "start_tstamp", theirs: "2021-03-03 18:01:33", ours: "2021-03-03 18:01:38"):
      .pingOnly,
    Difference(of: pingSession + "d", column: "page_views", theirs: "1", ours: "0"): .pingOnly,
    Difference(
      of: pingSession + "d", column: "start_tstamp", theirs: "2021-03-02 22:59:24",
      ours: "2021-03-02 22:59:29"):
      .pingOnly,
    Difference(of: pingSession + "e", column: "page_views", theirs: "1", ours: "0"): .pingOnly,
    Difference(
      of: pingSession + "e", column: "start_tstamp", theirs: "2021-03-04 22:59:24",
      ours: "2021-03-04 22:59:29"):
      .pingOnly,
    Difference(of: "7edb1641", column: "row", theirs: "no", ours: "yes"): .late,
    Difference(of: "e7971181", column: "row", theirs: "no", ours: "yes"): .withoutPageViewID,
  ]

  @Test("users are the vendor's: page views, sessions, first and last, but for what rules of theirs say")
  func users() throws {
    let profiles = try workspace(profilePer: "domain_userid").profiles()
    let ours = Dictionary(
      uniqueKeysWithValues: profiles.filter { $0["user"] != "" }.map { ($0["user"] ?? "", $0) })
    let theirs = try expected("users", by: "domain_userid")
    #expect(theirs.count == 11)
    let withoutPageView = ours.filter { theirs[$0.key] == nil && $0.value["page_views"] == "0" }
    #expect(withoutPageView.count == 27, "\(Rule.noPageView.rawValue)")
    let found = differences(
      theirs: theirs, ours: ours.filter { withoutPageView[$0.key] == nil },
      columns: [
        ("page_views", "page_views"), ("sessions", "sessions"), ("start_tstamp", "first"),
        ("end_tstamp", "last"),
      ])
    expect(found, explainedBy: Self.userRules)
  }

  private static let userRules: [Difference: Rule] = [
    Difference(of: "4f011c92", column: "page_views", theirs: "2", ours: "4"): .longSession,
    Difference(
      of: "4f011c92", column: "end_tstamp", theirs: "2021-03-03 21:39:50", ours: "2021-03-11 21:42:15"):
      .longSession,
    Difference(of: "12c98e1f", column: "page_views", theirs: "1", ours: "2"): .longSession,
    Difference(
      of: "12c98e1f", column: "end_tstamp", theirs: "2020-07-03 15:55:18", ours: "2021-03-04 15:55:27"):
      .longSession,
    Difference(of: "f897c486", column: "page_views", theirs: "7", ours: "8"): .pageViewID,
    Difference(of: "0691aaf0", column: "page_views", theirs: "6", ours: "4"): .pingOnly,
    Difference(of: "b3c88384", column: "page_views", theirs: "2", ours: "1"): .pingOnly,
    Difference(of: "0e9ab97b", column: "page_views", theirs: "3", ours: "1"): .firstUserOfSession,
    Difference(
      of: "0e9ab97b", column: "end_tstamp", theirs: "2021-03-04 15:55:27", ours: "2021-03-02 15:55:23"):
      .firstUserOfSession,
    Difference(of: "1f72f389", column: "row", theirs: "no", ours: "yes"): .firstUserOfSession,
    Difference(of: "2e340eb6", column: "row", theirs: "no", ours: "yes"): .firstUserOfSession,
    Difference(of: "9341fb4f", column: "row", theirs: "no", ours: "yes"): .late,
    Difference(of: "ff747617", column: "row", theirs: "no", ours: "yes"): .withoutPageViewID,
  ]

  @Test("a cookie with ten logins is one user of theirs, and of ours where the settings allow ten")
  func stitching() throws {
    // The labels in `user_id` are the fixture's; this cookie has ten of them.
    let settings = "identity: { kinds: { user: 10, anonymous: 5, device: 5 } }"
    let cookie = try #require(
      try expected("users", by: "domain_userid").first { $0.key.hasPrefix("434dff58") })
    let stitched = try workspace(profilePer: "", more: settings).profiles()
      .filter { $0["anonymous"] == cookie.key }
    #expect(stitched.map { $0["sessions"] } == ["2"])
    #expect(stitched.map { $0["page_views"] } == [cookie.value["page_views"]])
    // By default nobody has two user ids, so the cookie stops being a link and every login keeps its own rows.
    let apart = try workspace(profilePer: "").profiles()
      .filter { $0["user"]?.hasPrefix("user stitch") ?? false }
    #expect(apart.count == 10)
    #expect(apart.allSatisfy { $0["anonymous"] == "" })
  }
}
