// A disk that tells what it holds for certain from what it only was told: the states in which a power cut may leave a
// folder are made from it.

import Foundation
import Testing

/// The files of a folder while a program changes them, call by call.
///
/// POSIX promises of what was written only what was fsynced: of a file its bytes, of a folder the names in it.
final class SimulatedDisk {
  /// What a power cut takes.
  enum Loss: CaseIterable {
    /// Every byte and every name that nothing made sure of.
    case everything
    /// Every such byte, but no name: file systems often order names only.
    case bytes
    /// The second half of what was written of each file stays zero: its length is written, and some of its blocks.
    case blocks
  }

  private final class Node {
    var bytes: [UInt8] = []
    /// What is held for certain.
    var certainBytes: [UInt8] = []
    /// Of a folder; nil for a file.
    var entries: [String: Node]?
    var certainEntries: [String: Node] = [:]

    init(isFolder: Bool) { entries = isFolder ? [:] : nil }
  }

  private struct OpenFile {
    var node: Node
    var offset = 0
    var appends = false
  }

  private let root: String
  private let top = Node(isFolder: true)
  private var openFiles: [Int: OpenFile] = [:]

  /// What is in the folder is held for certain.
  ///
  /// - Parameter root: The path that the program calls the folder by.
  init(root: String) throws {
    self.root = root
    try read(root, into: top)
  }

  private func read(_ path: String, into folder: Node) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      let place = URL(filePath: path + "/" + name)
      let isFolder = try place.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
      let node = Node(isFolder: isFolder)
      if isFolder {
        try read(place.path(percentEncoded: false), into: node)
      } else {
        node.bytes = [UInt8](try Data(contentsOf: place))
        node.certainBytes = node.bytes
      }
      folder.entries?[name] = node
    }
    folder.certainEntries = folder.entries ?? [:]
  }

  /// The files after a power cut, by their paths in the folder.
  func files(losing loss: Loss?) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    collect(top, "", loss, into: &files)
    return files
  }

  private func collect(_ folder: Node, _ path: String, _ loss: Loss?, into files: inout [String: [UInt8]]) {
    let entries = loss == .everything ? folder.certainEntries : folder.entries ?? [:]
    for (name, node) in entries {
      if node.entries != nil {
        collect(node, path + name + "/", loss, into: &files)
      } else {
        files[path + name] =
          switch loss {
          case nil: node.bytes
          case .everything, .bytes: node.certainBytes
          case .blocks: Self.halfWritten(node)
          }
      }
    }
  }

  private static func halfWritten(_ node: Node) -> [UInt8] {
    let common = zip(node.bytes, node.certainBytes).prefix { $0 == $1 }.count
    let written = common + (node.bytes.count - common) / 2
    return node.bytes[..<written] + [UInt8](repeating: 0, count: node.bytes.count - written)
  }
}

// Calls.
extension SimulatedDisk {
  /// The calls that it knows; strace has to be asked for these.
  static let calls =
    "/^(open|openat|close|lseek|write|pwrite64|fsync|fdatasync|ftruncate|rename|renameat|renameat2|unlink|unlinkat"
    + "|mkdir|mkdirat|rmdir|link|linkat)$"

  /// Does what the program did.
  func perform(_ call: TracedCall) {
    switch call.name {
    case "open": open(call, path: 0)
    case "openat": open(call, path: 1)
    case "close": openFiles[call.number(0)] = nil
    case "lseek": openFiles[call.number(0)]?.offset = call.result
    case "write": write(call.bytes(1).prefix(call.result), to: call.number(0), at: nil)
    case "pwrite64": write(call.bytes(1).prefix(call.result), to: call.number(0), at: call.number(3))
    case "ftruncate": truncate(call.number(0), to: call.number(1))
    case "fsync", "fdatasync": makeCertain(call.number(0))
    case "rename": rename(call.path(0), call.path(1), exchanges: false)
    case "renameat", "renameat2":
      rename(call.path(1), call.path(3), exchanges: call.has("RENAME_EXCHANGE", at: 4))
    case "link": set(call.path(1), to: node(call.path(0)))
    case "linkat": set(call.path(3), to: node(call.path(1)))
    case "unlink", "rmdir": set(call.path(0), to: nil)
    case "unlinkat": set(call.path(1), to: nil)
    case "mkdir": set(call.path(0), to: Node(isFolder: true))
    case "mkdirat": set(call.path(1), to: Node(isFolder: true))
    default: Issue.record("\(call.name) is not simulated")
    }
  }

  private func open(_ call: TracedCall, path index: Int) {
    let path = call.path(index)
    let flags = index + 1
    if node(path) == nil, call.has("O_CREAT", at: flags) { set(path, to: Node(isFolder: false)) }
    openFiles[call.result] = node(path).map { OpenFile(node: $0, appends: call.has("O_APPEND", at: flags)) }
    if call.has("O_TRUNC", at: flags) { truncate(call.result, to: 0) }
  }

  private func write(_ bytes: ArraySlice<UInt8>, to number: Int, at place: Int?) {
    guard let file = openFiles[number] else { return }
    let start = place ?? (file.appends ? file.node.bytes.count : file.offset)
    let end = start + bytes.count
    if file.node.bytes.count < end { truncate(number, to: end) }
    file.node.bytes.replaceSubrange(start..<end, with: bytes)
    if place == nil { openFiles[number]?.offset = end }
  }

  private func truncate(_ number: Int, to count: Int) {
    guard let node = openFiles[number]?.node else { return }
    let missing = max(0, count - node.bytes.count)
    node.bytes = node.bytes.prefix(count) + [UInt8](repeating: 0, count: missing)
  }

  private func makeCertain(_ number: Int) {
    guard let node = openFiles[number]?.node else { return }
    node.certainBytes = node.bytes
    node.certainEntries = node.entries ?? [:]
  }

  private func rename(_ old: String, _ new: String, exchanges: Bool) {
    let (moved, replaced) = (node(old), node(new))
    set(new, to: moved)
    set(old, to: exchanges ? replaced : nil)
  }

  private func node(_ path: String) -> Node? {
    guard let names = names(of: path) else { return nil }
    return names.reduce(top as Node?) { $0?.entries?[$1] }
  }

  private func set(_ path: String, to node: Node?) {
    guard let names = names(of: path), let name = names.last else { return }
    names.dropLast().reduce(top as Node?) { $0?.entries?[$1] }?.entries?[name] = node
  }

  /// nil for what lies elsewhere.
  private func names(of path: String) -> [String]? {
    guard (path + "/").hasPrefix(root + "/") else { return nil }
    return path.dropFirst(root.count).split(separator: "/").filter { $0 != "." }.map(String.init)
  }
}
