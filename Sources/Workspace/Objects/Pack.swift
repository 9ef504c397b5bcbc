// Many objects of git in one file, in the form that gitformat-pack(5) lays down. Its own writer, because libgit2's
// wants every object in its store first, and cannot be told which tree came from which.

internal import CZlib
internal import Digest
internal import Persona

/// A pack in the making.
struct Pack {
  private var content: [UInt8] = []
  /// Where an object stands, and how many steps of changes lead to it.
  private var places: [ObjectID: (offset: Int, depth: Int)] = [:]
  private let deflater: Deflater

  init() throws(Failure) {
    deflater = try Deflater()
    content += "PACK".utf8
    content += [0, 0, 0, 2]  // the version
    content += [0, 0, 0, 0]  // the number of objects, known at the end
  }

  var byteCount: Int { content.count }

  var ids: some Collection<ObjectID> { places.keys }

  /// Adds an object.
  ///
  /// - Parameter like: a tree; when the pack holds it, only what differs from it is stored.
  mutating func add(
    _ kind: NewObjects.Kind, _ id: ObjectID, _ bytes: [UInt8], like: CommittedFiles.StoredTree? = nil
  ) throws(Failure) {
    let offset = content.count
    if let like, let base = places[like.id], base.depth < Limits.deltaDepth {
      let delta = delta(from: like.bytes, to: bytes)
      appendHeader(6, count: delta.count)
      appendDistance(offset - base.offset)
      try deflater.append(delta, to: &content)
      places[id] = (offset, base.depth + 1)
    } else {
      appendHeader(kind.rawValue, count: bytes.count)
      try deflater.append(bytes, to: &content)
      places[id] = (offset, 0)
    }
  }

  /// The whole file.
  func bytes() -> [UInt8] {
    var bytes = content
    for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: places.count >> (24 - 8 * index)) }
    var hash = SHA1()
    unsafe hash.update(bytes.span.bytes)
    return bytes + hash.finish()
  }

  /// Three bits of type and the size: four bits, then seven a byte, the lowest first.
  private mutating func appendHeader(_ type: UInt8, count: Int) {
    var rest = count >> 4
    var byte = type << 4 | UInt8(count & 15)
    while rest > 0 {
      content.append(byte | 0x80)
      byte = UInt8(rest & 0x7F)
      rest >>= 7
    }
    content.append(byte)
  }

  /// How far back the base stands: seven bits a byte, the highest first, one taken off each higher digit.
  private mutating func appendDistance(_ distance: Int) {
    var digits = [UInt8(distance & 0x7F)]
    var rest = distance >> 7
    while rest > 0 {
      rest -= 1
      digits.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    content += digits.reversed()
  }
}

/// What makes `target` from `base`: the bytes they begin and end with alike are copied, those between are inserted.
private func delta(from base: [UInt8], to target: [UInt8]) -> [UInt8] {
  let limit = min(base.count, target.count)
  let start = alike(limit) { base[$0] == target[$0] }
  let end = alike(limit - start) { base[base.count - 1 - $0] == target[target.count - 1 - $0] }
  var delta: [UInt8] = []
  for var count in [base.count, target.count] {
    while count > 0x7F {
      delta.append(UInt8(count & 0x7F) | 0x80)
      count >>= 7
    }
    delta.append(UInt8(count))
  }
  appendCopy(of: 0..<start, to: &delta)
  var rest = target[start..<(target.count - end)]
  while !rest.isEmpty {
    let part = rest.prefix(0x7F)
    delta.append(UInt8(part.count))
    delta += part
    rest = rest.dropFirst(part.count)
  }
  appendCopy(of: (base.count - end)..<base.count, to: &delta)
  return delta
}

/// How many of the first `limit` places are alike.
private func alike(_ limit: Int, _ isAlike: (Int) -> Bool) -> Int {
  var count = 0
  while count < limit, isAlike(count) { count += 1 }
  return count
}

/// The bytes of `range` in the base: a byte that says which of the four bytes of the offset and the three of the
/// length follow, and those that are not zero.
private func appendCopy(of range: Range<Int>, to delta: inout [UInt8]) {
  var start = range.lowerBound
  while start < range.upperBound {
    // Longer copies than git itself writes are not known to every reader.
    let count = min(range.upperBound - start, 0xFFFF)
    let place = delta.count
    delta.append(0x80)
    for (index, shift) in [0, 8, 16, 24].enumerated() where start >> shift & 0xFF != 0 {
      delta[place] |= 1 << index
      delta.append(UInt8(start >> shift & 0xFF))
    }
    for (index, shift) in [0, 8].enumerated() where count >> shift & 0xFF != 0 {
      delta[place] |= 0x10 << index
      delta.append(UInt8(count >> shift & 0xFF))
    }
    start += count
  }
}
