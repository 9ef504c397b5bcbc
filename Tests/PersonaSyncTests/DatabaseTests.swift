// Databases and engines as sources, by the commands of Documentation/Databases.md: the real programs, and the figures
// that the same data give as a file.

import Foundation
import Persona
import PersonaSync
import Testing
import Workspace

@Suite("Databases")
struct DatabaseTests {
  /// A workspace whose only source is what the command prints.
  private func workspace(
    _ command: String, environment: [String: String] = [:]
  ) throws -> TestWorkspace {
    let settings = Shop.settings.replacing("files: data/*.csv", with: "command: |\n      \(command)")
    let workspace = try TestWorkspace(
      settings: settings, files: ["personas/regular.md": Shop.persona],
      environment: ["PATH": Peers.path].merging(environment) { $1 })
    try workspace.write(Shop.events(), to: "data/shop.csv")
    _ = try trustCommands(in: workspace.folder)
    return workspace
  }

  /// A sync and every profile are what they are where the same events are read from a file.
  private func expectSameAsFile(_ workspace: TestWorkspace) throws {
    let file = try Shop.workspace()
    #expect(try workspace.profiles() == file.profiles())
    _ = try workspace.sync()
    _ = try file.sync()
    // Settings and the records' own spelling (`11.5` for `11.50`) differ, so their digests do.
    func evidence(_ workspace: TestWorkspace) throws -> [Substring] {
      try String(decoding: workspace.read("evidence/regular.json"), as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix("  \"rules\"") && !$0.hasPrefix("      \"sha256\"") && !$0.contains("xxh3") }
    }
    #expect(try evidence(workspace) == evidence(file))
  }

  @Test("SQLite feeds a source", .needs("sqlite3"))
  func sqlite() throws {
    let workspace = try workspace("sqlite3 -header -csv data/shop.db 'select * from events'")
    try TestWorkspace.run(
      ["sqlite3", "data/shop.db", "-cmd", ".mode csv", ".import data/shop.csv events"], home: workspace.root)
    try expectSameAsFile(workspace)
  }

  @Test("PostgreSQL feeds a source", .needs("initdb", "postgres", "psql"))
  func postgres() throws {
    let cluster = try PostgresCluster()
    let workspace = try workspace(
      #"psql -X -c "copy (select * from events) to stdout with (format csv, header)""#,
      environment: cluster.environment)
    try TestWorkspace.run(
      [
        "psql", "-X", "-v", "ON_ERROR_STOP=1", "-c",
        """
        create table events ("user" text, email text, time timestamptz, event text, channel text, page text,
          amount numeric(9, 2))
        """, "-c", #"\copy events from 'data/shop.csv' csv header"#,
      ], home: workspace.root, environment: cluster.environment.merging(["PGTZ": "UTC"]) { $1 })
    try expectSameAsFile(workspace)

    // The same as JSON lines, as an application with nested columns would give them.
    let settings = try String(decoding: workspace.read("persona-sync.yml"), as: UTF8.self)
    try workspace.write(
      settings.replacing(
        /psql -X .*/, with: #"psql -X -At -c "select row_to_json(e) from events e""#), to: "persona-sync.yml")
    _ = try trustCommands(in: workspace.folder)
    #expect(try workspace.profiles() == Shop.workspace().profiles())
  }

  @Test("a query that PostgreSQL refuses is told in its own words", .needs("initdb", "postgres", "psql"))
  func refusedQuery() throws {
    let cluster = try PostgresCluster()
    let workspace = try workspace(
      #"psql -X -c "copy (select * from evnts) to stdout with (format csv, header)""#,
      environment: cluster.environment)
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "the command of the source shop failed with status 1")
    #expect(failure?.causes.first == #"ERROR:  relation "evnts" does not exist"#)
  }

  @Test("DuckDB feeds a source", .needs("duckdb"))
  func duckdb() throws {
    try expectSameAsFile(try workspace(#"duckdb -csv -nullvalue '' -c "select * from 'data/shop.csv'""#))
    try expectSameAsFile(try workspace(#"duckdb -jsonlines -c "select * from 'data/shop.csv'""#))
  }

  @Test("Parquet is read through DuckDB", .needs("duckdb"))
  func parquet() throws {
    let workspace = try workspace(#"duckdb -csv -nullvalue '' -c "select * from 'data/parts/*.parquet'""#)
    try FileManager.default.createDirectory(
      atPath: workspace.root + "/data/parts", withIntermediateDirectories: true)
    for (name, condition) in [("a", "event = 'Order Completed'"), ("b", "event <> 'Order Completed'")] {
      try TestWorkspace.run(
        [
          "duckdb", "-c",
          "copy (select * from 'data/shop.csv' where \(condition)) to 'data/parts/\(name).parquet'",
        ], home: workspace.root)
    }
    try expectSameAsFile(workspace)
  }

  @Test("what a program prints compressed is read as it is", .needs("sqlite3", "zstd"))
  func compressed() throws {
    let workspace = try workspace("sqlite3 -header -csv data/shop.db 'select * from events' | zstd -c")
    try TestWorkspace.run(
      ["sqlite3", "data/shop.db", "-cmd", ".mode csv", ".import data/shop.csv events"], home: workspace.root)
    try expectSameAsFile(workspace)
  }
}
