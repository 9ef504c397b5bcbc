// Real exports fall into as many records as other programs count.

import EventStream
import Foundation
import Persona
import SharedData
import Testing

/// Good and ragged rows by Python, in the folder of the shared data:
///
///     import csv, glob, gzip
///     for pattern in [...]:
///         good = bad = 0
///         for file in sorted(glob.glob(pattern)):
///             text = (gzip.open if file.endswith("gz") else open)(file, "rt", encoding="utf-8-sig", newline="")
///             header, *rows = [row for row in csv.reader(text) if row]
///             bad += sum(len(row) != len(header) for row in rows)
///             good += sum(len(row) == len(header) for row in rows)
///         print(pattern, good, bad)
@Suite(.needsSharedData) struct RealTableTests {
  @Test(
    "tables have the rows that Python's csv module counts",
    arguments: [
      ("ecom-clickstream/*.csv.gz", 31106, 0), ("identity-fake-1000/*.csv", 4192, 0),
      ("identity-febrl3/*.csv", 5000, 0), ("segment-spec/*.csv", 11, 2), ("shopify/*.csv", 766, 0),
      ("zendesk/*.csv", 272, 0), ("uci-online-retail-2010-12/by-day/*.csv", 42481, 0),
      ("snowplow-web/*/*.csv", 232, 0),
    ])
  func tables(pattern: String, good: Int, ragged: Int) throws {
    let mapping = SourceMapping(name: "t", files: [pattern], format: .delimited(UInt8(ascii: ",")))
    let summary = try SourceReader(
      mapping: mapping, root: SharedData.folder ?? "", options: ReadOptions(blockBytes: 10_000)
    ).reading { _ in }.summary(until: nil)
    #expect(summary.records == good)
    #expect(summary.rejected == ragged)
  }

  @Test("a table without quotes and header has a record a line, and Segment's own examples are all records")
  func lines() throws {
    func records(_ file: String, _ mapping: SourceMapping) throws -> [Int] {
      let summary = try SourceReader(mapping: mapping, root: SharedData.folder ?? "", options: ReadOptions())
        .reading { _ in }.summary(until: nil)
      return [summary.records, summary.rejected]
    }
    // `wc -l` of each file.
    let sample = "cdnow-sample/CDNOW_sample.txt"
    let columns = ["all", "id", "date", "n", "sum"]
    #expect(
      try records(sample, .traits(["id", "sum"], files: [sample], format: .whitespace, columns: columns)) == [
        6919, 0,
      ])
    let payloads = "segment-spec/derived/segment-spec-payloads.ndjson"
    #expect(try records(payloads, .traits(["userId"], files: [payloads], format: nil)) == [75, 0])
  }
}
