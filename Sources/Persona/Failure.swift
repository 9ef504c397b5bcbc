// The one error of the project, and the problems that are values instead of errors.

/// Why something failed: what was attempted, where, why, and what to do next.
///
/// One type for all parts, because the terminal prints every failure in the same form. It carries no event values,
/// names or addresses.
public struct Failure: Error, Sendable, Hashable {
  /// Whether the person can fix it (exit code 1) or it is ours (70).
  public enum Kind: Sendable, Hashable {
    case fixable, bug
    /// Somebody else wrote to the workspace meanwhile, and nothing was written over it: from where things stand now, the
    /// same may go well. Else as `fixable`.
    case overtaken
  }

  public var kind: Kind
  /// What was attempted and failed, without a full stop: `cannot read the settings`.
  public var summary: String
  public var location: SourceLocation?
  /// Why, outermost first; printed as `caused by:`.
  public var causes: [String]
  /// What to do next; printed as `hint:`.
  public var hint: String?

  public init(
    _ summary: String, at location: SourceLocation? = nil, causes: [String] = [], hint: String? = nil,
    kind: Kind = .fixable
  ) {
    self.kind = kind
    self.summary = summary
    self.location = location
    self.causes = causes
    self.hint = hint
  }
}

/// A place in a text file. Lines and columns count from 1; columns count bytes.
public struct SourceLocation: Sendable, Hashable, Comparable {
  /// The path as it is shown to people, relative to the workspace.
  public var file: String
  public var line: Int?
  public var column: Int?

  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Whether the file is JSON by its name: what a hint says to write must be JSON there, and is YAML elsewhere.
  public var isInJSON: Bool { file.lowercased().hasSuffix(".json") }

  public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line:column`, as compilers print it.
  public var description: String {
    [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
  }
}

/// Something wrong with what a person wrote, found while reading on. A value, so that all are reported at once.
public struct Problem: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  public var severity: Severity
  public var message: String
  public var location: SourceLocation
  public var hint: String?

  public init(
    _ severity: Severity = .error, _ message: String, at location: SourceLocation, hint: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.hint = hint
  }
}
