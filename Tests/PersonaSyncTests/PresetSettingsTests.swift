// Presets as settings use them: single keys override them, and sources beside them are compared.

import EventStream
import Persona
import Testing

@testable import PersonaSync

@Suite("Presets in the settings")
struct PresetSettingsTests {
  private func source(_ keys: String) throws -> SourceMapping {
    var reader = SettingsReader()
    let settings = "timezone: Europe/Berlin\nsources:\n  app:\n    files: data/app.csv\n" + keys
    return try #require(try reader.read(Array(settings.utf8)).sources.first)
  }

  @Test("one key takes the place of its part, and no more")
  func overriding() throws {
    let preset = Preset.shopify.mapping(name: "app", files: ["data/app.csv"])
    let net = try source("    preset: shopify\n    revenue: Subtotal\n")
    #expect(net.revenue == AmountRule(factors: [.field(FieldPath("Subtotal"))]))
    #expect(net.event == preset.event && net.identifiers == preset.identifiers)
    #expect(try source("    preset: shopify\n    revenue: null\n").revenue == nil)
    #expect(try source("    preset: shopify\n    revenue:\n").revenue == nil)
  }

  @Test("times of vendors that write UTC are UTC, unless the source says otherwise")
  func zones() throws {
    #expect(try source("    preset: stripe\n").timeZone == "UTC")
    #expect(try source("    preset: stripe\n    timezone: Asia/Tokyo\n").timeZone == "Asia/Tokyo")
    #expect(try source("    preset: shopify\n").timeZone == "Europe/Berlin")
  }

  @Test("each id in a cell is an identifier of its own")
  func split() throws {
    let crm = try source("    identifiers: { email: email, crm: { split: [id, merged], by: \";\" } }\n")
    #expect(crm.identifiers.map(\.kind) == ["email"] + Array(repeating: "crm", count: 16))
    let workspace = try TestWorkspace(
      settings: """
        sources:
          crm: { files: data/crm.csv, identifiers: { email: email, crm: { split: [id, merged], by: ";" } } }
          forms: { files: data/forms.csv, time: at, event: { constant: Form }, identifiers: { crm: contact } }

        """,
      files: [
        "data/crm.csv": "id,email,merged\n1001,ada@example.com,5001; 6001\n1002,bob@example.com,\n",
        "data/forms.csv": "contact,at\n5001,2026-05-01\n6001,2026-05-02\n1001,2026-05-03\n1002,2026-05-03\n",
      ])
    let behaviour = try explainProfile("ada@example.com", in: workspace.folder, asOf: nil)
    #expect("\(behaviour)".contains("6001"))
  }

  @Test("a number that is kept from a spreadsheet by an apostrophe is the number")
  func apostrophes() throws {
    let workspace = try TestWorkspace(
      settings: """
        sources:
          customers: { files: data/customers.csv, identifiers: { user: id, email: email } }
          orders: { files: data/orders.csv, time: at, event: { constant: Order }, identifiers: { user: id } }

        """,
      files: [
        "data/customers.csv": "id,email\n'7000000000037,ada@example.com\n",
        "data/orders.csv": "id,at\n7000000000037,2026-05-01\n",
      ])
    let profile = try explainProfile("ada@example.com", in: workspace.folder, asOf: nil)
    #expect("\(profile)".contains("7000000000037") && !"\(profile)".contains("'7000000000037"))
  }

  @Test("people who share the placeholder address of a help desk stay apart")
  func placeholderAddress() throws {
    let users = (1...8).map { "39\($0),nobody@example.com,end-user,de,Berlin,\n" }.joined()
    let workspace = try TestWorkspace(
      settings: "sources:\n  users: { files: data/users.csv, preset: zendesk-users }\n",
      files: ["data/users.csv": "id,email,role,locale,time_zone,external_id\n" + users])
    let stopped = try listStoppedLinks(in: workspace.folder, asOf: nil)
    #expect(stopped.split(separator: "\n").count == 1 + 7)
  }

  @Test("orders that stand in two sources with amounts are told of, those without are not")
  func sharedOrders() throws {
    func problems(_ web: String) throws -> [String] {
      let workspace = try TestWorkspace(
        settings: """
          sources:
            shop: { files: data/shop.csv, time: at, event: { constant: Order }, order: order, revenue: total, identifiers: { user: user } }
            web: { files: data/web.csv, time: at, event: { constant: Order }, order: order, revenue: total, identifiers: { user: user } }

          """,
        files: [
          "data/shop.csv": "order,at,total,user\n#1,2026-05-01,10,u1\n#2,2026-05-01,10,u1\n",
          "data/web.csv": web,
        ])
      return try check(workspace.folder).problems.map(\.message)
    }
    #expect(
      try problems("order,at,total,user\n1,2026-05-01,10,u1\n3,2026-05-01,10,u1\n") == [
        "1 order has an amount in both shop and web, the same or from the same person: revenue may count twice"
      ])
    #expect(try problems("order,at,total,user\n1,2026-05-01,-10,u1\n3,2026-05-01,10,u1\n").isEmpty)
    // Who paid agrees, or the amount; two shops that count alike have neither in common.
    #expect(try problems("order,at,total,user\n1,2026-05-01,9,u1\n").count == 1)
    #expect(try problems("order,at,total,user\n1,2026-05-01,10,u9\n").count == 1)
    #expect(try problems("order,at,total,user\n1,2026-05-01,9,u9\n2,2026-05-01,8,u8\n").isEmpty)
  }

  @Test(
    "a kind of which many identifiers would join different people is told of, for one source and for several")
  func stoppedLinks() throws {
    func messages(_ sources: String) throws -> [String] {
      let rows = (1...12).map { "\($0),p\($0)@x.example,2026-05-01\n" }.joined()
      let payments = (1...12).map { "cus_\($0),p\($0)@x.example,2026-05-01\n" }.joined()
      let workspace = try TestWorkspace(
        settings: "sources:\n" + sources,
        files: [
          "data/app.csv": "id,email,at\n" + rows, "data/payments.csv": "id,email,at\n" + payments,
          "data/both.csv": "id,email,at\n" + rows + payments,
        ])
      return try check(workspace.folder).problems.map(\.message)
    }
    func source(_ name: String, kind: String) -> String {
      "  \(name): { files: data/\(name).csv, time: at, event: { constant: E }, identifiers: { \(kind): id, email: email } }\n"
    }
    let told = [
      "12 of 12 identifiers of the kind email that join others would join different people, and join nobody"
    ]
    #expect(try messages(source("app", kind: "user") + source("payments", kind: "user")) == told)
    #expect(try messages(source("app", kind: "user") + source("payments", kind: "stripe")).isEmpty)
    #expect(try messages(source("both", kind: "user")) == told)
  }
}
