// A picture as a part of the page that shows it, so that a page is one file and asks for no other.

/// The kinds of pictures that every browser shows.
public enum PictureKind: String, Sendable, Hashable, CaseIterable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webp = "image/webp"
  /// Shown as a picture, it runs no script and asks for nothing.
  case svg = "image/svg+xml"

  /// The kind by the ending of a file's name; nil for what is no picture.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    switch path[path.index(after: dot)...].lowercased() {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    case "gif": self = .gif
    case "webp": self = .webp
    case "svg": self = .svg
    default: return nil
    }
  }
}

/// A `data:` URL that holds the bytes (RFC 2397), in base64 (RFC 4648).
public func dataURL(_ kind: PictureKind, _ bytes: [UInt8]) -> String {
  "data:\(kind.rawValue);base64,\(base64(bytes))"
}

/// The bytes in base64, padded.
public func base64(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let count = min(3, bytes.count - start)
    var group: UInt32 = 0
    for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
    for place in 0..<4 {
      text.append(place <= count ? digits[Int(group >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
