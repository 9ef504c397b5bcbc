// Somebody else at work while a sync runs: an editor that saves, git that commits or switches the branch, another sync.
// Each comes at a random moment, between any two calls that the run makes; git is the judge.

#if DEBUG
  import Foundation
  import Persona
  import PersonaSync
  import Synchronization
  import Testing

  @testable import Workspace

  @Suite("Races")
  struct RaceTests {
    /// What somebody does in the middle of a sync.
    enum Deed: CaseIterable {
      case saveByRename, saveInPlace, addPersona, removePersona, commit, commitAll, switchBranch, newBranch
      case sync
    }

    /// Seeds of each part; the parts run side by side.
    private static let parts = [0..<250, 250..<500, 500..<750, 750..<1000]

    @Test("1,000 random interleavings lose nothing, and a sync then ends what was begun", arguments: parts)
    func interleavings(seeds: Range<Int>) throws {
      let template = try DisturbedWorkspace.make()
      let counting = try template.copy()
      let count = try calls(of: counting, at: nil) {}
      var reached = 0
      for seed in seeds {
        var random = SplitMix64(state: UInt64(seed))
        let deed = Deed.allCases.randomElement(using: &random) ?? .sync
        let moment = Int.random(in: 1...count, using: &random)
        let comment: Comment = "seed \(seed): \(deed) before call \(moment) of \(count)"
        let disturbed = try template.copy()
        let somebody = try Somebody(in: disturbed, word: "word\(seed)")
        do {
          _ = try calls(of: disturbed, at: moment) { somebody.act(deed) }
        } catch let failure as Failure {
          #expect(failure.kind != .bug && failure.hint != nil, "\(comment): \(failure)")
        }
        if somebody.hasActed { reached += 1 }
        somebody.requireNothingLost(comment)
        disturbed.requireSoundRepository(comment)
        try disturbed.requireNoDebris(comment)
        try disturbed.sync()
        try disturbed.requireAllCommitted(comment)
        somebody.requireNothingLost(comment)
      }
      #expect(reached > seeds.count * 9 / 10)
    }

    /// Syncs, and does something before the n-th call; answers how many calls were made.
    private func calls(
      of disturbed: DisturbedWorkspace, at moment: Int?, do deed: @escaping @Sendable () -> Void
    ) throws -> Int {
      let calls = Mutex(0)
      let point: @Sendable (Bool) -> Int32? = { _ in
        let number = calls.withLock { calls in
          calls += 1
          return calls
        }
        if number == moment { Interruption.$point.withValue(nil, operation: deed) }
        return nil
      }
      try Interruption.$point.withValue(point) { _ = try disturbed.sync() }
      return calls.withLock(\.self)
    }
  }

  /// Who works in the same workspace, and remembers what must not be lost.
  private final class Somebody: Sendable {
    private let folder: WorkspaceFolder
    private let word: String
    /// A file as it stood in the editor when the sync began.
    private let buffer: String
    private let state = Mutex((hasActed: false, isSaved: false, commit: String?.none))

    init(in disturbed: DisturbedWorkspace, word: String) throws {
      folder = disturbed.folder
      self.word = word
      buffer = String(decoding: try disturbed.workspace.read("personas/vera.md"), as: UTF8.self)
    }

    var hasActed: Bool { state.withLock(\.hasActed) }

    func act(_ deed: RaceTests.Deed) {
      state.withLock { $0.hasActed = true }
      switch deed {
      case .saveByRename:
        save(buffer.replacing("# Vera\n", with: "# Vera\n\n\(word)\n"), to: "personas/vera.md", .atomic)
      case .saveInPlace:
        save(buffer.replacing("# Vera\n", with: "# Vera\n\n\(word)\n"), to: "personas/vera.md")
      case .addPersona: save("# Nina\n\n\(word)\n", to: "personas/nina.md")
      case .removePersona: try? FileManager.default.removeItem(atPath: folder.root + "/personas/vera.md")
      case .commit:
        save(word + "\n", to: "notes.txt")
        commit("git commit -q -m mine notes.txt")
      case .commitAll:
        save(word + "\n", to: "notes.txt")
        commit("git add -A && git commit -q -m mine")
      case .switchBranch: shell("git checkout -q side")
      case .newBranch: shell("git checkout -q -b other")
      case .sync:
        let options = SyncOptions(
          asOf: nil, isDryRun: false, leavesEdits: false, tool: "persona-sync test")
        _ = try? PersonaSync.sync(folder, options: options)
      }
    }

    private func save(_ text: String, to path: String, _ options: Data.WritingOptions = []) {
      try? Data(text.utf8).write(to: URL(filePath: folder.root + "/" + path), options: options)
      state.withLock { $0.isSaved = true }
    }

    private func commit(_ command: String) {
      let head = shell(command + " && git rev-parse HEAD")
      state.withLock { $0.commit = head }
    }

    @discardableResult
    private func shell(_ command: String) -> String? {
      try? TestWorkspace.run(["sh", "-c", command], home: folder.root)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What was saved stands in a file or in a commit that a branch leads to; what was committed, behind a branch.
    func requireNothingLost(_ comment: Comment) {
      let (_, isSaved, commit) = state.withLock(\.self)
      if isSaved {
        let found = shell(
          "grep -rqsw \(word) personas notes.txt || git log --branches --format= -p -S\(word) | grep -qw \(word)"
        )
        #expect(found != nil, comment)
      }
      if let commit { #expect(shell("git branch --contains \(commit)")?.isEmpty == false, comment) }
    }
  }
#endif
