// Thrown when what people wrote keeps a command from going on: all problems at once.

public import Persona

/// Every problem of settings and personas, when at least one of them is an error.
public struct WrittenProblems: Error, Sendable {
  /// Sorted by place.
  public var problems: [Problem]

  private let hint: String

  init(_ problems: [Problem], hint: String = "`persona-sync check` shows them all again") {
    self.problems = problems.sortedByPlace()
    self.hint = hint
  }

  /// What is said after the problems themselves.
  public var failure: Failure {
    let errors = problems.count { $0.severity == .error }
    return Failure(
      "\(errors) \(errors == 1 ? "problem" : "problems") must be mended first; nothing was written",
      hint: hint)
  }
}

extension [Problem] {
  func sortedByPlace() -> [Problem] {
    sorted {
      ($0.location, $0.severity.rawValue, $0.message) < ($1.location, $1.severity.rawValue, $1.message)
    }
  }

  var hasErrors: Bool { contains { $0.severity == .error } }
}
