// Plays every story of the documentation. With PERSONA_SYNC_RECORD=1 the stories are rewritten with what the
// commands print now; read the difference before you commit it.

import Foundation
import Testing

@Suite("Stories")
struct StoryTests {
  static let stories = Stage.package.appending(path: "Documentation/Stories")
  static let isRecording = ProcessInfo.processInfo.environment["PERSONA_SYNC_RECORD"] == "1"

  /// Paths of the pages, relative to the folder of stories: those that can be played here, and the others.
  static let (pages, unplayable): ([String], [String]) = {
    guard let walk = FileManager.default.enumerator(atPath: stories.path()) else { return ([], []) }
    let all = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
    let playable = all.filter { page in
      guard let text = try? String(contentsOf: stories.appending(path: page), encoding: .utf8),
        let stage = try? Stage()
      else { return true }
      return Story(markdown: text).needs.allSatisfy { (try? stage.run("(\($0)) >/dev/null 2>&1")) == "" }
    }
    return (playable, all.filter { !playable.contains($0) })
  }()

  @Test("every command of a story prints what the page says", arguments: pages)
  func story(page: String) throws {
    let url = Self.stories.appending(path: page)
    let story = Story(markdown: try String(contentsOf: url, encoding: .utf8))
    let stage = try Stage()
    var actual: [[String]] = []
    for step in story.steps {
      switch step {
      case .prose: break
      case .setup(let script, _): _ = try stage.run(script)
      case .file(let path, let contents, _): try stage.write(contents, to: path)
      case .console(let exchanges):
        actual.append([])
        for exchange in exchanges {
          let output = try stage.run(exchange.command)
          actual[actual.count - 1].append(output)
          if !Self.isRecording { #expect(output == exchange.expected, "\(page): \(exchange.command)") }
        }
      }
    }
    if Self.isRecording {
      try story.markdown(actual: actual).write(to: url, atomically: true, encoding: .utf8)
    }
  }

  @Test("there are stories to play")
  func storiesExist() { #expect(!Self.pages.isEmpty) }

  @Test(
    "every story can be played here",
    .enabled(
      if: unplayable.isEmpty,
      "not played, for want of root, of a right to mount or of a program: \(unplayable.joined(separator: ", "))"
    ))
  func storiesArePlayable() {}

  @Test("Errors.md shows every error as its story does", .disabled(if: isRecording))
  func errorsPageIsCurrent() throws {
    let page = try String(contentsOf: ErrorsPage.url, encoding: .utf8)
    #expect(page == (try ErrorsPage.text(of: Self.stories)))
  }

  @Test("recording writes Errors.md anew", .enabled(if: isRecording))
  func errorsPageIsRecorded() throws {
    try ErrorsPage.text(of: Self.stories).write(to: ErrorsPage.url, atomically: true, encoding: .utf8)
  }
}
