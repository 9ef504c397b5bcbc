// Surveys and proposals on other people's files; what is expected was read off the files and their descriptions.

import Foundation
import Persona
import SharedData
import Testing

@testable import EventStream

private let comma = SourceMapping.Format.delimited(UInt8(ascii: ","))

private func shared(_ file: String) throws -> SourceSurvey {
  try survey(file: file, root: try #require(SharedData.folder))
}

/// A survey of these bytes in a file of this name.
private func surveyed(_ bytes: [UInt8], as name: String = "data.csv") throws -> SourceSurvey {
  let folder = try TemporaryFolder()
  try folder.write(name, bytes)
  return try withExtendedLifetime(folder) { try survey(file: name, root: folder.path) }
}

private func surveyed(_ text: String, as name: String = "data.csv") throws -> SourceSurvey {
  try surveyed(Array(text.utf8), as: name)
}

private func kinds(_ survey: SourceSurvey) -> [String: FieldSurvey.Kind] {
  Dictionary(survey.fields.map { ($0.path.written, $0.kind) }, uniquingKeysWith: { first, _ in first })
}

/// A mapping's rules as short texts, for comparison.
private func words(_ rule: TextRule?) -> String? {
  switch rule {
  case .field(let path): path.written
  case .constant(let text): "'\(text)'"
  case nil: nil
  default: "?"
  }
}

private func words(_ identifiers: [SourceMapping.Identifier]) -> [String] {
  identifiers.map { "\($0.kind): \(words($0.value) ?? "")" }
}

@Suite("Surveys of real files", .needsSharedData)
struct SharedDataSurveyTests {
  @Test("a gzip file of web events")
  func clickstream() throws {
    let survey = try shared("ecom-clickstream/ecom.csv.gz")
    #expect(survey.compression == "gzip")
    #expect(survey.format == comma && survey.hasHeader && survey.records == 1_000)
    #expect(kinds(survey)["timestamp"] == .time(.iso8601))

    let mapping = proposal(from: survey, name: "web", files: ["ecom.csv.gz"])
    #expect(words(mapping.time) == "timestamp")
    #expect(words(mapping.event) == "event")
    #expect(words(mapping.session) == "session_id")
    #expect(words(mapping.channel) == "platform")
    #expect(words(mapping.identifiers) == ["user: user_id"])
    #expect(mapping.traits.map(\.name) == ["user_cohort", "user_lifecycle"])
    #expect(mapping.revenue == nil && mapping.id == nil)
  }

  @Test("a table of purchases without delimiters and names")
  func cdnow() throws {
    let survey = try shared("cdnow-sample/CDNOW_sample.txt")
    #expect(survey.format == .whitespace && !survey.hasHeader)
    #expect(survey.fields.map(\.kind) == [.integer, .integer, .time(.compactDate), .integer, .number])

    let mapping = proposal(from: survey, name: "cdnow", files: ["CDNOW_sample.txt"])
    #expect(mapping.columns == ["column_1", "column_2", "column_3", "column_4", "column_5"])
    #expect(words(mapping.time) == "column_3" && mapping.timeForm == .compactDate)
    #expect(words(mapping.identifiers) == ["user: column_1"])
    #expect(mapping.revenue?.factors == [.field("column_5")])
    #expect(words(mapping.event) == "'Purchase'")
    #expect(mapping.id == nil, "identical rows are real")
  }

  @Test("invoices with a quantity and a price")
  func retail() throws {
    let survey = try shared("uci-online-retail-2010-12/by-day/2010-12-01.csv")
    #expect(survey.format == comma && survey.hasHeader)
    let mapping = proposal(from: survey, name: "shop", files: ["by-day/*.csv"])
    #expect(words(mapping.time) == "InvoiceDate")
    #expect(words(mapping.order) == "InvoiceNo")
    #expect(mapping.revenue?.factors == [.field("Quantity"), .field("UnitPrice")])
    #expect(words(mapping.identifiers) == ["user: CustomerID"])
    #expect(mapping.traits.map(\.name) == ["country"])
    #expect(mapping.id == nil)
  }

  @Test("Snowplow's table is recognised")
  func snowplow() throws {
    let survey = try shared("snowplow-web/source/snowplow_web_events.csv")
    #expect(survey.format == comma && survey.hasHeader)
    #expect(survey.records == 160 && survey.fields.count == 135 && survey.preset == .snowplow)
    let id = try #require(survey.fields.first { $0.path.written == "event_id" })
    #expect(id.distinct == 157 && !id.looksUnique)
    let mapping = proposal(from: survey, name: "web", files: ["events.csv"])
    #expect(words(mapping.session) == "domain_sessionid")
  }

  @Test("Segment's messages are recognised, also in a batch and in an array")
  func segment() throws {
    let folder = try #require(SharedData.folder)
    let text = try String(
      contentsOfFile: folder + "/segment-spec/derived/segment-spec-payloads.ndjson", encoding: .utf8)
    let payloads = try text.split(separator: "\n").map { line in
      let record = try Record(json: String(line))
      return String(
        decoding: try JSONSerialization.data(withJSONObject: record.values["payload"] ?? [:]), as: UTF8.self)
    }
    let asLines = try surveyed(payloads.joined(separator: "\n"), as: "app.ndjson")
    #expect(asLines.format == .jsonLines && asLines.records == 75 && asLines.preset == .segment)
    let joined = payloads.joined(separator: ",\n")
    let asArray = try surveyed("[\(joined)]", as: "app.json")
    #expect(asArray.format == .jsonArray && asArray.records == 75 && asArray.preset == .segment)
    let batch = try surveyed(
      #"{"batch": [\#(payloads.joined(separator: ","))], "sentAt": "x"}"#, as: "app.ndjson")
    #expect(batch.format == .jsonLines && batch.records == 75 && batch.preset == .segment)
    #expect(batch.fields == asArray.fields)
  }

  @Test("tickets belong to who asks, and the latest version counts")
  func tickets() throws {
    let mapping = proposal(from: try shared("zendesk/ticket_data.csv"), name: "support", files: ["t.csv"])
    #expect(words(mapping.time) == "created_at")
    #expect(words(mapping.id) == "id" && words(mapping.version) == "updated_at")
    #expect(words(mapping.identifiers) == ["zendesk: requester_id"], "neither submitter nor recipient")
  }

  @Test("a table of people has traits and no events")
  func people() throws {
    let zendesk = proposal(from: try shared("zendesk/user_data.csv"), name: "users", files: ["u.csv"])
    #expect(zendesk.event == nil && zendesk.time == nil && zendesk.id == nil)
    #expect(words(zendesk.identifiers) == ["user: external_id", "email: email", "zendesk: id"])
    #expect(Set(zendesk.traits.map(\.name)).isDisjoint(with: ["name", "phone", "email", "notes"]))

    let shopify = try shared("shopify/shopify_customer_data.csv")
    #expect(shopify.byteOrderMark && shopify.fields[0].path.written == "id")
    let customers = proposal(from: shopify, name: "customers", files: ["c.csv"])
    #expect(words(customers.identifiers) == ["user: id", "email: email"])
  }

  @Test("orders in two currencies belong to the customer, not to the clerk")
  func orders() throws {
    let mapping = proposal(
      from: try shared("shopify/shopify_order_data.csv"), name: "orders", files: ["o.csv"])
    #expect(words(mapping.time) == "created_at")
    #expect(mapping.revenue?.factors == [.field("total_price")])
    #expect(words(mapping.currency) == "currency")
    #expect(words(mapping.identifiers) == ["user: customer_id", "email: email"])
    #expect(words(mapping.event) == "'Purchase'")
  }

  @Test("dates of birth are no times of events")
  func births() throws {
    let people = try shared("identity-fake-1000/fake_1000.csv")
    #expect(kinds(people)["dob"] == .time(.iso8601) && kinds(people)["email"] == .email)
    let mapping = proposal(from: people, name: "people", files: ["fake_1000.csv"])
    #expect(mapping.time == nil && words(mapping.id) == "unique_id")
    #expect(words(mapping.identifiers) == ["email: email"])

    let febrl = try shared("identity-febrl3/dataset3.csv")
    #expect(kinds(febrl)["date_of_birth"] == .time(.compactDate))
    #expect(proposal(from: febrl, name: "people", files: ["dataset3.csv"]).time == nil)
  }
}

@Suite("Surveys")
struct SurveyTests {
  @Test(
    "the delimiter is the one that splits evenly",
    arguments: [
      ("a;b;c\n1,5;2;3\n2,5;4;6\n", SourceMapping.Format.delimited(UInt8(ascii: ";"))),
      ("a\tb\n1, x\t2\n3, y, z\t4\n", .delimited(UInt8(ascii: "\t"))),
      ("a|b\n1|2\n", .delimited(UInt8(ascii: "|"))),
      ("name,note\nx,\"a;b;c\"\ny,\"d;e\"\n", .delimited(UInt8(ascii: ","))),
      ("a b  c\n1 2  3\n", .whitespace),
      ("only\nx\ny\n", .delimited(UInt8(ascii: ","))),
      ("a,b\r\n1,2\r\n3,4\r\n", .delimited(UInt8(ascii: ","))),
      ("a,b\r1,2\r3,4\r", .delimited(UInt8(ascii: ","))),
    ])
  func delimiters(text: String, format: SourceMapping.Format) throws {
    let survey = try surveyed(text)
    #expect(survey.format == format)
    #expect(survey.hasHeader)
    #expect(survey.records == text.split { $0.isNewline }.count - 1)
  }

  @Test("a first line with a number, a time or an address is no header")
  func headers() throws {
    for text in [
      "x,1\ny,2\n", "2026-03-31,x\n2026-04-01,y\n", "a@example.com,x\nb@example.com,y\n", "x,x\nx,z\n",
    ] {
      let survey = try surveyed(text)
      #expect(!survey.hasHeader && survey.records == 2, "\(text)")
      #expect(survey.fields.map(\.path.written) == ["column_1", "column_2"])
    }
  }

  @Test("a header in which a name stands twice is a header, and the columns of that name are not proposed")
  func repeatedNames() throws {
    let survey = try surveyed(
      """
      First Name,Last Name,Email,Date,Event,Plan,Age,Plan,,
      Anna,Doe,a@example.com,2026-11-01 10:00,Login,x,30,y,,
      Bo,Roe,b@example.com,2026-11-01 10:00,Login,y,40,x,,

      """, as: "contacts.csv")
    #expect(survey.hasHeader && survey.records == 2)
    #expect(survey.repeatedColumns == ["Plan"])
    let mapping = proposal(from: survey, name: "contacts", files: ["contacts.csv"])
    #expect(mapping.columns == nil)
    #expect(words(mapping.time) == "Date" && words(mapping.event) == "Event")
    #expect(words(mapping.identifiers) == ["email: Email"])
    #expect(mapping.traits.map(\.name) == ["age"])
  }

  @Test("of people, neither names nor columns without a name of their own are traits")
  func traitsOfPeople() throws {
    let rows =
      (0..<40).map { "Anna,Doe,Max,pro,free\($0 % 2),u\($0)@example.com" }
      + ["Bo,Roe,Mia,free,free,v@example.com"]
    let named = try surveyed(
      "Firstname,Last,Contact owner,Plan,,Email\n" + rows.joined(separator: "\n"), as: "contacts.csv")
    #expect(proposal(from: named, name: "a", files: ["a.csv"]).traits.map(\.name) == ["plan"])
    let unnamed = try surveyed(rows.joined(separator: "\n"), as: "contacts.csv")
    #expect(!unnamed.hasHeader)
    #expect(proposal(from: unnamed, name: "a", files: ["a.csv"]).traits.isEmpty)
  }

  @Test("kinds, gaps and keys of fields")
  func fields() throws {
    let survey = try surveyed(
      """
      id,at,seconds_at,big_id,price,ok,mail,word,none
      1,2026-03-31T10:00:00Z,1774958400,1500656884401,1.50,true,a@example.com,x,
      2,2026-03-31T11:00:00Z,1774958401,1500656884402,2,FALSE,b@example.com,x,
      3,,1774958402,1500656884403,-3.25,true,,y,

      """)
    #expect(
      survey.fields.map(\.kind) == [
        .integer, .time(.iso8601), .time(.seconds), .integer, .number, .flag, .email, .text, .empty,
      ])
    #expect(survey.fields.map(\.missing) == [0, 1, 0, 0, 0, 0, 1, 0, 3])
    #expect(survey.fields.map(\.distinct) == [3, 2, 3, 3, 3, 2, 2, 2, 0])
    #expect(survey.fields.map(\.looksUnique) == [true, false, true, true, true, false, false, false, false])
  }

  @Test("members of JSON objects are fields by their path, arrays are left out")
  func json() throws {
    let survey = try surveyed(
      #"""
      {"user_id": 7, "at": 1774958400000, "ok": true, "tags": ["a"], "deep": {"a.b": {"c": "x"}}, "none": null}
      not a record
      {"user_id": 8, "at": 1774958400001, "price": 1.10}
      """#, as: "data.ndjson")
    #expect(survey.records == 2)
    #expect(
      kinds(survey) == [
        "user_id": .integer, "at": .time(.milliseconds), "ok": .flag, #"deep.a\.b.c"#: .text,
        "price": .number,
      ])
    let mapping = proposal(from: survey, name: "app", files: ["data.ndjson"])
    #expect(mapping.timeForm == .milliseconds && words(mapping.identifiers) == ["user: user_id"])
  }

  @Test(
    "what cannot be looked at is refused by name",
    arguments: [
      ([], "data.csv is empty"), (Array(" \n\n".utf8), "data.csv is empty"),
      (Array("a,b\n".utf8), "data.csv holds no records"),
      ([0xff, 0xfe, 0x61, 0], "cannot read data.csv: it is UTF-16"),
      ([0x50, 0x4b, 3, 4, 0, 0], "cannot read data.csv: it is a zip archive or an Excel workbook"),
      ([0xd0, 0xcf, 0x11, 0xe0, 0], "cannot read data.csv: it is a document of an office program"),
      ([0x61, 0, 0x62], "cannot read data.csv: it holds NUL bytes"),
      (Array("{\n".utf8), "data.csv holds no records"),
    ] as [([UInt8], String)])
  func refusals(bytes: [UInt8], summary: String) throws {
    let failure = #expect(throws: Failure.self) { try surveyed(bytes) }
    #expect(failure?.summary == summary)
  }

  @Test("an order that has its amount once is one event, on however many lines and in however many exports")
  func ordersOnSeveralLines() throws {
    let survey = try surveyed(
      """
      Name,Email,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id
      #1001,a@example.com,EUR,12.50,2026-09-22 17:59:00 +0200,1,Mug,2.50,71
      #1001,a@example.com,,,2026-09-22 17:59:00 +0200,1,Cup,10.00,
      #1002,b@example.com,EUR,9.00,2026-09-23 17:59:00 +0200,1,Cup,9.00,72

      """, as: "orders_export_1.csv")
    let mapping = proposal(from: survey, name: "orders", files: ["o.csv"])
    #expect(words(mapping.order) == "Name" && words(mapping.id) == "Name")
    #expect(mapping.revenue?.factors == [.field(FieldPath("Total"))])
    #expect(mapping.only == FieldCondition(tests: [.init(field: FieldPath("Total"), test: .exists(true))]))
  }

  @Test(
    "what is not known to be an order's own number is no id",
    arguments: [
      // Each line has an amount of its own.
      "order_number,email,date,amount\n1,a@example.com,2026-01-01,5.50\n1,a@example.com,2026-01-01,7.50\n",
      // Lines of orders that happen to have one each.
      "invoice_no,email,date,quantity,price\n1,a@example.com,2026-01-01,1,2.50\n2,a@example.com,2026-01-02,3,2.50\n",
      // People.
      "name,email,date,amount\nAnna,a@example.com,2026-01-01,5.50\nBo,b@example.com,2026-01-01,7.50\n",
    ])
  func numbersOfLines(text: String) throws {
    let mapping = proposal(from: try surveyed(text), name: "a", files: ["a.csv"])
    #expect(mapping.id == nil && mapping.only == nil)
  }

  @Test("a customer who is named by an address is compared as one")
  func customerAddress() throws {
    let survey = try surveyed("Customer,Date,Event\nA@x.de,2026-11-01,Login\na@x.de,2026-11-02,Login\n")
    #expect(words(proposal(from: survey, name: "a", files: ["a.csv"]).identifiers) == ["email: Customer"])
  }

  @Test("dates and amounts of a spreadsheet are proposed with the forms that read them")
  func spreadsheetForms() throws {
    let survey = try surveyed(
      """
      id;Created date (UTC);Birthday;Amount;Amount Refunded;Customer Email
      1;22.09.2026 17:59;01.02.1980;1.199,90;0,00;a@example.com
      2;01.10.2026 09:00;01.02.1981;29,90;0,00;b@example.com

      """)
    let mapping = proposal(from: survey, name: "a", files: ["a.csv"])
    #expect(mapping.time == .field(FieldPath("Created date (UTC)")) && mapping.timeForm == .dayFirst)
    #expect(mapping.revenue == AmountRule(factors: [.field("Amount")], minus: .field("Amount Refunded")))
    #expect(mapping.decimalMark == .comma && mapping.traits.isEmpty)
    #expect(remarks(on: survey, proposed: mapping).isEmpty)
  }

  @Test("what could be read in two ways is asked, and what no setting reads is named")
  func unreadForms() throws {
    let survey = try surveyed("Date;Amount;Email\n1/2/2026;1,199;a@x.de\n2/3/2026;2,500;b@x.de\n")
    let mapping = proposal(from: survey, name: "a", files: ["a.csv"])
    #expect(mapping.time == nil && mapping.revenue == nil)
    #expect(
      remarks(on: survey, proposed: mapping) == [
        "`Date` holds dates such as 1/2/2026, and no day beyond the 12th says what comes first: "
          + "`time: { field: Date, form: dmy }` if it is the day, `form: mdy` if it is the month",
        "`Amount` holds numbers such as 1,234: `revenue: Amount` with `decimal: \",\"` if the comma stands before a "
          + "fraction, with `decimal: \".\"` if it parts thousands",
      ])

    let named = try surveyed("Date;Amount;Email\n30 Oct 2026;$12.50;a@x.de\n1 Nov 2026;$3;b@x.de\n")
    #expect(
      remarks(on: named, proposed: proposal(from: named, name: "a", files: ["a.csv"])) == [
        "`Date` holds times in a form that is not read, such as 31 Dec 2026 17:59: write them as 2026-12-31 17:59",
        "`Amount` holds amounts in a form that is not read, such as $1234.50: write them as 1234.50",
      ])
  }

  @Test(
    "tables of orders in German, French and Spanish are read like English ones",
    arguments: [
      "Bestellnummer;Bestelldatum;Kundennummer;E-Mail-Adresse;Betrag;Währung;Land",
      "N° de commande;Date de commande;N° client;Adresse e-mail;Montant TTC;Devise;Pays",
      "Número de pedido;Fecha del pedido;ID de cliente;Correo electrónico;Importe;Moneda;País",
      "NUMERO DE PEDIDO;FECHA PEDIDO;NUMERO DE CLIENTE;CORREO ELECTRONICO;IMPORTE TOTAL;DIVISA;PAIS",
    ])
  func foreignOrders(header: String) throws {
    let names = header.split(separator: ";").map(String.init)
    let survey = try surveyed(
      header
        + "\n100;08.09.2026 11:58;K1;a@x.example;3.167,28;EUR;DE\n101;16.08.2026 19:00;K2;b@x.example;7,50;EUR;FR\n",
      as: "data.csv")
    let mapping = proposal(from: survey, name: "a", files: ["data.csv"])
    #expect(words(mapping.time) == names[1] && mapping.timeForm == .dayFirst)
    #expect(words(mapping.order) == names[0] && words(mapping.id) == names[0])
    #expect(words(mapping.identifiers) == ["user: \(names[2])", "email: \(names[3])"])
    #expect(mapping.revenue?.factors == [.field(FieldPath(names[4]))] && mapping.decimalMark == .comma)
    #expect(words(mapping.currency) == names[5] && mapping.traits.map(\.name) == ["country"])
    #expect(words(mapping.event) == "'Purchase'")
  }

  @Test(
    "people in German, French and Spanish tables have traits and no events",
    arguments: [
      ("Kundennummer;E-Mail;Vorname;Nachname;Ort;Kunde seit;Branche", "industry"),
      ("N° client;Courriel;Prénom;Nom;Ville;Date d'inscription;Secteur", "industry"),
      ("Nº cliente;Correo;Nombre;Apellidos;Ciudad;Fecha de alta;Género", "gender"),
    ])
  func foreignPeople(header: String, trait: String) throws {
    let rows = (1...4).map {
      "K\($0);p\($0)@x.example;A;B;\($0 % 2)tal;01.02.20\(13 + $0);\($0 % 2 == 0 ? "IT" : "Bau")\n"
    }
    let survey = try surveyed(header + "\n" + rows.joined())
    let mapping = proposal(from: survey, name: "a", files: ["data.csv"])
    #expect(mapping.event == nil && mapping.traits.map(\.name) == [trait], "neither names nor places")
    #expect(words(mapping.identifiers).last?.hasPrefix("email: ") == true)
  }

  @Test("what is the same on every record names nobody")
  func sameForAll() throws {
    let named = try surveyed(
      "user,email,time,event\nshop,a@x.example,2026-01-01,Play\nshop,b@x.example,2026-01-02,Play\n")
    #expect(words(proposal(from: named, name: "a", files: []).identifiers) == ["email: email"])
    let bare = try surveyed("shop\t7\t2026-01-01\nshop\t8\t2026-01-02\n")
    #expect(words(proposal(from: bare, name: "a", files: []).identifiers) == ["user: column_2"])
  }

  @Test("enriched events of Snowplow's pipeline have no header, and are known by their shape")
  func snowplowWithoutHeader() throws {
    func row(_ user: String) -> String {
      var fields = Array(repeating: "", count: 131)
      (fields[0], fields[1], fields[3]) = ("shop", "web", "2026-10-01 10:00:01.000")
      (fields[5], fields[6], fields[12]) = ("page_view", UUID().uuidString, user)
      (fields[124], fields[126]) = ("2026-10-01 10:00:00.000", "page_view")
      return fields.joined(separator: "\t")
    }
    let folder = try TemporaryFolder()
    try folder.write("run.tsv", row("u1") + "\n" + row("u2") + "\n")
    let survey = try survey(file: "run.tsv", root: folder.path)
    #expect(survey.preset == .snowplow)
    let reading = try read(proposal(from: survey, name: "web", files: ["run.tsv"]), in: folder)
    #expect(reading.rows.map(\.event) == ["page_view", "page_view"] && reading.rejects == [:])
    // date -u -d '2026-10-01 10:00:00' +%s
    #expect(reading.rows.map(\.time) == [1_790_848_800_000_000, 1_790_848_800_000_000])
  }

  @Test("a vendor's export that a spreadsheet saved anew is proposed with its dates and decimals")
  func savedAnew() throws {
    let header = "id,Created (UTC),Amount,Currency,Status,Customer Email"
    let american = try surveyed(
      header + "\n1,10/11/26 22:13,30.00,eur,Paid,a@x.example\n2,10/22/26 9:00,7.5,eur,Paid,b@x.example\n")
    let mapping = proposal(from: american, name: "a", files: [])
    #expect(
      mapping.timeForm == .monthFirst && words(mapping.time) == "Created (UTC)" && mapping.decimalMark == nil)
    let german = try surveyed(
      header.replacing(",", with: ";")
        + "\n1;11.10.2026 22:13;30,00;eur;Paid;a@x.example\n2;22.10.2026 9:00;1.007,5;eur;Paid;b@x.example\n")
    let other = proposal(from: german, name: "a", files: [])
    #expect(german.preset == .stripe && other.timeForm == .dayFirst && other.decimalMark == .comma)
    let ambiguous = try surveyed(
      header + "\n1,1/2/2026,30,eur,Paid,a@x.example\n2,2/3/2026,7,eur,Paid,b@x.example\n")
    #expect(
      remarks(on: ambiguous, proposed: proposal(from: ambiguous, name: "a", files: [])).first
        == "`Created (UTC)` holds dates such as 1/2/2026, and no day beyond the 12th says what comes first: "
        + "`time: { field: Created (UTC), form: dmy }` if it is the day, `form: mdy` if it is the month")
  }

  @Test("ids of a vendor are of the vendor's kind")
  func vendorIDs() throws {
    let customers = try surveyed(
      "id,Email,Name,Created (UTC),Delinquent\ncus_1,a@x.example,A,2026-01-01 10:00,false\n")
    #expect(customers.preset == .stripeCustomers)
    let charges = try surveyed(
      #"{"id":"ch_1","created":1791000000,"amount":1999,"currency":"eur","customer":"cus_1"}"# + "\n"
        + #"{"id":"ch_2","created":1791000001,"amount":1999,"currency":"eur","customer":"cus_2"}"#,
      as: "c.ndjson")
    #expect(words(proposal(from: charges, name: "a", files: []).identifiers) == ["stripe: customer"])
    let agents = try surveyed(
      #"{"id":36,"email":"a@x.example","role":"end-user","locale":"de","suspended":false}"#, as: "u.json")
    #expect(agents.preset == .zendeskUsers)
    let events = try surveyed(
      "uuid,event,properties,distinct_id,person_id,timestamp\n1,Play,{},u1,P1,2026-10-01 10:00:00\n")
    #expect(events.preset == .posthog)
  }

  @Test("what may say that an amount is no purchase is named with its values, and amounts that may be cents")
  func states() throws {
    let survey = try surveyed(
      """
      order_id,email,created_at,total,currency,status,is_test,cancelled_at
      1,a@x.example,2026-01-01,1999,EUR,paid,false,
      2,b@x.example,2026-01-02,2999,EUR,failed,false,2026-01-03

      """)
    let mapping = proposal(from: survey, name: "a", files: [])
    #expect(
      remarks(on: survey, proposed: mapping) == [
        "`status` may say which records are no purchases, and all count: it holds `failed`, `paid`; "
          + "`only_when: { field: status, in: [VALUE] }` in `revenue` takes the amounts of those that you name",
        "`cancelled_at` has a time in 1 of 2 records, and all count: `only_when: { field: cancelled_at, exists: false }` in "
          + "`revenue` leaves the amounts of those out",
        "`total` holds whole numbers only: if they are cents, `divisor: 100` in `revenue` makes them what they are worth",
      ])
    let cents = try surveyed("email,created_at,total_cents,refunded_cents\na@x.example,2026-01-01,1999,100\n")
    #expect(
      proposal(from: cents, name: "a", files: []).revenue
        == AmountRule(factors: [.field("total_cents")], minus: .field("refunded_cents"), divisor: 100))
  }

  @Test("a page of an API is read by the array that it holds")
  func pages() throws {
    let page =
      #"{"tickets":[{"id":1,"requester_id":7,"created_at":"2026-01-01"}],"next_page":null,"count":1}"#
    let survey = try surveyed(page, as: "tickets.json")
    #expect(survey.records == 1 && survey.recordsField == FieldPath("tickets"))
    #expect(proposal(from: survey, name: "a", files: []).records == FieldPath("tickets"))
    let order = try surveyed(#"{"id":1,"email":"a@x.example","items":[{"price":3}]}"#, as: "orders.json")
    #expect(order.recordsField == nil)
    let texts = try surveyed(#"{"tags":["a"],"count":2}"#, as: "a.json")
    #expect(texts.recordsField == nil)
    let failure = try #require(throws: Failure.self) {
      try surveyed(page.replacing(",", with: ",\n").replacing("{", with: "{\n"), as: "t.json")
    }
    #expect(failure.hint == "`jq -c '.tickets[]' t.json` writes them one a line")
  }

  @Test("JSON has no decimal commas")
  func textsInJSON() throws {
    let survey = try surveyed(#"{"when":"2026-10-01","total":"1.199,90","email":"a@x.de"}"#)
    let mapping = proposal(from: survey, name: "a", files: ["a.json"])
    #expect(mapping.revenue == nil && mapping.decimalMark == nil)
    #expect(
      remarks(on: survey, proposed: mapping) == [
        "`total` holds amounts in a form that is not read, such as 1.234,50: write them as 1234.50"
      ])
  }

  @Test(
    "what one value leaves open another one tells",
    arguments: [
      ("2026-10-01 9:05\n2026-10-01 10:05", .time(.yearFirst)), ("9/3/2026\n10/30/2026", .time(.monthFirst)),
      ("9/3/2026\n30/10/2026", .time(.dayFirst)), ("9/3/2026\n30/10/2026\n10/30/2026", .text),
      ("9/3/2026\n1.4.2026", .time(.dayFirst)), ("9/3/2026\n9/4/2026", .unreadTime(.ambiguous)),
      ("\"1,199\"\n\"1,199.50\"", .grouped(.point)), ("\"1,199\"\n\"29,9\"", .grouped(.comma)),
      ("\"1,199.50\"\n\"29,9\"", .text), ("\"1,199\"\n12", .unreadNumber(.ambiguous)),
      ("\"29,90\"\n12", .grouped(.comma)), ("12 €\n12", .unreadNumber(.currency)),
    ] as [(String, FieldSurvey.Kind)])
  func columns(text: String, kind: FieldSurvey.Kind) throws {
    #expect(kinds(try surveyed("when\n\(text)\n"))["when"] == kind)
  }

  @Test("a proposal does not depend on anything but the survey")
  func deterministic() throws {
    let text = "order_id,user_id,customer_id,created_at,total,currency\n1,2,3,2026-01-01,4.5,EUR\n"
    let first = proposal(from: try surveyed(text), name: "a", files: ["a.csv"])
    let second = proposal(from: try surveyed(text), name: "a", files: ["a.csv"])
    #expect(first == second)
    #expect(words(first.identifiers) == ["user: user_id"])
  }
}

@Suite("Field names")
struct FieldNameTests {
  @Test(
    "one spelling for all",
    arguments: [
      ("InvoiceNo", "invoice_no"), ("CustomerID", "customer_id"), ("user-id", "user_id"),
      ("E-Mail", "e_mail"),
      ("context.sessionId", "session_id"), ("Created (UTC)", "created_utc"), ("_id", "id"),
      ("userID2", "user_id2"),
    ])
  func spelling(written: String, expected: String) {
    #expect(FieldName(FieldPath(written)).text == expected)
  }
}
