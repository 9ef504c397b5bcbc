// The pages as a reader has them: in Chromium, at three widths, light and dark, and on paper.

import Foundation
import Testing

@Suite("Pages in a browser", .serialized, .needsBrowser)
struct PageTests {
  @Test(
    "nothing runs, nothing is asked for, nothing overlaps or is cut, everything can be reached, a handout is a sheet"
  )
  func planted() throws {
    let workspace = try PlantedWorkspace.full()
    let faults = try Browser.faults(in: try workspace.report())
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
  }

  @Test("a report without personas is well made, too")
  func empty() throws {
    let workspace = try PlantedWorkspace(files: ["persona-sync.yml": "timezone: UTC\n"])
    let faults = try Browser.faults(in: try workspace.report())
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
  }

  @Test("served pages are as sound, their slider moves, and they show what was saved")
  func served() throws {
    let workspace = try PlantedWorkspace.full()
    let faults = try Browser.faults(serving: workspace, persona: "planted", file: "personas/planted.md")
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
  }

  @Test("what these tests look for, they find")
  func faults() throws {
    let workspace = try PlantedWorkspace(files: ["persona-sync.yml": "timezone: UTC\n"])
    try workspace.write(
      """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Faulty</title></head><body><main><h1>One</h1>
      <h4>Four</h4><p style="color:#ccc">Pale</p><p style="width:2000px">\(String(repeating: "wide ", count: 300))</p>
      <p style="margin-top:-30px">Over</p><div style="height:8px;overflow:hidden">Cut away</div>
      <div style="height:4000px"></div><img src="http://127.0.0.1:9/x.png" alt=""><script>window.ran=1</script>
      </main></body></html>
      """, to: "faulty/handouts/faulty.html")
    let faults = try Browser.faults(in: workspace.root + "/faulty").map(\.fault)
    for fault in [
      "a planted script ran", "http://127.0.0.1:9/x.png", "wider than the window", "outside the window: wide",
      "overlap: ", "cut: Cut away", "color-contrast", "heading-order", "sheets",
    ] {
      #expect(faults.contains { $0.contains(fault) }, "\(fault)")
    }
    #expect(faults.contains { $0.contains("net::ERR") }, "a message in the console")
  }
}
