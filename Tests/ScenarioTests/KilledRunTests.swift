// A run that is killed leaves no command of its own running: nobody is left to end it but the system.

import Foundation
import Testing

@Suite("A killed run")
struct KilledRunTests {
  @Test("the command of a source ends with the run, however that ends")
  func commandEnds() throws {
    let stage = try Stage()
    _ = try stage.run(#". "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"; mkfifo pipe"#)
    try stage.write(
      """
      sources:
        shop:
          command: exec 7>pipe; sleep 60; touch ran-to-its-end
          identifiers: { user: user }
      """, to: "persona-sync.yml")
    // The pipe is open for reading once the command holds its other end, and at its end once nothing does.
    let output = try stage.run(
      """
      persona-sync trust >/dev/null
      persona-sync sync & run=$!
      exec 8<pipe
      kill -KILL $run
      cat <&8
      test ! -e ran-to-its-end && echo ended
      """)
    #expect(output.hasSuffix("ended\n"))
  }
}
