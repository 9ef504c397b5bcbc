// A command that somebody allowed to run on this computer, as a file of its own outside of the repository.

internal import Digest
internal import EventStream
internal import Persona
internal import PersonaFile

/// A command with the workspace and the source that it was allowed for.
struct TrustedCommand: Hashable {
  static let format = "persona-sync/trust/1"

  /// The real path of the workspace.
  var workspace: String
  var source: String
  /// To the byte: texts that look alike are different commands.
  var command: String

  /// The file's bytes.
  var text: String {
    """
    {
      "command": \(quotedJSON(command)),
      "format": \(quotedJSON(Self.format)),
      "source": \(quotedJSON(source)),
      "workspace": \(quotedJSON(workspace))
    }

    """
  }

  /// The file's name: whatever differs has a name of its own, so that two runs never write into one file.
  var fileName: String { SHA256.hexadecimal(of: Array(text.utf8)) + ".json" }

  static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  func hash(into hasher: inout Hasher) { hasher.combine(Array(text.utf8)) }
}

extension TrustedCommand {
  /// Reads a file that `text` wrote; nil for any other.
  init?(_ bytes: [UInt8]) {
    guard let node = try? parseJSON(bytes, file: ""), let workspace = node["workspace"]?.text,
      let source = node["source"]?.text, let command = node["command"]?.text
    else { return nil }
    self.init(workspace: workspace, source: source, command: command)
    guard text.utf8.elementsEqual(bytes) else { return nil }
  }
}
