// What is wrong with files, where the words of a persona would stand: pages that are shown while somebody writes must not
// lose a persona unseen.

internal import Markup
public import Persona

extension Site {
  /// Characters of one text.
  private static let problemLimit = 1_000

  /// The page of a persona of which only problems are known.
  ///
  /// - Parameter problems: with its file.
  public func problemsPage(_ id: String, _ problems: [Problem]) -> String {
    let content: HTML = """
      <div class="title">
      <h1><bdi>\(oneLine(id, limit: 120))</bdi></h1>
      <p class="lead">This persona cannot be shown as it stands.</p>
      </div>

      """
    return PageFrame(
      title: "\(isolated(id)) – Personas", path: SitePath.persona(id), current: nil,
      content: content + problemsPart(problems)
    ).html(of: self)
  }

  /// Each problem as `check` prints it; nothing without any.
  func problemsPart(_ problems: [Problem]) -> HTML {
    guard !problems.isEmpty else { return "" }
    let items = problems.map { problem -> HTML in
      let hint: HTML =
        problem.hint.map {
          "<br><span class=\"small quiet\">\(isolated($0, limit: Self.problemLimit))</span>"
        } ?? ""
      return """
        <li><code>\(isolated(problem.location.description, limit: Self.problemLimit))</code> \(problem.severity.rawValue): \(isolated(problem.message, limit: Self.problemLimit))\
        \(hint)</li>

        """
    }
    return "<div class=\"empty\" role=\"alert\"><h2>What is wrong</h2>\n<ul>\n\(items)</ul></div>\n"
  }
}
