// What was typed.

import Foundation

struct Arguments {
  enum Mode: Equatable {
    case measure
    case agree
    case counters(areRecorded: Bool)
    case generate(InputKind, bytes: Int, seed: UInt64, BrokenLines, path: String)
    case limit(String, threads: Int, path: String?)
    case help
  }

  var mode = Mode.measure
  var program: String?
  var peers: String?
  var work: String?
  var sizes: [InputSize] = []
  var rounds = 4
  var cases = Set(Case.allCases)
  /// The page that the tables are written to; none: standard output.
  var page: String?
  var date: String?

  static let usage = """
    usage: benchmark [--sizes 100MB,1GB] [--only CASES] [--rounds 4] [--write PAGE] [--date DAY]
           benchmark --agree [--sizes 20MB]
           benchmark --counters [--record]
           benchmark --generate json|csv --bytes N --seed N [--without-broken-lines] FILE

    Without a mode it measures everything and prints tables; --write puts them into a page.
    --agree compares the answers with those of plain Python, and of the peers that are there.
    --counters compares instructions and allocations with Benchmarks/thresholds.json.
    CASES: \(Case.allCases.map(\.rawValue).joined(separator: ","))
    Everywhere: [--program persona-sync] [--peers FOLDER] [--work FOLDER]
    Benchmarks/README.md says what each case means.
    """

  private static let flags: Set = [
    "--agree", "--counters", "--record", "--without-broken-lines", "--help",
  ]
  private static let options: Set = [
    "--program", "--peers", "--work", "--sizes", "--rounds", "--only", "--write", "--date", "--generate",
    "--bytes", "--seed", "--limit", "--threads",
  ]

  init(_ words: [String]) throws {
    var given: [String: String] = [:]
    var files: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if Self.flags.contains(word) {
        given[word] = ""
      } else if Self.options.contains(word), let value = rest.popFirst() {
        given[word] = value
      } else if !word.hasPrefix("-") {
        files.append(word)
      } else {
        throw Failure("“\(word)” is not understood", hint: Self.usage)
      }
    }
    try interpret(given)
    mode = try Self.mode(given, files)
  }

  private mutating func interpret(_ given: [String: String]) throws {
    program = given["--program"]
    peers = given["--peers"]
    work = given["--work"]
    page = given["--write"]
    date = given["--date"]
    sizes = try (given["--sizes"] ?? "").split(separator: ",").map { try InputSize(String($0)) }
    if let rounds = given["--rounds"] { self.rounds = max(1, try Self.number(rounds)) }
    if let only = given["--only"] {
      cases = Set(
        try only.split(separator: ",").map { name in
          guard let known = Case(rawValue: String(name)) else {
            throw Failure("there is no case “\(name)”", hint: Self.usage)
          }
          return known
        })
    }
  }

  private static func mode(_ given: [String: String], _ files: [String]) throws -> Mode {
    if given["--help"] != nil { return .help }
    if given["--agree"] != nil { return .agree }
    if given["--counters"] != nil { return .counters(areRecorded: given["--record"] != nil) }
    if let limit = given["--limit"] {
      return .limit(limit, threads: try number(given["--threads"] ?? "1"), path: files.first)
    }
    guard let kind = given["--generate"] else { return .measure }
    guard let kind = InputKind(rawValue: kind), let path = files.first else {
      throw Failure("what is to be generated, and where to?", hint: usage)
    }
    return .generate(
      kind, bytes: try number(given["--bytes"] ?? ""), seed: UInt64(try number(given["--seed"] ?? "1")),
      given["--without-broken-lines"] == nil ? .kept : .leftOut, path: path)
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 0 else { throw Failure("“\(text)” is no number", hint: usage) }
    return number
  }
}

/// What can be measured.
enum Case: String, CaseIterable {
  case first, later, personas, commits, startup, limits
}
