// Real exports against answers that other programs computed (their files lie beside the data).

import Foundation
import PersonaSync
import SharedData
import Testing

@Suite("Real exports", .needsSharedData)
struct RealDataTests {
  static let data = SharedData.folder ?? ""

  /// A table without quotes, as dictionaries by column.
  static func table(_ path: String) throws -> [[String: String]] {
    let text = try String(contentsOfFile: data + "/" + path, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  static func ecommerceSettings(session: String) -> String {
    """
    timezone: UTC
    window: 3650 days
    purchases: [purchase]
    metrics:
      support_chats: { count: events, where: { event: support_chat } }
    sources:
      shop:
        files: \(data)/ecom-clickstream/ecom.csv.gz
        time: timestamp
        event: event
        identifiers: { user: user_id }
        channel: platform
        screen: event
        \(session)
        traits: { channel: acquisition_channel, cohort: user_cohort, lifecycle: user_lifecycle }
    """
  }

  @Test(
    "ecom-clickstream: everybody's events, sessions, purchases, first and last agree",
    arguments: ["session: session_id", ""])
  func ecommerce(session: String) throws {
    let workspace = try TestWorkspace(settings: Self.ecommerceSettings(session: session))
    let found = Dictionary(uniqueKeysWithValues: try workspace.profiles().map { ($0["user"] ?? "", $0) })
    let expected = try Self.table("ecom-clickstream/oracle/per_user.csv")
    #expect(found.count == 600)
    for row in expected {
      let profile = try #require(found[row["user_id"] ?? ""])
      for column in ["events", "sessions", "purchases", "support_chats", "channel", "cohort"] {
        #expect(profile[column] == row[column], "\(row["user_id"] ?? "") \(column)")
      }
      #expect(profile["lifecycle"] == row["lifecycle_last"])
      for column in ["first", "last"] {
        let written = row[column].map { $0.replacing(" ", with: "T") + "Z" }
        #expect(profile[column] == written)
      }
    }
  }

  @Test("cdnow-sample: transactions, CDs and cents of all 2,357 people agree, identical rows and zeros kept")
  func purchases() throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 3650 days
        purchases: [Purchase]
        metrics:
          cds: { sum: cds }
        sources:
          cdnow:
            files: \(Self.data)/cdnow-sample/CDNOW_sample.txt
            format: table
            columns: [customer, sample, date, cds, dollars]
            time: { field: date, form: yyyymmdd }
            event: { constant: Purchase }
            identifiers: { user: customer }
            revenue: dollars
            properties: [cds]
        """)
    let found = Dictionary(uniqueKeysWithValues: try workspace.profiles().map { ($0["user"] ?? "", $0) })
    let expected = try Self.table("cdnow-sample/oracle/CDNOW_sample_per_customer.csv")
    #expect(found.count == 2_357)
    #expect(expected.count == 2_357)
    for row in expected {
      let id = row["id"] ?? ""
      let profile = try #require(found[id], "\(id)")
      #expect(profile["purchases"] == row["transactions"], "\(id)")
      #expect(profile["active_days"] == row["purchase_days"], "\(id)")
      #expect(profile["cds"] == row["cds"], "\(id)")
      let cents = try #require(Decimal(string: profile["revenue"] ?? "")) * 100
      #expect("\(cents)" == row["total_cents"], "\(id)")
      let first = (profile["first"] ?? "").prefix(10).replacing("-", with: "")
      #expect(first == row["first"] ?? "")
    }
  }

  @Test("zendesk: ten people with one placeholder address do not become one")
  func placeholderAddress() throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 3650 days
        sources:
          people:
            files: \(Self.data)/zendesk/user_data.csv
            identifiers: { user: id, email: email }
          tickets:
            files: \(Self.data)/zendesk/ticket_data.csv
            id: id
            version: updated_at
            time: created_at
            event: { constant: Ticket }
            channel: via_channel
            identifiers: { user: requester_id }
        """)
    let profiles = try workspace.profiles()
    let users = try Self.column("id", of: "zendesk/user_data.csv")
    let requesters = try Self.column("requester_id", of: "zendesk/ticket_data.csv")
    let withUser = profiles.filter { $0["user"] != "" }
    #expect(Set(withUser.compactMap { $0["user"] }) == Set(users + requesters))
    #expect(withUser.allSatisfy { !($0["user"] ?? "").contains(";") })
    #expect(withUser.allSatisfy { $0["email"] == "" })
    let stopped = try listStoppedLinks(in: workspace.folder, asOf: nil)
    #expect(stopped.split(separator: "\n").count == 2)
    #expect(stopped.contains("\nemail,example@email.com,"))
  }

  /// A column of a table whose cells before it hold no quoted commas.
  static func column(_ name: String, of path: String) throws -> [String] {
    let text = try String(contentsOfFile: data + "/" + path, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let index = try #require(lines[0].split(separator: ",").firstIndex { $0 == name })
    return lines.dropFirst().map {
      String($0.split(separator: ",", omittingEmptySubsequences: false)[index])
    }
  }
}
