// A story: a Markdown page whose `console` blocks are commands with their exact output.
//
// A fence with a path in its info string (```yaml persona-sync.yml) writes that file. In a `console` fence every
// line that begins with `$ ` is a command (`> ` continues it); the lines below are what it must print, standard
// output and standard error together, ending with `[exit N]` when it failed. A comment that starts with
// `<!-- setup` holds shell commands whose output nobody reads; what follows `<!-- setup needs ` must succeed, else
// the story cannot be played on this machine.

import Foundation

struct Story {
  enum Step {
    case prose(String)
    case setup(script: String, raw: String)
    case file(path: String, contents: String, raw: String)
    case console([Exchange])
  }

  struct Exchange {
    var command: String
    var expected: String
  }

  var steps: [Step] = []

  init(markdown: String) {
    let lines = markdown.components(separatedBy: "\n")
    var index = 0
    var prose: [String] = []
    func flush(_ story: inout Story) {
      if !prose.isEmpty { story.steps.append(.prose(prose.joined(separator: "\n") + "\n")) }
      prose = []
    }
    while index < lines.count {
      let line = lines[index]
      let isFence = line.hasPrefix("```") && line.count > 3
      let isSetup = line.hasPrefix("<!-- setup")
      let words = line.dropFirst(3).split(separator: " ", maxSplits: 1).map(String.init)
      guard isSetup || isFence && (words[0] == "console" || words.count == 2) else {
        prose.append(line)
        index += 1
        if isFence {  // a fence of another kind is prose up to its end
          while index < lines.count, lines[index] != "```" {
            prose.append(lines[index])
            index += 1
          }
        }
        continue
      }
      flush(&self)
      let end = lines[(index + 1)...].firstIndex { isSetup ? $0 == "-->" : $0 == "```" } ?? lines.count
      let body = Array(lines[(index + 1)..<end])
      let raw = lines[index...min(end, lines.count - 1)].joined(separator: "\n") + "\n"
      if isSetup {
        steps.append(.setup(script: body.joined(separator: "\n"), raw: raw))
      } else if words[0] == "console" {
        steps.append(.console(Self.exchanges(body)))
      } else {
        steps.append(.file(path: words[1], contents: body.joined(separator: "\n") + "\n", raw: raw))
      }
      index = end + 1
    }
    if prose.last == "" { prose.removeLast() }
    flush(&self)
  }

  /// Commands that fail where the story cannot be played: it needs root, or a disk of its own.
  var needs: [String] {
    let mark = "<!-- setup needs "
    return steps.compactMap { step in
      guard case .setup(_, let raw) = step, raw.hasPrefix(mark) else { return nil }
      return String(raw.dropFirst(mark.count).prefix { $0 != "\n" })
    }
  }

  private static func exchanges(_ lines: [String]) -> [Exchange] {
    var exchanges: [Exchange] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        exchanges.append(Exchange(command: String(line.dropFirst(2)), expected: ""))
      } else if line.hasPrefix("> "), exchanges.last?.expected == "" {
        exchanges[exchanges.count - 1].command += "\n" + line.dropFirst(2)
      } else if !exchanges.isEmpty {
        exchanges[exchanges.count - 1].expected += line + "\n"
      }
    }
    return exchanges
  }

  /// The page again, with each command's output as `actual` gives it.
  func markdown(actual: [[String]]) -> String {
    var outputs = actual.makeIterator()
    return steps.map { step in
      switch step {
      case .prose(let text): return text
      case .setup(_, let raw), .file(_, _, let raw): return raw
      case .console(let exchanges):
        let texts = outputs.next() ?? []
        let blocks = zip(exchanges, texts).map { exchange, text in
          "$ " + exchange.command.replacingOccurrences(of: "\n", with: "\n> ") + "\n" + text
        }
        return "```console\n" + blocks.joined() + "```\n"
      }
    }.joined()
  }
}
