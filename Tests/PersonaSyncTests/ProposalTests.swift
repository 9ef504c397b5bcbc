// What `sources` proposes says everything that was found out about a file.

import EventStream
import Persona
import Testing

@testable import PersonaSync

@Suite("Proposed sources")
struct ProposalTests {
  private let workspace: TestWorkspace

  init() throws {
    workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/invoices.csv": """
        InvoiceNo,Quantity,UnitPrice,InvoiceDate,CustomerID
        536365,6,2.55,2010-12-01 08:26:00,17850
        536366,2,1.85,2010-12-01 08:28:00,17851

        """,
        "data/orders.csv": """
        customer_id,created_at,amount_cents
        7,2026-05-01,1250
        8,2026-05-02,990

        """,
        "data/tickets.csv": """
        ticket_id,created_at,updated_at,requester_email
        1,2026-05-01,2026-05-02,ada@example.com
        2,2026-05-01,2026-05-03,bob@example.com

        """,
      ])
  }

  @Test("a folder is named as it was typed, with what to type instead")
  func typedFolder() throws {
    let workspace = try TestWorkspace(settings: "")
    try workspace.write("user,time\n1,2026-05-01\n", to: "data/a.csv")
    var folder = workspace.folder
    folder.standing = "data"
    for typed in [".", "../data"] {
      let failure = try #require(throws: Failure.self) {
        try proposeSources(for: [typed], in: folder, write: false)
      }
      #expect(failure.summary == "\(typed) is a folder")
      #expect(failure.hint == "name the files in it, for example `\(typed)/*.csv`")
    }
    #expect(try proposeSources(for: ["a.csv"], in: folder, write: false).yaml.contains("files: data/a.csv"))
  }

  @Test("an amount that is a product is proposed as one")
  func product() throws {
    #expect(try proposal("data/invoices.csv").contains("revenue: { product: [Quantity, UnitPrice] }\n"))
  }

  @Test("an amount in cents is proposed with its divisor")
  func divisor() throws {
    #expect(try proposal("data/orders.csv").contains("revenue: { field: amount_cents, divisor: 100 }\n"))
  }

  @Test("the time of a record's last change is proposed as its version")
  func version() throws {
    #expect(try proposal("data/tickets.csv").contains("version: updated_at\n"))
  }

  @Test("the settings with all proposals have no mistake, and read every record")
  func proposalsAreValid() throws {
    _ = try proposeSources(for: [], in: workspace.folder, write: true)
    let outcome = try check(workspace.folder)
    #expect(outcome.problems.filter { $0.severity == .error } == [])
    #expect(outcome.sources.map(\.records) == [2, 2, 2])
  }

  @Test(
    "settings in which more lines would say something else are left as they are, with words on what to do",
    arguments: [
      "{ timezone: UTC }\n", "{ timezone: UTC,\n  window: 90 days }\n", "timezone: UTC\n...\n",
      "timezone: UTC\n\"sources\": {}\n", "timezone: UTC\nsources: # none\n\n  {}\n",
    ])
  func unusualSettings(settings: String) throws {
    try workspace.write(settings, to: "persona-sync.yml")
    let failure = #expect(throws: Failure.self) {
      try proposeSources(for: ["data/orders.csv"], in: workspace.folder, write: true)
    }
    #expect(failure?.summary.hasPrefix("cannot add to `sources`") == true, "\(failure?.summary ?? "")")
    #expect(failure?.hint?.hasPrefix("paste the proposal by hand") == true)
    #expect(String(decoding: try workspace.read("persona-sync.yml"), as: UTF8.self) == settings)
  }

  @Test("files of one shape whose names differ in digits are one source with a glob, a preset's as well")
  func series() throws {
    let message =
      #"{"type":"track","event":"Play","userId":"u1","messageId":"m1","timestamp":"2026-01-01T00:00:00Z"}"#
    let workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/app-2026-01.ndjson": message + "\n", "data/app-2026-02.ndjson": message + "\n",
        "data/app-2026-10.ndjson": message + "\n",
      ])
    let proposal = try proposeSources(for: [], in: workspace.folder, write: true)
    #expect(
      proposal.yaml == """
        sources:
          app:
            files: data/app-*.ndjson
            preset: segment
            format: ndjson

        """)
    #expect(try check(workspace.folder).sources.map(\.records) == [3])
  }

  @Test("the table of a day that is not over is of one source with those of whole days")
  func intraday() throws {
    func event(_ index: Int) -> String {
      #"{"event_date": "20260502", "event_timestamp": "1777708800000000", "event_name": "view", "user_pseudo_id": "8.17", "#
        + #""batch_page_id": "1", "batch_ordering_id": "1", "batch_event_index": "\#(index)"}"# + "\n"
    }
    let workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/events_20260502.json": event(1) + event(2), "data/events_intraday_20260502.json": event(1),
      ])
    let proposal = try proposeSources(for: [], in: workspace.folder, write: true)
    #expect(proposal.yaml.contains("  events:\n    files: data/events_*.json\n    preset: ga4\n"))
    #expect(try check(workspace.folder).sources.map(\.events) == [2])
  }

  @Test("what a preset cannot know of a file is written beside it, and reads every record")
  func besidePresets() throws {
    let workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/payments.csv":
          "id,Created (UTC),Amount,Currency,Status,Customer Email\n1,1/11/26 22:13,30.00,eur,Paid,a@x.example\n"
          + "2,1/22/26 9:00,7.5,eur,Paid,b@x.example\n",
        "data/tickets.json":
          #"{"tickets":[{"id":1,"requester_id":7,"submitter_id":8,"status":"open","created_at":"2026-01-01"}],"count":1}"#,
      ])
    let proposal = try proposeSources(for: [], in: workspace.folder, write: true)
    #expect(proposal.yaml.contains("    time: { field: \"Created (UTC)\", form: mdy }\n"))
    #expect(proposal.yaml.contains("    preset: zendesk\n    format: ndjson\n    records: tickets\n"))
    let outcome = try check(workspace.folder)
    #expect(outcome.sources.map(\.events) == [2, 1] && outcome.problems.isEmpty)
  }

  @Test("files of a series are listed where a glob would name another file as well")
  func listed() throws {
    let workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/day-1.csv": "user_id,date\n1,2026-01-01\n", "data/day-2.csv": "user_id,date\n1,2026-01-02\n",
        "data/day-all.csv": "plan,user_id\nfree,1\n", "data/day-3.csv": "customer_id,date\n1,2026-01-02\n",
      ])
    let yaml = try proposeSources(for: [], in: workspace.folder, write: false).yaml
    #expect(yaml.contains("files: [data/day-1.csv, data/day-2.csv]\n"))
    #expect(yaml.contains("files: data/day-3.csv\n"))
    #expect(yaml.contains("files: data/day-all.csv\n"))
  }

  @Test("a folder in data/ is no mistake, and files in it are proposed")
  func folder() throws {
    try workspace.write("user_id,date\n1,2026-01-01\n", to: "data/old.csv/a.csv")
    let proposal = try proposeSources(for: [], in: workspace.folder, write: false)
    #expect(proposal.yaml.contains("files: data/old.csv/a.csv\n"))
  }

  @Test("what was left in a basket is no purchase")
  func abandoned() throws {
    let orders = "customer_id,created_at,total_price\n1,2026-01-01,10.50\n2,2026-01-02,8.00\n"
    for name in ["orders", "abandoned_checkouts"] {
      try workspace.write(orders, to: "data/shop_\(name).csv")
      let yaml = try proposal("data/shop_\(name).csv")
      #expect(yaml.contains("revenue: total_price") == (name == "orders"), "\(yaml)")
      #expect(yaml.contains("Purchase") == (name == "orders"), "\(yaml)")
    }
  }

  @Test("orders on several lines, in exports that overlap, count once each by the proposal")
  func overlappingOrders() throws {
    let header = "Name,Email,Total,Created at,Lineitem name\n"
    let second = "#2,b@example.com,9.00,2026-05-23,Cup\n#2,b@example.com,,2026-05-23,Mug\n"
    let workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/orders_1.csv":
          header + "#1,a@example.com,12.50,2026-05-22,Cup\n#1,a@example.com,,2026-05-22,Mug\n" + second,
        "data/orders_2.csv": header + second + "#3,b@example.com,9.00,2026-05-23,Cup\n",
      ])
    let yaml = try proposeSources(for: [], in: workspace.folder, write: true).yaml
    #expect(yaml.contains("files: data/orders_*.csv\n"))
    let outcome = try check(workspace.folder)
    #expect(outcome.problems.filter { $0.severity == .error } == [])
    #expect(outcome.sources.map(\.events) == [3] && outcome.sources.map(\.duplicates) == [1])
  }

  @Test("names with quotes, line ends and blanks are read back as they are")
  func oddNames() throws {
    let mapping = SourceMapping(
      name: "1: \"odd\"", files: ["data/a, b.csv", "data/it's.csv"], format: .delimited(UInt8(ascii: ";")),
      columns: [" user", "line\nend", "tab\t", "null", "5", "a\u{85}b", "ü: ö", "#", "- x", "*a"],
      time: .firstOf([.field(FieldPath("line\nend")), .field(FieldPath("a\\.b"))]),
      id: .joined([.field(FieldPath("5"))]),
      version: .field(FieldPath("tab\t")), event: .constant("no"),
      revenue: AmountRule(
        factors: [.field(FieldPath("5")), .field(FieldPath("#"))], divisor: 100),
      identifiers: [.init(kind: "user", value: .field(FieldPath(" user")))],
      traits: [.init(name: "yes", value: .field(FieldPath("ü: ö")))])
    var reader = SettingsReader()
    let settings = try reader.read(Array(("sources:\n" + SourceYAML(mapping).text).utf8))
    #expect(reader.problems == [])
    #expect(settings.sources == [mapping])
  }

  private func proposal(_ file: String) throws -> String {
    try proposeSources(for: [file], in: workspace.folder, write: false).yaml
  }
}
