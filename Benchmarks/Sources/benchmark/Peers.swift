// The programs that do the same job: DuckDB's CLI and polars, from the environment of `scripts/install-peers`.

import Foundation

extension Site {
  /// DuckDB's own binary; the script of that name in the environment starts a Python first.
  func duckDB() throws -> String {
    let libraries = peers + "/lib"
    for version in (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? [] {
      let binary = "\(libraries)/\(version)/site-packages/duckdb_cli/duckdb"
      if FileManager.default.isExecutableFile(atPath: binary) { return binary }
    }
    throw missing("DuckDB's CLI")
  }

  func polarsPython() throws -> String {
    let python = peers + "/bin/python"
    guard FileManager.default.isExecutableFile(atPath: python) else { throw missing("polars") }
    return python
  }

  /// The job in SQL, with its answer as JSON in `answer("duckdb.json")`.
  func duckDBJob(on input: Input) throws -> Command {
    let sql = try jobText("duckdb-read-\(input.kind.rawValue).sql") + jobText("duckdb-job.sql")
    let script = answer("duckdb.sql")
    try sql.replacingOccurrences(of: "INPUT", with: input.path)
      .write(toFile: script, atomically: false, encoding: .utf8)
    var command = Command([try duckDB(), "-noheader", "-list", ":memory:"], in: work)
    command.input = script
    command.output = answer("duckdb.json")
    return command
  }

  /// The job in polars, with its answer as JSON in `answer("polars.json")`. polars 2.1 stops at a line that is no
  /// JSON, also when it is told to ignore errors (pola-rs/polars#13768): it gets a file without them.
  func polarsJob(on input: Input) throws -> Command {
    let readable = input.kind == .csv ? input : try self.input(input.kind, input.size, .leftOut)
    var command = Command([try polarsPython(), job("polars_job.py"), readable.path], in: work)
    command.output = answer("polars.json")
    return command
  }

  func peerVersions() -> String {
    let duckdb = try? Command([duckDB(), "--version"], in: work).read()
    let polars = try? Command([polarsPython(), "-c", "import polars; print(polars.__version__)"], in: work)
      .read()
    let git = try? Command(["git", "--version"], in: work).read()
    return [
      duckdb.map { "DuckDB " + ($0.split(separator: " ").first ?? "") },
      polars.map { "polars " + $0.trimmingCharacters(in: .whitespacesAndNewlines) },
      git?.trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: " version", with: ""),
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private func missing(_ what: String) -> Failure {
    Failure("\(what) is not in \(peers)", hint: "scripts/install-peers duckdb-cli polars")
  }
}
