// A power cut after every call of a sync: what a disk may have lost by then is worked out from what the real program
// was seen to write and to make sure of.

import Foundation
import Testing

@Suite("A power cut")
struct PowerCutTests {
  @Test(
    "after every call: nothing is lost or left over, and the next sync ends as an undisturbed one",
    .needs("strace"), .enabled(if: canTrace, "strace may not trace here"),
    arguments: SimulatedDisk.Loss.allCases)
  func everyCall(loss: SimulatedDisk.Loss) throws {
    let template = try DisturbedWorkspace.make(isFirst: loss == .blocks)
    let workspace = try template.copy()
    let disk = try SimulatedDisk(root: workspace.workspace.root)
    let before = disk.files(losing: nil)
    let trace = try workspace.tracedSync(calls: SimulatedDisk.calls, ["-xx", "-y", "-s", "16777216"])
    let real = try SimulatedDisk(root: workspace.workspace.root).files(losing: nil)
    let tree = try workspace.tree()
    var last = before
    var cuts = 0
    for (number, call) in trace.split(separator: "\n").compactMap(TracedCall.init).enumerated() {
      disk.perform(call)
      let left = disk.files(losing: loss)
      if left == last { continue }
      last = left
      cuts += 1
      try workspace.become(template, but: left, insteadOf: before)
      let comment: Comment = "losing \(loss) after call \(number + 1), \(call.name)"
      workspace.requireSoundRepository(comment)
      try workspace.requireWords(comment)
      try workspace.sync()
      try workspace.requireNoDebris(comment)
      #expect(try workspace.tree(comment) == tree, comment)
    }
    #expect(cuts > 30, "the calls of an apply are seen")
    // The judge of the simulation: it ends with what is really there. Another thread writes the cache.
    func known(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
      files.filter { !$0.key.hasPrefix(".persona-sync/segments/") }
    }
    let simulated = disk.files(losing: nil)
    #expect(known(simulated) == known(real))
  }
}

extension DisturbedWorkspace {
  /// Makes the folder hold these files and no others. It stays where it is: a run marks what it makes with its place.
  ///
  /// - Parameter before: The files of `template`.
  fileprivate func become(
    _ template: DisturbedWorkspace, but after: [String: [UInt8]], insteadOf before: [String: [UInt8]]
  ) throws {
    let root = workspace.root
    try FileManager.default.removeItem(atPath: root)
    try FileManager.default.copyItem(atPath: template.workspace.root, toPath: root)
    for path in before.keys where after[path] == nil {
      try FileManager.default.removeItem(atPath: root + "/" + path)
    }
    for (path, bytes) in after where before[path] != bytes {
      let place = URL(filePath: root + "/" + path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: place)
    }
  }
}
