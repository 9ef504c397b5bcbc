// One folder of a commit in git's own form: names with the ids of what they hold, sorted. Its own reader and writer,
// because libgit2 takes a tree apart anew for each name that is looked up and for each commit that is built on it,
// which with thousands of files costs more than all the rest.

internal import CLibgit2

/// One entry of a tree.
struct TreeEntry: Equatable {
  var id: ObjectID
  var mode: git_filemode_t
}

extension git_filemode_t {
  var isFile: Bool { self == GIT_FILEMODE_BLOB || self == GIT_FILEMODE_BLOB_EXECUTABLE }
  var isLink: Bool { self == GIT_FILEMODE_LINK }
  var isFolder: Bool { self == GIT_FILEMODE_TREE }
}

/// A folder of a commit, as git stores it.
struct Tree {
  /// `MODE NAME`, a zero and the 20 bytes of an id, for each entry.
  private(set) var bytes: [UInt8]
  /// Where each entry starts.
  private var starts: [Int]

  /// A folder without entries.
  init() {
    bytes = []
    starts = []
  }

  /// Takes what git stores; nil for bytes that are no tree.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = []
    var position = 0
    while position < bytes.count {
      starts.append(position)
      guard let end = bytes[position...].firstIndex(of: 0), bytes[position..<end].contains(.space),
        end + ObjectID.byteCount < bytes.count
      else { return nil }
      position = end + 1 + ObjectID.byteCount
    }
  }

  var isEmpty: Bool { starts.isEmpty }

  /// The entry of a name; nil when there is none.
  func entry(_ name: String) -> TreeEntry? {
    position(of: name).map { parts(at: starts[$0]).entry }
  }

  /// Puts an entry in the place of the one with this name, if any; nil removes it.
  mutating func set(_ entry: TreeEntry?, at name: String) {
    if let old = position(of: name) {
      let range = range(old)
      if let entry, parts(at: range.lowerBound).entry.mode.isFolder == entry.mode.isFolder {
        replace(range, by: Self.encoded(entry, name), isNew: false, at: old)
        return
      }
      replace(range, by: [], isNew: false, at: old)
    }
    guard let entry else { return }
    let place = order(of: Array(name.utf8), isFolder: entry.mode.isFolder).place
    let start = place < starts.count ? starts[place] : bytes.count
    replace(start..<start, by: Self.encoded(entry, name), isNew: true, at: place)
  }

  private mutating func replace(_ range: Range<Int>, by new: [UInt8], isNew: Bool, at place: Int) {
    bytes.replaceSubrange(range, with: new)
    if isNew { starts.insert(range.lowerBound, at: place) }
    if new.isEmpty { starts.remove(at: place) }
    let shift = new.count - range.count
    guard shift != 0 else { return }
    for later in starts.indices[(new.isEmpty ? place : place + 1)...] { starts[later] += shift }
  }

  private static func encoded(_ entry: TreeEntry, _ name: String) -> [UInt8] {
    Array((String(entry.mode.rawValue, radix: 8) + " " + name).utf8) + [0] + entry.id.bytes
  }
}

// Finding a name: git sorts by bytes, a folder as if its name ended in a slash.
extension Tree {
  private func position(of name: String) -> Int? {
    let name = Array(name.utf8)
    return order(of: name, isFolder: false).found ?? order(of: name, isFolder: true).found
  }

  /// Where an entry of that name and kind stands, or belongs.
  private func order(of name: [UInt8], isFolder: Bool) -> (found: Int?, place: Int) {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      let (entryName, entry) = parts(at: starts[middle])
      let difference = Self.difference(name, isFolder, bytes[entryName], entry.mode.isFolder)
      if difference == 0 { return (entry.mode.isFolder == isFolder ? middle : nil, middle) }
      if difference < 0 { high = middle } else { low = middle + 1 }
    }
    return (nil, low)
  }

  /// Negative when the first name comes before the second.
  static func difference(
    _ name: [UInt8], _ isFolder: Bool, _ other: ArraySlice<UInt8>, _ isOtherFolder: Bool
  ) -> Int {
    for (byte, otherByte) in zip(name, other) where byte != otherByte { return Int(byte) - Int(otherByte) }
    func end(_ name: some Collection<UInt8>, _ isFolder: Bool, _ length: Int) -> Int {
      name.count > length ? Int(name.dropFirst(length).first ?? 0) : isFolder ? Int(UInt8(ascii: "/")) : 0
    }
    let length = min(name.count, other.count)
    return end(name, isFolder, length) - end(other, isOtherFolder, length)
  }

  var count: Int { starts.count }

  /// The entry at a position, with its name.
  func namedEntry(_ position: Int) -> (name: String, entry: TreeEntry) {
    let (name, entry) = parts(at: starts[position])
    return (String(decoding: bytes[name], as: UTF8.self), entry)
  }

  /// Whether an entry and one of another folder have the same name, kind and content.
  func hasSameEntry(_ position: Int, as otherPosition: Int, of other: Tree) -> Bool {
    bytes[range(position)] == other.bytes[other.range(otherPosition)]
  }

  private func range(_ position: Int) -> Range<Int> {
    starts[position]..<(position + 1 < starts.count ? starts[position + 1] : bytes.count)
  }

  private func parts(at start: Int) -> (name: Range<Int>, entry: TreeEntry) {
    var mode: UInt32 = 0
    var position = start
    while bytes[position] != .space {
      mode = mode << 3 | UInt32(bytes[position] & 7)
      position += 1
    }
    // Every entry was found to end in a zero and an id when the tree was read.
    let name = (position + 1)..<(bytes[position...].firstIndex(of: 0) ?? position + 1)
    let id = ObjectID(bytes: bytes[(name.upperBound + 1)..<(name.upperBound + 1 + ObjectID.byteCount)])
    return (name, TreeEntry(id: id, mode: git_filemode_t(mode)))
  }
}

extension UInt8 {
  fileprivate static let space = UInt8(ascii: " ")
}
