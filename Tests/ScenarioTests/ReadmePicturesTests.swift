// The pictures of the README are made by the tool from the example, and are those that it makes today.

import Foundation
import Testing

@Suite("The README's pictures")
struct ReadmePicturesTests {
  @Test("are what the tool makes of the example")
  func pictures() throws {
    let stage = try Stage()
    let made = try stage.run(
      """
      persona-sync init --example game >/dev/null && cd game && persona-sync sync --as-of 2026-05-31 >/dev/null 2>&1 &&
      cp evidence/jen.svg ../jen.svg && persona-sync export jen --format card --output ../jen-card.svg >/dev/null
      """)
    #expect(made == "")
    let folder = Stage.package.appending(path: "Documentation/Pictures")
    for name in ["jen.svg", "jen-card.svg"] {
      let now = try Data(contentsOf: stage.folder.appending(path: name))
      let file = folder.appending(path: name)
      if ProcessInfo.processInfo.environment["PERSONA_SYNC_RECORD"] != nil { try now.write(to: file) }
      #expect(try Data(contentsOf: file) == now, "\(name): PERSONA_SYNC_RECORD=1 makes it anew; look at it")
    }
  }
}
