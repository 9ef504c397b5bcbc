// Every proposal for a real export is read back as it was meant, and reads the export.

import EventStream
import Foundation
import Persona
import SharedData
import Testing

@testable import PersonaSync

@Suite("Proposals for real exports", .needsSharedData)
struct RealProposalTests {
  /// Examples of a specification, each in an envelope; most have no time.
  static let segmentPayloads = "segment-spec/derived/segment-spec-payloads.ndjson"

  static let exports = [
    "ecom-clickstream/ecom.csv.gz", "cdnow-sample/CDNOW_sample.txt",
    "snowplow-web/source/snowplow_web_events.csv", segmentPayloads,
    "zendesk/ticket_data.csv", "zendesk/user_data.csv", "shopify/shopify_gql_order_data.csv",
    "shopify/shopify_order_data.csv", "shopify/shopify_gql_customer_data.csv",
    "shopify/shopify_customer_data.csv", "identity-fake-1000/fake_1000.csv",
  ]

  /// A workspace whose `data/` links to these files.
  private func workspace(_ paths: [String]) throws -> TestWorkspace {
    let workspace = try TestWorkspace(settings: "")
    let data = workspace.root + "/data"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    for path in paths {
      try FileManager.default.createSymbolicLink(
        atPath: data + "/" + (path as NSString).lastPathComponent,
        withDestinationPath: (SharedData.folder ?? "") + "/" + path)
    }
    return workspace
  }

  /// The one source that the written settings hold.
  private func source(_ workspace: TestWorkspace) throws -> SourceMapping {
    _ = try proposeSources(for: [], in: workspace.folder, write: true)
    var reader = SettingsReader()
    let settings = try reader.read(Array(try workspace.read("persona-sync.yml")))
    #expect(reader.problems == [])
    #expect(settings.sources.count == 1)
    return try #require(settings.sources.first)
  }

  @Test("are read back to the same mapping and checked without an error", arguments: exports)
  func roundTrip(_ path: String) throws {
    let workspace = try workspace([path])
    let source = try source(workspace)
    let file = "data/" + (path as NSString).lastPathComponent
    let survey = try EventStream.survey(file: file, root: workspace.root)
    #expect(source == proposal(from: survey, name: source.name, files: [file]))
    let errors = try check(workspace.folder).problems.filter { $0.severity == .error }.map(\.message)
    let isPayloads = path == Self.segmentPayloads
    #expect(errors == (isPayloads ? ["68 of 75 records of \(source.name) are rejected: no time"] : []))
  }

  @Test("know Segment's messages without their envelopes by the preset")
  func segment() throws {
    let workspace = try workspace([])
    // Those with a time; counted by `grep -c '"timestamp"'`.
    let lines = try String(
      contentsOfFile: (SharedData.folder ?? "") + "/" + Self.segmentPayloads, encoding: .utf8)
    let messages = lines.split(separator: "\n").filter { $0.contains("\"timestamp\"") }.map { line in
      line.drop { $0 != "," }.drop { $0 != "{" }.dropLast() + "\n"
    }
    try workspace.write(messages.joined(), to: "data/messages.ndjson")
    let source = try source(workspace)
    var expected = Preset.segment.mapping(name: "messages", files: ["data/messages.ndjson"])
    expected.format = .jsonLines
    #expect(source == expected)
    #expect(try check(workspace.folder).problems.filter { $0.severity == .error } == [])
  }

  @Test("leave out people whom no identifier names")
  func nobody() throws {
    let workspace = try workspace(["identity-febrl3/dataset3.csv"])
    let proposal = try proposeSources(for: [], in: workspace.folder, write: true)
    #expect(proposal.yaml == "")
    #expect(proposal.notes.map { $0.hasSuffix("no field names a person: left out") } == [true])
  }

  @Test("take twenty daily files as one source with a glob")
  func daily() throws {
    let folder = "uci-online-retail-2010-12/by-day"
    let names = try FileManager.default.contentsOfDirectory(atPath: (SharedData.folder ?? "") + "/" + folder)
    #expect(names.count == 20)
    let workspace = try workspace(names.map { folder + "/" + $0 })
    let source = try source(workspace)
    #expect(source.files == ["data/2010-12-*.csv"])
    #expect(source.revenue?.factors == ["Quantity", "UnitPrice"].map { .field(FieldPath($0)) })
    let outcome = try check(workspace.folder)
    #expect(outcome.problems.filter { $0.severity == .error } == [])
    // `tail -q -n +2 by-day/*.csv | wc -l`; no record of it has a line end within quotes.
    #expect(outcome.sources.map(\.records) == [42_481])
  }
}
