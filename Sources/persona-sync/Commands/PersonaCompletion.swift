// What a shell offers where an argument is a persona.

import ArgumentParser
import PersonaSync

extension CompletionKind {
  /// The ids of the personas of the workspace that the words on the command line are about; none outside of one.
  static var personas: CompletionKind {
    .custom { words, _, _ in
      let option = words.lastIndex { ["-C", "--workspace"].contains($0) }.map { $0 + 1 }
      let folder = option.flatMap { words.indices.contains($0) ? words[$0] : nil } ?? "."
      return (try? WorkspaceFolder.find(from: folder))?.personaIDs() ?? []
    }
  }
}
