// What the kernel counts of a child.

import Foundation
import Testing

@testable import benchmark

@Suite("Commands")
struct CommandTests {
  @Test("memory that a child filled is its peak, also when it gave it back")
  func memory() throws {
    let usage = try Command(["python3", "-c", "x = bytearray(200_000_000); del x"], in: "/").run()
    #expect(usage.peakBytes > 200_000_000)
    #expect(usage.peakBytes < 300_000_000)
  }

  @Test("the time of a child's threads and of its own children counts")
  func time() throws {
    let busy = "import time\nwhile time.process_time() < 0.2: pass"
    let thread =
      "import threading\ndef run():\n exec('''\(busy)''')\nt = threading.Thread(target=run); t.start(); t.join()"
    #expect(try Command(["python3", "-c", thread], in: "/").run().cpuSeconds >= 0.2)
    let quoted = busy.replacingOccurrences(of: "\n", with: "\\n")
    let child = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', '\(quoted)'])"
    #expect(try Command(["python3", "-c", child], in: "/").run().cpuSeconds >= 0.2)
  }

  @Test("a child that fails says why")
  func failure() {
    let failure = #expect(throws: Failure.self) {
      try Command(["sh", "-c", "echo no such thing >&2; exit 3"], in: "/").run()
    }
    #expect(failure?.summary.contains("ended with 3\nno such thing") == true)
  }

  @Test("a program that is not there cannot be run")
  func missing() {
    let failure = #expect(throws: Failure.self) { try Command(["no-such-program"], in: "/").run() }
    #expect(failure?.summary == "cannot run no-such-program: No such file or directory")
  }
}
