// The program under strace, and what strace says that it did.

import Foundation
import SharedData
import Testing

/// Whether a process may be traced: not in every container.
let canTrace =
  Peers.has("strace") && (try? TestWorkspace.run(["strace", "-o", "/dev/null", "true"], home: "/")) != nil

extension DisturbedWorkspace {
  /// What strace says of a sync by the program: of its first thread, which is the one that writes.
  ///
  /// - Parameter calls: the names of the calls that are told, as strace takes them.
  func tracedSync(calls: String, _ options: [String] = []) throws -> String {
    let trace = workspace.home + "-trace"
    defer { try? FileManager.default.removeItem(atPath: trace) }
    let program = BuiltProducts.folder.appending(path: "persona-sync").path()
    _ = try? TestWorkspace.run(
      ["strace", "-o", trace, "-e", "trace=" + calls] + options + [program, "sync", "--threads", "1"],
      home: workspace.root)
    return String(decoding: try Data(contentsOf: URL(filePath: trace)), as: UTF8.self)
  }
}

/// A call of the system that did not fail, as `strace -xx -y` writes it: every text in hexadecimal, so that nothing in
/// it looks like punctuation.
struct TracedCall {
  let name: String
  private let arguments: [Substring]
  let result: Int

  /// - Parameter line: `openat(AT_FDCWD<\x2f>, "\x61", O_WRONLY|O_CREAT, 0600) = 4<\x2f\x61>`.
  init?(_ line: Substring) {
    guard let open = line.firstIndex(of: "("), let close = line.firstRange(of: ") = ") else { return nil }
    name = String(line[..<open])
    arguments = line[line.index(after: open)..<close.lowerBound].split(separator: ", ").map { $0[...] }
    let result = line[close.upperBound...].prefix { $0.isNumber }
    guard let result = Int(result) else { return nil }
    self.result = result
  }

  /// A text, or the bytes that are written.
  func bytes(_ index: Int) -> [UInt8] { Self.decode(arguments[index]) }

  /// An absolute path. What a relative one starts from stands in angle brackets in the argument before it.
  func path(_ index: Int) -> String {
    let path = String(decoding: bytes(index), as: UTF8.self)
    if path.hasPrefix("/") || index == 0 { return path }
    return String(decoding: Self.decode(arguments[index - 1]), as: UTF8.self) + "/" + path
  }

  /// A number, or that of a file descriptor.
  func number(_ index: Int) -> Int { Int(arguments[index].prefix { $0.isNumber }) ?? 0 }

  func has(_ flag: String, at index: Int) -> Bool {
    index < arguments.count && arguments[index].split(separator: "|").contains(flag[...])
  }

  /// The bytes of `\x2f\x61`, whatever stands around them.
  private static func decode(_ text: Substring) -> [UInt8] {
    text.split(separator: "\\x").dropFirst(text.hasPrefix("\\x") ? 0 : 1)
      .compactMap { UInt8($0.prefix(2), radix: 16) }
  }
}
