// How git is told to compare and merge a workspace's files. Attributes, which travel with the repository, name a driver;
// what the driver runs is a setting of each copy, because git runs nothing that came with a clone.

internal import Foundation
internal import Persona
internal import Workspace

/// A driver that git runs for the files of a workspace.
public struct GitDriver: Sendable {
  /// The setting that names its command.
  public var setting: String
  /// What it is for, after `for`.
  public var purpose: String
  /// Whether this copy of the repository has it.
  public var isRegistered = false
}

enum GitDrivers {
  /// In `.gitattributes`: evidence is compared in words.
  static let comparing = "diff=persona-sync"
  /// Evidence, pictures and personas are merged so that only people's words can conflict.
  static let merging = "merge=persona-sync"

  /// Each with the settings that go with its command, which comes first.
  private static let drivers: [(driver: GitDriver, settings: [(name: String, value: String)])] = [
    (
      GitDriver(setting: "diff.persona-sync.textconv", purpose: "`git diff` in words"),
      [
        ("diff.persona-sync.textconv", "persona-sync textconv"),
        // A history of a hundred evolutions asks for two hundred texts.
        ("diff.persona-sync.cachetextconv", "true"),
      ]
    ),
    (
      GitDriver(setting: "merge.persona-sync.driver", purpose: "branches that both synced"),
      [
        ("merge.persona-sync.driver", mergeCommand),
        ("merge.persona-sync.name", "people's words are merged, the tool's part is the later one"),
      ]
    ),
  ]

  /// The last three of the words are the names of the sides, which git before 2.44 leaves as they stand.
  ///
  /// git takes a driver that cannot be run for one that met a conflict, and our version of the file for what it wrote: the
  /// other side's words would be gone. Where the program is not found, as from a graphical client, or ends with anything
  /// but 0 and 1, git merges the lines.
  private static let mergeCommand =
    callOfMerge + " || { test $? -gt 1"
    + " && case %X in %?) set -- ours base theirs ;; *) set -- %X %S %Y ;; esac"
    + #" && git merge-file --marker-size=%L -L "$1" -L "$2" -L "$3" %A %O %B; } || exit 1"#

  private static let callOfMerge = "persona-sync merge-driver -- %O %A %B %L %P %S %X %Y"

  /// Commands that earlier versions have set.
  private static let formerCommands = [callOfMerge]

  /// Registers the drivers in this copy of the repository; what somebody has set is left as it is, and what an earlier
  /// version has set is brought up to date.
  ///
  /// Not where the program cannot be found: git would then stop at every difference of evidence, and take every merge
  /// for a conflict. Without a driver it compares and merges as it does other files.
  static func register(in repository: Repository, surroundings: Surroundings) throws(Failure) -> [GitDriver] {
    let folders = (surroundings.environment["PATH"] ?? "").split(separator: ":")
    let isInPath = folders.contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/persona-sync")
    }
    var registered: [GitDriver] = []
    for (driver, settings) in drivers {
      var driver = driver
      let command = try repository.value(ofSetting: driver.setting)
      if command.map(formerCommands.contains) ?? isInPath {
        for (name, value) in settings { try repository.set(name, to: value) }
      }
      driver.isRegistered = command != nil || isInPath
      registered.append(driver)
    }
    return registered
  }

  /// The files for `.gitattributes` that say what the repository does not say yet: which files the tool made, and which
  /// driver is whose. A picture has no readable difference.
  ///
  /// Rules go into the folders that are ours when the root has its own.
  ///
  /// - Parameter hasRules: whether the workspace has a file of its own for them.
  static func attributeFiles(
    in repository: Repository, hasRules: Bool
  ) throws(Failure) -> [(path: String, text: String)] {
    let generated = "text eol=lf linguist-generated"
    if !hasRules {
      let text = """
        evidence/*.json \(generated) \(comparing) \(merging)
        evidence/*.svg \(generated) -diff \(merging)
        personas/**/*.md \(merging)
        personas/**/*.json \(merging)

        """
      return [(".gitattributes", text)]
    }
    func isOpen(_ attribute: String, _ path: String) throws(Failure) -> Bool {
      try !repository.hasAttribute(attribute, of: path)
    }
    let (evidence, picture, persona) = ("evidence/x.json", "evidence/x.svg", "personas/x.md")
    var lines: [String] = []
    if try isOpen("linguist-generated", evidence) {
      lines += ["*.svg \(generated) -diff", "*.json \(generated)"]
    }
    if try isOpen("diff", evidence) { lines.append("*.json \(comparing)") }
    if try isOpen("merge", evidence) { lines.append("*.json \(merging)") }
    if try isOpen("merge", picture) { lines.append("*.svg \(merging)") }
    var files: [(path: String, text: String)] = []
    if !lines.isEmpty { files.append(("evidence/.gitattributes", lines.joined(separator: "\n") + "\n")) }
    if try isOpen("merge", persona) {
      files.append(("personas/.gitattributes", "*.md \(merging)\n*.json \(merging)\n"))
    }
    return files
  }
}

/// The bytes of a file that git names to a driver: often one that it made for it.
func bytesFromGit(_ path: String) throws(Failure) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw Failure(
      "cannot read \(path)", causes: ["there is no such file, or it may not be read"],
      hint: "git calls this for a file of its own; name one that is there")
  }
  return [UInt8](data)
}
