// Settings of git that a process is given in variables: by `git -c` (GIT_CONFIG_PARAMETERS), and in numbered pairs
// (GIT_CONFIG_COUNT), as containers and build servers do. They are stronger than those of any file.

internal import Persona

/// A setting that does not stand in a file.
struct GivenSetting: Equatable {
  /// With its section, and a subsection if it has one: `remote.origin.url`.
  var name: String
  /// Nil for a name alone, which means `true`.
  var value: String?
}

extension Surroundings {
  /// The settings in variables, the stronger behind the weaker.
  ///
  /// - Throws: where git would stop: a count that is none, a pair without its half, a list that is not quoted.
  func givenSettings() throws(Failure) -> [GivenSetting] {
    let settings = try numberedSettings() + listedSettings()
    // Nothing here talks to a remote, and how one does is often a secret.
    return settings.filter { setting in
      !["http.", "credential.", "url."].contains { setting.name.lowercased().hasPrefix($0) }
    }
  }

  private func numberedSettings() throws(Failure) -> [GivenSetting] {
    guard let written = variable("GIT_CONFIG_COUNT") else { return [] }
    guard let count = Int(written), (0...10_000).contains(count) else {
      throw unreadable("GIT_CONFIG_COUNT", "it is not a number of settings")
    }
    return try (0..<count).map { number throws(Failure) in
      guard let name = variable("GIT_CONFIG_KEY_\(number)") else {
        throw unreadable("GIT_CONFIG_KEY_\(number)", "GIT_CONFIG_COUNT promises it, and it is not set")
      }
      guard let value = environment["GIT_CONFIG_VALUE_\(number)"] else {
        throw unreadable("GIT_CONFIG_VALUE_\(number)", "GIT_CONFIG_COUNT promises it, and it is not set")
      }
      return GivenSetting(name: name, value: value)
    }
  }

  /// `'name'='value' 'name'='value'`; older versions of git wrote `'name=value'`.
  private func listedSettings() throws(Failure) -> [GivenSetting] {
    let variable = "GIT_CONFIG_PARAMETERS"
    var rest = (self.variable(variable) ?? "")[...]
    var settings: [GivenSetting] = []
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
        continue
      }
      guard let name = quotedText(&rest) else { throw unreadable(variable, "its list is not quoted") }
      guard rest.first == "=" else {
        let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        settings.append(GivenSetting(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil))
        continue
      }
      rest.removeFirst()
      settings.append(GivenSetting(name: name, value: quotedText(&rest)))
    }
    return settings
  }

  /// Takes a text in single quotes from the front, as shells read it; nil when there is none.
  private func quotedText(_ rest: inout Substring) -> String? {
    guard rest.first == "'" else { return nil }
    var text = ""
    while rest.first == "'", let end = rest.dropFirst().firstIndex(of: "'") {
      text += rest.dropFirst()[..<end]
      rest = rest[end...].dropFirst()
      // A quote or an exclamation mark stands between two quoted texts, behind a backslash.
      guard rest.first == "\\" else { return text }
      text += rest.dropFirst().prefix(1)
      rest = rest.dropFirst(2)
    }
    return nil
  }

  private func unreadable(_ variable: String, _ cause: String) -> Failure {
    Failure(
      "cannot read the settings of git in \(variable)", causes: [cause],
      hint: "correct the variable, or unset it; git stops at it too")
  }
}

/// Settings as they stand in a file.
///
/// - Throws: for what is no name of a setting.
func settingsText(_ settings: [GivenSetting]) throws(Failure) -> [UInt8] {
  func quoted(_ text: some StringProtocol) -> String {
    let escapes: [Character: String] = ["\\": #"\\"#, "\"": #"\""#, "\n": #"\n"#, "\t": #"\t"#]
    return "\"" + text.map { escapes[$0] ?? String($0) }.joined() + "\""
  }
  func isPartOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
  }
  var text = ""
  for setting in settings {
    guard let end = setting.name.firstIndex(of: "."), let start = setting.name.lastIndex(of: "."),
      [setting.name[..<end], setting.name[start...].dropFirst()].allSatisfy({
        !$0.isEmpty && $0.allSatisfy(isPartOfName)
      }), !setting.name.contains("\n")
    else {
      throw Failure(
        "cannot read the settings of git in the environment",
        causes: ["\(shellArgument(setting.name)) is not the name of a setting"],
        hint: "correct the variables GIT_CONFIG_KEY_0 and on, or what `git -c` was given")
    }
    let section = setting.name[..<end]
    let subsection = end < start ? " " + quoted(setting.name[end..<start].dropFirst()) : ""
    let value = setting.value.map { " = " + quoted($0) } ?? ""
    text += "[\(section)\(subsection)]\n\t\(setting.name[start...].dropFirst())\(value)\n"
  }
  return Array(text.utf8)
}
