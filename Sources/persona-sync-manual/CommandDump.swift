// What the tool says of its own commands with `--experimental-dump-help`: the declarations from which help is made.

/// The whole dump.
struct CommandDump: Decodable {
  var command: Command
}

/// One command.
struct Command: Decodable {
  var commandName: String
  var abstract: String?
  var discussion: String?
  var shouldDisplay: Bool
  var arguments: [Argument]?
  var subcommands: [Command]?
}

/// A flag, an option or a positional argument.
struct Argument: Decodable {
  enum Kind: String, Decodable {
    case flag, option, positional
  }

  struct Name: Decodable {
    enum Kind: String, Decodable {
      case short, long, longWithSingleDash
    }

    var kind: Kind
    var name: String
  }

  var kind: Kind
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var defaultValue: String?
  var allValues: [String]?
  var isOptional: Bool
  var isRepeating: Bool
  var shouldDisplay: Bool
}
