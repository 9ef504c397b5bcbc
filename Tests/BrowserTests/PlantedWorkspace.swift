// A workspace whose people, words and data try to break the pages that show them.

import Foundation
import Persona
import PersonaSync
import Workspace

/// A workspace in a temporary folder, with a report of it.
final class PlantedWorkspace {
  let root: String

  private static let who = [
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
  ]

  init(files: [String: String]) throws {
    root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-pages-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    for (path, text) in files { try write(text, to: path) }
    try git("init", "-q", "-b", "main")
    try git("add", ".")
    try git("commit", "-q", "-m", "workspace")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The folder of the report.
  func report() throws -> String {
    let folder = WorkspaceFolder(root: root)
    _ = try PersonaSync.report(on: folder)
    return root + "/report"
  }

  func sync(asOf day: String) throws {
    let folder = WorkspaceFolder(
      root: root,
      surroundings: Surroundings(environment: Self.who) {
        Surroundings.Moment(seconds: 1_780_315_200, offsetMinutes: 0)
      })
    _ = try PersonaSync.sync(
      folder, options: SyncOptions(asOf: day, isDryRun: false, leavesEdits: false, tool: "test"))
  }

  func write(_ text: String, to path: String) throws {
    let file = URL(filePath: root).appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func git(_ words: String...) throws {
    try Browser.run("/usr/bin/env", ["git", "-C", root] + words, environment: Self.who)
  }
}

extension PlantedWorkspace {
  /// Sets `window.ran`, if anything of it ever runs.
  private static let script = "<script>window.ran=1</script><img src=x onerror=window.ran=1>"

  /// Personas with everything that a page has to stand, after two evolutions.
  static func full() throws -> PlantedWorkspace {
    let workspace = try PlantedWorkspace(files: [
      "persona-sync.yml": settings, ".gitignore": "/data/\n/.persona-sync/\n", "data/shop.csv": events,
      "personas/planted.md": planted, "personas/many.md": many, "personas/rtl.md": rightToLeft,
      "personas/\(String(repeating: "long", count: 40)).md": long, "personas/empty.md": "",
      "personas/dev.json": #"{"label": "Dev", "role": {"tools": ["a", "b"]}}"#,
    ])
    try workspace.sync(asOf: "2026-05-10")
    try workspace.sync(asOf: "2026-05-20")
    return workspace
  }

  private static let settings = """
    timezone: UTC
    window: 30 days
    privacy: { minimum_group: 5 }
    sources:
      "<script>window.ran=1</script>":
        files: data/shop.csv
        time: time
        event: event
        identifiers: { user: user }
        channel: channel
        screen: page
        traits: { plan: plan }

    """

  /// Names of events, channels, screens and traits that are scripts, and one that is as long as a name can be.
  private static var events: String {
    var text = "user,time,event,channel,page,plan\n"
    for person in 1...60 {
      for day in 1...(person <= 40 ? 10 : 2) {
        let event = day.isMultiple(of: 2) ? script : String(repeating: "unbroken", count: 30)
        let date = day < 5 ? "0\(day * 2)" : "\(day * 2)"
        let fields = [
          "u\(person)", "2026-05-\(date) 19:00:00", event, "\"'><svg onload=window.ran=1>",
          "javascript:window.ran=1//\(String(repeating: "w", count: 200))",
          person % 2 == 0 ? script : "مجاني",
        ]
        text += fields.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static let planted = """
    ---
    name: "Pia \(script)"
    match: { metric: active_days, at_least: 5 }
    claims:
      - says: 'Comes in the evening \(script) [x](javascript:window.ran=1)'
        share: events
        where: { hours: [18-22] }
        at_least: 50%
      - says: Buys often
        median: purchases_per_month
        at_least: 2
    ---
    # Pia

    \(script)

    [a](javascript:window.ran=1) <a href="javascript:window.ran=1">b</a> ![c](https://example.com/c.png)
    <svg onload=window.ran=1></svg> <style>body{display:none}</style> <b onclick="window.ran=1">bold</b>

    <iframe src="https://example.com"></iframe>

    ```html
    \(script) \(String(repeating: "unbroken", count: 40))
    ```

    | a | \(script) |
    |---|--:|
    | \(String(repeating: "cell ", count: 30)) | \(String(repeating: "unbroken", count: 40)) |

    - [x] done
    - [ ] not yet
      1. first
      2. second

    > A word from Pia.

    #### Deep heading

    """

  private static let many = """
    ---
    name: Many claims
    match: { metric: active_days, at_least: 1 }
    claims:
    \((1...12).map { "  - { says: 'Claim \($0): \(String(repeating: "word ", count: $0 * 3))', median: active_days, at_least: \($0) }" }.joined(separator: "\n"))
    ---
    \(String(repeating: "A long paragraph of many words. ", count: 80))

    """

  private static let rightToLeft = """
    ---
    name: ليلى, التي تلعب في الطريق
    match: { metric: active_days, at_least: 3 }
    claims:
      - says: تلعب في المساء مع أصدقائها وفي طريق العودة من العمل
        share: events
        where: { hours: [18-22] }
        at_least: 50%
    ---
    # ليلى

    تلعب ليلى في الطريق إلى العمل، ثم مرة أخرى في المساء. English words in between, ثم العربية.

    - الهدف الأول
    - الهدف الثاني

    """

  private static let long = """
    ---
    name: \(String(repeating: "Donaudampfschifffahrtsgesellschaft", count: 12))
    ---
    \(String(repeating: "Kapitänsmützenabzeichenfabrik", count: 60))

    """
}
