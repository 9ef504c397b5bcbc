// The file that callgrind leaves, as far as it tells totals and how often a function was called. Its format is
// described in the Callgrind manual, "Callgrind Format Specification".

struct CallgrindProfile {
  /// What asks for memory in the end; `new` and Swift's objects end in one of them.
  static let allocators: Set = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"]

  private(set) var instructions: Int?
  private var callsByName: [String: Int] = [:]

  /// A name is spelled out where it is first used, `cfn=(12) malloc`, and is `cfn=(12)` from then on. A recursive
  /// function's inner calls have names like `malloc'2`.
  init(_ text: String) {
    var names: [Substring: String] = [:]
    var called: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("fn=") || line.hasPrefix("cfn=") {
        guard let close = line.firstIndex(of: ")"), let open = line.firstIndex(of: "(") else { continue }
        let number = line[open...close]
        let name = line[line.index(after: close)...].drop { $0 == " " }
        if !name.isEmpty { names[number] = String(name.prefix { $0 != "'" }) }
        if line.hasPrefix("c") { called = names[number] }
      } else if line.hasPrefix("calls="), let called {
        callsByName[called, default: 0] += Int(line.dropFirst(6).prefix { $0 != " " }) ?? 0
      } else if line.hasPrefix("totals: ") {
        instructions = Int(line.dropFirst(8))
      }
    }
  }

  func calls(of functions: Set<String>) -> Int { functions.reduce(0) { $0 + (callsByName[$1] ?? 0) } }
}
