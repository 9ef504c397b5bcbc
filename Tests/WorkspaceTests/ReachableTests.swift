import Foundation
import Persona
import Synchronization
import Testing

@testable import Workspace

/// Everything in a repository is read once, fast and in little memory.
@Suite struct ReachableTests {
  /// Twenty versions of three files, of which git keeps differences.
  private func packed() throws -> TemporaryRepository {
    let home = try TemporaryRepository.make()
    for version in 0..<20 {
      let files = ["a.md", "b.md", "deep/c.md"].map { name in
        (name, (0..<80).map { "\(name) \($0 % 20 == version ? version : 0) of \($0)\n" }.joined())
      }
      try home.commit(Dictionary(uniqueKeysWithValues: files), "version \(version)")
    }
    try home.git("repack", "-adfq")
    return home
  }

  private func found(in home: borrowing TemporaryRepository) throws -> Reachable {
    try home.open().reachable { _, _, _ throws(Failure) in }
  }

  @Test("contents are read from the end of a pack on, so that what they are made from is at hand")
  func order() throws {
    let home = try packed()
    let folder = home.path + "/.git/objects/pack"
    let index = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".idx") })
    // The judge: `NAME blob SIZE PACKED OFFSET`, and the length of its chain for a difference.
    let contents = try home.git("verify-pack", "-v", "\(folder)/\(index)").split(separator: "\n").map {
      $0.split(separator: " ")
    }.filter { $0.count >= 5 && $0[1] == "blob" }
    let expected = try contents.sorted { try #require(Int($0[4])) > #require(Int($1[4])) }
    #expect(contents.contains { $0.count > 5 })
    #expect(try found(in: home).blobs.map(\.id.hexadecimal) == expected.map { String($0[0]) })
  }

  @Test("every content is handed over once, whole, and the counts of what is done rise", arguments: [1, 3])
  func contents(threads: Int) throws {
    let home = try packed()
    // More of them than one thread reads in a row, and some that are in no pack.
    let more = (0..<150).map { ("more/\($0).md", "number \($0)\n") }
    try home.commit(Dictionary(uniqueKeysWithValues: more), "more")
    let reachable = try found(in: home)
    let counts = Mutex<[Int]>([])
    let parts = try reachable.readContents(
      workspace: home.path, surroundings: home.surroundings, threads: threads,
      progress: { count in counts.withLock { $0.append(count) } },
      { repository, blobs throws(Failure) in
        var texts: [String] = []
        try repository.forEachContent(of: blobs) { index, content throws(Failure) in
          let text = String(decoding: content.indices.map { content[$0] }, as: UTF8.self)
          texts.append("\(blobs[index].id.hexadecimal) blob \(content.count)\n\(text)\n")
        }
        return texts
      })
    let names = reachable.blobs.map { $0.id.hexadecimal + "\n" }
    #expect(Set(names).count == names.count)
    #expect(names.count == 210)
    #expect(try parts.joined().joined() == home.git("cat-file", "--batch", input: names.joined()))
    let told = counts.withLock(\.self)
    #expect(told.count == parts.count && told.last == names.count)
    #expect(told == told.sorted())
  }

  @Test(
    "of a large pack no more than 16 MB are mapped at a time",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/maps"), "needs /proc/self/maps"))
  func mapping() throws {
    let home = try TemporaryRepository.make()
    for number in 0..<11 {
      // What looks random is not made smaller.
      var state = UInt64(number)
      let numbers = (0..<(1 << 18)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 29) &* 0x9E37_79B9_7F4A_7C15
      }
      let bytes = unsafe numbers.withUnsafeBytes { unsafe Array($0) }
      try home.write("\(number).bin", bytes)
    }
    try home.git("add", ".")
    try home.git("commit", "--quiet", "--message", "large")
    try home.git("repack", "-adq")
    let repository = try home.open()
    let reachable = try found(in: home)
    var most = 0
    try repository.forEachContent(of: reachable.blobs[...]) { _, content in
      #expect(content.count == 2 << 20)
      most = max(most, mappedBytes(of: home.path))
    }
    #expect((1...(16 << 20)).contains(most))
  }

  /// Bytes of packs below a folder that this process has mapped.
  private func mappedBytes(of folder: String) -> Int {
    // By a handle: the file says that it is empty, and `String(contentsOfFile:)` stops after its first page.
    let bytes = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
    let maps = String(decoding: bytes ?? Data(), as: UTF8.self)
    return maps.split(separator: "\n").filter { $0.contains(folder) && $0.hasSuffix(".pack") }.reduce(0) {
      let places = $1.prefix { $0 != " " }.split(separator: "-").compactMap { Int($0, radix: 16) }
      return $0 + (places.count == 2 ? places[1] - places[0] : 0)
    }
  }
}
