// Commands as sources: what they print is read as a file is, they end in time, and how they end is told.

import Foundation
import Persona
import Testing

@testable import EventStream

@Suite("Commands")
struct CommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("t.csv", "a\n" + (1...500).map { "\($0)\n" }.joined())
  }

  private func mapping(_ command: String, format: SourceMapping.Format? = nil) -> SourceMapping {
    var mapping = SourceMapping.traits(["a"], files: [], format: format)
    mapping.command = command
    return mapping
  }

  /// Whether a process whose id the command wrote down is there, as a zombie or alive.
  private func isThere(_ file: String) throws -> Bool {
    let text = try String(contentsOfFile: folder.path + "/" + file, encoding: .utf8)
    let id = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    return kill(id, 0) == 0
  }

  @Test(
    "what a command prints is read as a file is",
    arguments: ["cat t.csv", "gzip -c t.csv", "head -n 100 t.csv; tail -n +101 t.csv", "cat < t.csv | cat"])
  func readAsAFile(command: String) throws {
    let fromFile = try read(.traits(["a"], files: ["t.csv"], format: nil), in: folder)
    let fromCommand = try read(mapping(command), in: folder)
    #expect(fromCommand.rows == fromFile.rows)
    #expect(fromCommand.summary.digest == fromFile.summary.digest)
    #expect(fromCommand.summary.records == 500)
  }

  @Test("JSON lines are recognised, whatever the source is called")
  func recognised() throws {
    var mapping = mapping(#"printf '{"a":1}\n{"a":2}\n'"#)
    mapping.name = "numbers.tsv"
    #expect(try read(mapping, in: folder).rows.map(\.traits) == [["0=1"], ["0=2"]])
  }

  @Test("a rejected record of a command is located by its line")
  func located() throws {
    var mapping = mapping(#"printf 'time,a\n2026-01-01,1\nyesterday,2\n'"#)
    mapping.time = .field(FieldPath("time"))
    mapping.event = .constant("x")
    let summary = try read(mapping, in: folder).summary
    #expect(summary.rejects.flatMap(\.locations).map(\.description) == ["command of test:3"])
    #expect(summary.files == ["command of test"])
  }

  @Test("a command reads nothing from standard input")
  func noInput() throws {
    #expect(try read(mapping("cat"), in: folder).summary.records == 0)
  }

  @Test("a command has the environment that it is given")
  func environment() throws {
    let reading = try read(
      mapping(#"printf 'a\n%s\n' "$WORD""#), in: folder, environment: ["WORD": "given"])
    #expect(reading.rows.map(\.traits) == [["0=given"]])
  }

  @Test("a status other than 0 is told with the last lines of standard error, however much was read before")
  func failingStatus() {
    let failure = failure(
      of: mapping("cat t.csv; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i >&2; done; exit 3"),
      in: folder)
    #expect(failure?.summary == "the command of the source test failed with status 3")
    #expect(failure?.causes == (3...12).map { "line \($0)" })
    #expect(failure?.kind == .fixable)
  }

  @Test("a program that is not there is told as the shell tells it")
  func missingProgram() {
    let failure = failure(of: mapping("no-such-program --csv"), in: folder)
    #expect(failure?.summary == "the command of the source test failed with status 127")
    #expect(failure?.causes.first?.contains("no-such-program") == true)
    #expect(failure?.hint?.contains("PATH") == true)
  }

  @Test("a signal that ends a command is told", arguments: [(9, "Killed"), (15, "Terminated")])
  func signal(number: Int, name: String) {
    let failure = failure(of: mapping("cat t.csv; kill -\(number) $$"), in: folder)
    #expect(
      failure?.summary.hasPrefix("the command of the source test was ended by signal \(number)") == true)
    #expect(failure?.summary.contains(name) == true)
  }

  @Test("a compressed output that breaks off is the command's failure, not that of the compression")
  func brokenOff() {
    let failure = failure(of: mapping("gzip -c t.csv | head -c 100; exit 9"), in: folder)
    #expect(failure?.summary == "the command of the source test failed with status 9")
  }

  @Test("a command in a folder that is gone cannot be started")
  func noFolder() throws {
    let gone = try TemporaryFolder()
    try FileManager.default.removeItem(atPath: gone.path)
    let failure = failure(of: mapping("echo a"), in: gone)
    #expect(failure?.summary == "cannot start the command of the source test")
    #expect(failure?.causes == ["No such file or directory"])
  }

  @Test("a flood on standard error stops neither side, and only its end is kept")
  func flood() throws {
    let noise = "awk 'BEGIN { for (i = 0; i < 200000; i++) print \"warning number \" i > \"/dev/stderr\" }'"
    #expect(try read(mapping(noise + "; cat t.csv"), in: folder).summary.records == 500)
    #expect(try read(mapping("cat t.csv; exec >/dev/null; " + noise), in: folder).summary.records == 500)
    let failure = failure(of: mapping(noise + "; exit 1"), in: folder)
    #expect(failure?.causes == (199_990..<200_000).map { "warning number \($0)" })
  }

  @Test("a progress display on standard error is taken line by line")
  func progressDisplay() {
    let failure = failure(of: mapping(#"printf '10%%\r50%%\r\nno such table\n' >&2; exit 1"#), in: folder)
    #expect(failure?.causes == ["10%", "50%", "no such table"])
  }

  @Test("an output much larger than a pipe comes whole", arguments: [1, 2, 5])
  func large(threads: Int) throws {
    let mapping = mapping("awk 'BEGIN { print \"a\"; for (i = 0; i < 60000; i++) print i }'")
    let reading = try read(mapping, in: folder, threads: threads, blockBytes: 1 << 16)
    #expect(reading.summary.records == 60_000)
    #expect(reading.rows.last?.traits == ["0=59999"])
  }

  @Test("a command that was read to its end is gone, with what it left running")
  func nothingLeft() throws {
    let command = """
      echo $$ > shell; sleep 1000 >/dev/null 2>&1 & echo $! > quiet
      sleep 1000 >/dev/null & echo $! > holding-errors
      cat t.csv
      """
    #expect(try read(mapping(command), in: folder).summary.records == 500)
    #expect(try !isThere("shell"))
    try waitUntilGone("quiet", "holding-errors")
  }

  @Test("a reading that ends early ends the command and what it started")
  func earlyEnd() throws {
    let command = "echo $$ > shell; sleep 1000 & echo $! > background; printf 'a\\000b\\n'; yes"
    #expect(failure(of: mapping(command), in: folder)?.summary.contains("NUL") == true)
    #expect(try !isThere("shell"))
    try waitUntilGone("background")
  }

  @Test(
    "a caller that throws does not wait for a command that has nothing more to say", arguments: [1, 2, 5])
  func callerThrows(threads: Int) throws {
    struct Enough: Error {}
    let command = "echo $$ > shell; echo a; yes 1 | head -c 8000000; sleep 1000"
    let reader = SourceReader(
      mapping: mapping(command), root: folder.path,
      options: ReadOptions(threads: threads, blockBytes: 1000, batchRows: 10))
    #expect(throws: Enough.self) { try reader.reading { _ in throw Enough() } }
    #expect(try !isThere("shell"))
  }

  #if os(Linux)
    @Test("a command has no signal blocked, whatever the thread has that starts it")
    func signals() throws {
      let command = #"printf 'a\n'; awk '/^SigBlk/ { print $2 }' /proc/self/status"#
      #expect(try read(mapping(command), in: folder).rows.map(\.traits) == [["0=0000000000000000"]])
    }
  #endif

  @Test("a command that does not want to end is ended")
  func stubborn() throws {
    let command =
      "trap '' TERM PIPE; echo $$ > shell; printf 'a\\000b\\n'; while :; do echo x; done 2>/dev/null"
    #expect(failure(of: mapping(command), in: folder)?.summary.contains("NUL") == true)
    #expect(try !isThere("shell"))
  }

  /// Orphans are taken by the system's first process, which may take its time; a timeout would only hide a fault.
  private func waitUntilGone(_ files: String...) throws {
    for file in files {
      let text = try String(contentsOfFile: folder.path + "/" + file, encoding: .utf8)
      let id = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      while isRunning(id) { sched_yield() }
    }
  }

  /// Whether a process is there and no zombie.
  private func isRunning(_ id: pid_t) -> Bool {
    guard kill(id, 0) == 0 else { return false }
    guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
    return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
  }
}
