#if DEBUG
  import Foundation
  import Persona
  import Synchronization
  import Testing

  @testable import Workspace

  /// Somebody saves while the tool replaces a file: before every single call of the replacement.
  @Suite struct ReplacementTests {
    enum Save: CaseIterable {
      /// As vim does it: another file takes the name.
      case byRename
      /// As most editors do it.
      case inPlace

      func save(_ text: String, to path: String) {
        let bytes = Data(text.utf8)
        try? bytes.write(to: URL(filePath: path), options: self == .byRename ? .atomic : [])
      }
    }

    enum Change: CaseIterable {
      case replace, create, remove

      var revision: FileRevision {
        switch self {
        case .replace: FileRevision(path: "jen.md", before: .text("one\n"), after: .text("two\n"))
        case .create: FileRevision(path: "jen.md", before: nil, after: .text("two\n"))
        case .remove: FileRevision(path: "jen.md", before: .text("one\n"), after: nil)
        }
      }
    }

    @Test(
      "what somebody saves while a file is replaced is there afterwards", arguments: Save.allCases,
      Change.allCases)
    func saves(save: Save, change: Change) throws {
      for moment in 1...1_000 {
        let home = try TemporaryRepository.make(initialised: false)
        if change != .create { try home.write("jen.md", "one\n") }
        let path = home.path + "/jen.md"
        let calls = Mutex(0)
        let saves: @Sendable (Bool) -> Int32? = { _ in
          let number = calls.withLock { calls in
            calls += 1
            return calls
          }
          // A second time in the next call but one: they go on writing.
          if number == moment { save.save("by hand\n", to: path) }
          if number == moment + 2 { save.save("by hand, once more\n", to: path) }
          return nil
        }
        var failure: Failure?
        do {
          try Interruption.$point.withValue(saves) {
            try FileStore(root: home.path).replace([change.revision])
          }
        } catch let error as Failure {
          failure = error
        }
        let count = calls.withLock(\.self)
        if count < moment { return #expect(moment > 5 && failure == nil) }
        let last = count < moment + 2 ? "by hand\n" : "by hand, once more\n"
        #expect(try home.read("jen.md") == last, "call \(moment) of \(count)")
        #expect(try home.run(["ls", "-A"]).output == "jen.md\n", "call \(moment) of \(count)")
        #expect(failure == nil || failure?.kind == .overtaken)
      }
    }
  }
#endif
