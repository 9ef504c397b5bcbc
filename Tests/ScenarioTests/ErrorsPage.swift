// Documentation/Errors.md: every error message with what leads to it, made from the stories about errors.

import Foundation

enum ErrorsPage {
  static let url = Stage.package.appending(path: "Documentation/Errors.md")

  /// The page as the stories are written now: a section for each, without its setup.
  static func text(of stories: URL) throws -> String {
    let folder = stories.appending(path: "errors")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    let sections = try pages.filter { $0.hasSuffix(".md") }.map { page in
      let markdown = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
      return "#" + Story(markdown: markdown).withoutSetup.trimmingCharacters(in: .newlines) + "\n"
    }
    return """
      # Errors

      What persona-sync says when something is wrong, and what leads to it. Each section is a story that the tests play;
      after a change of a message, recording the stories writes this page anew.


      """ + sections.joined(separator: "\n")
  }
}

extension Story {
  /// What a reader needs: prose, files and commands with their output.
  fileprivate var withoutSetup: String {
    var shown = self
    shown.steps.removeAll { if case .setup = $0 { true } else { false } }
    let expected = shown.steps.compactMap { step -> [String]? in
      if case .console(let exchanges) = step { exchanges.map(\.expected) } else { nil }
    }
    return shown.markdown(actual: expected).replacingOccurrences(of: "\n\n\n", with: "\n\n")
  }
}
