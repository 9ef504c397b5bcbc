// Where everything lies: the program, the peers, the inputs, and a folder to work in.

import Foundation

struct Site {
  /// The checkout.
  let repository: String
  /// persona-sync, as it is measured.
  let program: String
  /// The virtual environment with DuckDB's CLI and polars.
  let peers: String
  /// Holds inputs, which are made once and kept, and workspaces, which are made anew.
  let work: String

  /// Seed of all inputs.
  static let seed: UInt64 = 1

  init(_ arguments: Arguments) throws {
    // This file lies four folders below the checkout.
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let repository = folder.path
    self.repository = repository
    func absolute(_ path: String?, or usual: String) -> String {
      guard let path else { return repository + "/" + usual }
      return URL(fileURLWithPath: path).path
    }
    program = absolute(arguments.program, or: ".build/release/persona-sync")
    peers = absolute(
      arguments.peers ?? ProcessInfo.processInfo.environment["PERSONA_SYNC_PEERS"], or: ".peers")
    work = absolute(arguments.work, or: "Benchmarks/.build/work")
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Failure("there is no program \(program)", hint: "make build")
    }
    for folder in ["inputs", "workspaces", "answers"] {
      try FileManager.default.createDirectory(
        atPath: work + "/" + folder, withIntermediateDirectories: true)
    }
  }

  /// A file of `Benchmarks/Job`.
  func job(_ name: String) -> String { repository + "/Benchmarks/Job/" + name }

  func jobText(_ name: String) throws -> String { try String(contentsOfFile: job(name), encoding: .utf8) }

  /// Where a program's answer goes.
  func answer(_ name: String) -> String { work + "/answers/" + name }

  /// A command of persona-sync in a workspace.
  func personaSync(_ arguments: [String], in workspace: JobWorkspace) -> Command {
    Command([program] + arguments, in: workspace.folder)
  }

  /// Runs this program itself in another mode, as a child: what it needs must not count as a contestant's.
  func ourselves(_ arguments: [String]) throws -> Command {
    guard let path = Bundle.main.executablePath else { throw Failure("cannot find this program") }
    return Command([path] + arguments, in: work)
  }

  // MARK: Inputs

  /// The file of events of this size, made when it is not there yet, and read once, so that it is in memory.
  func input(_ kind: InputKind, _ size: InputSize, _ brokenLines: BrokenLines = .kept) throws -> Input {
    let ending = (brokenLines == .kept ? "" : ".whole") + "." + kind.fileEnding
    let path = "\(work)/inputs/events-\(size.words.filter { $0 != " " })\(ending)"
    if !FileManager.default.fileExists(atPath: path) {
      note("making \(path)")
      let part = path + ".part"
      var command = [
        "--generate", kind.rawValue, "--bytes", String(size.bytes), "--seed", String(Site.seed),
      ]
      if brokenLines == .leftOut { command.append("--without-broken-lines") }
      try ourselves(command + [part]).run()
      try FileManager.default.moveItem(atPath: part, toPath: path)
    }
    try Command(["cat", path], in: work).run()
    return Input(kind: kind, size: size, path: path)
  }
}

/// A generated file of events. Nothing ever changes it.
struct Input {
  let kind: InputKind
  let size: InputSize
  let path: String

  var words: String { "\(size.words) of \(kind.words)" }

  var bytes: Int { get throws { try fileSize(path) } }
}

func fileSize(_ path: String) throws -> Int {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return (attributes[.size] as? NSNumber)?.intValue ?? 0
}
