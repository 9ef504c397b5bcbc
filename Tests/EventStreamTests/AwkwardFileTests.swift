// Files as spreadsheets leave them: what `sources` makes of them, and what it says.

import Foundation
import Testing

@testable import EventStream

private func surveyed(_ bytes: [UInt8], as name: String = "data.csv") throws -> SourceSurvey {
  let folder = try TemporaryFolder()
  try folder.write(name, bytes)
  return try withExtendedLifetime(folder) { try survey(file: name, root: folder.path) }
}

private func surveyed(_ text: String) throws -> SourceSurvey { try surveyed(Array(text.utf8)) }

private func advice(_ survey: SourceSurvey) -> [String] {
  remarks(on: survey, proposed: proposal(from: survey, name: "a", files: ["a.csv"]))
}

@Suite("Files as spreadsheets leave them")
struct AwkwardFileTests {
  @Test("`sep=;` says how fields are parted, and is no header", arguments: ["\n", "\r\n"])
  func separatorLine(end: String) throws {
    let folder = try TemporaryFolder()
    let lines = ["sep=;", "email;time;note", "a@x.example;2026-09-22 17:59;1,5,6,7"]
    try folder.write("a.csv", lines.joined(separator: end) + end)
    let survey = try survey(file: "a.csv", root: folder.path)
    #expect(survey.fields.map(\.path.written) == ["email", "time", "note"] && survey.hasHeader)
    let mapping = SourceMapping(
      name: "a", files: ["a.csv"], time: .field("time"), event: .constant("Note"),
      identifiers: [.init(kind: "email", value: .field("email"))])
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.line) == [3] && reading.summary.rejected == 0)
  }

  @Test("a column that begins with `sep=` is a column")
  func noSeparatorLine() throws {
    #expect(try surveyed("sep=a,email\n1,a@x.example\n").fields.map(\.path.written) == ["sep=a", "email"])
  }

  @Test("a title above the names of the columns is pointed out")
  func title() throws {
    let survey = try surveyed(
      "Sales 2026;;\n;;\nemail;date;amount\na@x.example;2026-09-22;1.50\nb@x.example;2026-09-23;2.50\n")
    #expect(
      advice(survey).first
        == "the first line looks like a title: delete what stands above the names of the columns")
  }

  @Test("text in another encoding is pointed out with what converts it")
  func encoding() throws {
    let survey = try surveyed(Array("E-Mail;Ort\na@x.example;K".utf8) + [0xf6] + Array("ln\n".utf8))
    #expect(survey.foreignLines == 1)
    #expect(advice(survey).first?.contains("iconv -f WINDOWS-1252 -t UTF-8 data.csv") == true)
    #expect(try surveyed("E-Mail;Ort\na@x.example;Köln\n").foreignLines == 0)
  }

  @Test("two digits of a year are one where the column is named as a time")
  func shortYears() throws {
    let dates = try surveyed("email;Datum\na@x.example;22.09.26\nb@x.example;01.10.26\n")
    #expect(proposal(from: dates, name: "a", files: ["a.csv"]).timeForm == .dayFirst)
    let versions = try surveyed("email;version\na@x.example;22.09.26\nb@x.example;01.10.26\n")
    #expect(proposal(from: versions, name: "a", files: ["a.csv"]).time == nil)
  }

  @Test("days as a spreadsheet counts them are no times, and numbers elsewhere no days")
  func serials() throws {
    let survey = try surveyed("email,date,amount\na@x.example,46287.7493,1.50\nb@x.example,46288,46288\n")
    let mapping = proposal(from: survey, name: "a", files: ["a.csv"])
    #expect(mapping.time == nil && mapping.revenue != nil)
    #expect(
      advice(survey) == [
        "`date` holds numbers of days, as a spreadsheet keeps times: give the column a format such as "
          + "2026-12-31 17:59 and save the file anew"
      ])
  }

  @Test("amounts in parentheses are not read")
  func parentheses() throws {
    let survey = try surveyed(
      "email,date,amount\na@x.example,2026-09-22,(29.90)\nb@x.example,2026-09-22,12.00\n")
    #expect(
      advice(survey) == [
        "`amount` holds amounts in a form that is not read, such as (29.90): write them as -29.90"
      ])
  }

  @Test("what repeats heavily is no id of an event")
  func repeatedID() throws {
    let lines = (0..<40).map {
      #"{"event_id": \#($0 % 4), "event": "Play", "time": "2026-05-02T10:00:00Z", "user_id": "u1"}"#
    }
    #expect(proposal(from: try surveyed(lines.joined(separator: "\n")), name: "a", files: []).id == nil)
  }

  @Test("a table with one person a row is one of people, whatever its name; a card is of a kind of its own")
  func people() throws {
    let cards = (0..<30).map {
      "26000000\(10 + $0),p\($0)@x.example,\($0 % 2 == 0 ? "gold" : "silver"),1980-02-03,2025-05-18"
    }
    let survey = try surveyed("card_number,email,tier,birthday,joined_at\n" + cards.joined(separator: "\n"))
    let mapping = proposal(from: survey, name: "a", files: ["a.csv"])
    #expect(mapping.event == nil && mapping.traits.map(\.name) == ["tier"])
    #expect(mapping.identifiers.map(\.kind) == ["email", "card"])
  }

  @Test("orders and tickets of people who come once are no table of people")
  func deeds() throws {
    let orders = (0..<30).map { "\($0),p\($0)@x.example,Ada,\($0).50,2025-05-18" }
    let survey = try surveyed("order_id,email,first_name,total,created_at\n" + orders.joined(separator: "\n"))
    #expect(proposal(from: survey, name: "a", files: ["a.csv"]).event != nil)
  }
}
