// Numbers and texts in the byte order of the machine, one after the other: headers and manifests of the cache.

private import CXXHash

/// Bytes that do not hold what they should. Whoever meets it reads the source again.
public struct DamagedBytes: Error {
  public init() {}
}

/// Writes numbers and texts one after the other.
public struct ByteWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    // The bytes of a plain number, copied at once.
    unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
  }

  public mutating func write(_ flag: Bool) { write(UInt8(flag ? 1 : 0)) }

  public mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  public mutating func write(_ raw: [UInt8]) { bytes.append(contentsOf: raw) }

  /// The count, then each element.
  public mutating func write<Element>(_ list: [Element], _ write: (Element, inout ByteWriter) -> Void) {
    self.write(UInt32(list.count))
    for element in list { write(element, &self) }
  }
}

/// Reads what a `ByteWriter` wrote; what does not fit is damage.
public struct ByteReader {
  private let bytes: [UInt8]
  private(set) var place: Int

  public init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  public var isAtEnd: Bool { place == bytes.count }

  public mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(DamagedBytes) -> Number {
    let range = try take(MemoryLayout<Number>.size)
    // The range has the size of the number and lies within the bytes.
    return unsafe bytes.withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: range.lowerBound, as: Number.self)
    }
  }

  /// A number that counts or places something: never negative.
  public mutating func count() throws(DamagedBytes) -> Int {
    let value = try number(Int64.self)
    guard value >= 0 else { throw DamagedBytes() }
    return Int(value)
  }

  public mutating func flag() throws(DamagedBytes) -> Bool {
    switch try number(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw DamagedBytes()
    }
  }

  public mutating func text() throws(DamagedBytes) -> String {
    let range = try take(Int(try number(UInt32.self)))
    return String(decoding: bytes[range], as: UTF8.self)
  }

  public mutating func raw(_ count: Int) throws(DamagedBytes) -> ArraySlice<UInt8> { bytes[try take(count)] }

  public mutating func list<Element>(
    _ element: (inout ByteReader) throws(DamagedBytes) -> Element
  ) throws(DamagedBytes) -> [Element] {
    let count = Int(try number(UInt32.self))
    // An element takes a byte at least, so damage cannot ask for more memory than the file has bytes.
    guard count <= bytes.count - place else { throw DamagedBytes() }
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try element(&self)) }
    return list
  }

  private mutating func take(_ count: Int) throws(DamagedBytes) -> Range<Int> {
    guard count <= bytes.count - place else { throw DamagedBytes() }
    defer { place += count }
    return place..<(place + count)
  }
}

/// XXH3, 64 bits.
func hash64(of bytes: UnsafeRawBufferPointer) -> UInt64 {
  // The pointer and the count are one buffer's, and not kept.
  unsafe xxhash_64(bytes.baseAddress, bytes.count)
}

/// XXH3, 128 bits.
func hash128(of bytes: UnsafeRawBufferPointer) -> UInt128 {
  // As above.
  let hash = unsafe xxhash_128(bytes.baseAddress, bytes.count)
  return UInt128(hash.high64) << 64 | UInt128(hash.low64)
}

func hash64(of bytes: [UInt8]) -> UInt64 { unsafe bytes.withUnsafeBytes { unsafe hash64(of: $0) } }
func hash128(of bytes: [UInt8]) -> UInt128 { unsafe bytes.withUnsafeBytes { unsafe hash128(of: $0) } }

extension UInt128 {
  /// 32 hexadecimal digits.
  var digits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
