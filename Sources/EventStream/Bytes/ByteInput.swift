// The bytes of one file, or of what a command prints, as a stream, decompressed when its first bytes say so.

internal import Persona

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// One open file, standard input or a running command as a stream of plain bytes.
struct ByteInput: ~Copyable {
  /// As it is shown in messages.
  let file: String
  /// Bytes taken from the file so far, as they are stored.
  private(set) var bytesRead = 0
  /// Bytes that came out of the compressed ones.
  private var bytesUnpacked = 0

  /// -1 where a command is read.
  private let descriptor: Int32
  private let isOwned: Bool
  private var command: CommandOutput?
  private var gzip: GzipDecoder?
  private var zstd: ZstdDecoder?
  /// Stored bytes that were read and not yet given on.
  private var stored = [UInt8](repeating: 0, count: Self.chunkBytes)
  private var waiting = 0..<0

  /// Bytes of one read from a compressed file, and of the look at a file's start.
  private static let chunkBytes = 256 << 10

  /// Opens a file for reading. Fails when it is missing, unreadable, a folder or anything else than a regular file.
  ///
  /// From a place within the file, the bytes are given as they are, whatever they look like.
  init(path: String, shownAs file: String, from offset: Int = 0) throws(Failure) {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure.cannotOpen(file, code: errno) }
    if let failure = Failure.special(file, descriptor) {
      close(descriptor)
      throw failure
    }
    if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
      let code = errno
      close(descriptor)
      throw Failure.cannotRead(file, code: code)
    }
    try self.init(descriptor: descriptor, isOwned: true, isJudged: offset == 0, shownAs: file)
  }

  /// Reads a descriptor that stays the caller's.
  init(standardInput descriptor: Int32) throws(Failure) {
    try self.init(descriptor: descriptor, isOwned: false, isJudged: true, shownAs: "-")
  }

  /// Reads what a running command prints.
  init(_ command: consuming CommandOutput, shownAs file: String) throws(Failure) {
    try self.init(descriptor: -1, isOwned: false, isJudged: true, command: command, shownAs: file)
  }

  private init(
    descriptor: Int32, isOwned: Bool, isJudged: Bool, command: consuming CommandOutput? = nil,
    shownAs file: String
  ) throws(Failure) {
    self.file = file
    self.descriptor = descriptor
    self.isOwned = isOwned
    self.command = command
    guard isJudged else { return }
    while waiting.count < 4 {
      let part = waiting.upperBound..<stored.count
      let count = try Self.readOnce(descriptor, &self.command, into: &stored, part, shownAs: file)
      guard count > 0 else { break }
      bytesRead += count
      waiting = 0..<(waiting.upperBound + count)
    }
    let magic = stored[waiting].prefix(4)
    if magic.starts(with: [0x1f, 0x8b]) {
      gzip = try GzipDecoder(file: file)
    } else if magic.elementsEqual([0x28, 0xb5, 0x2f, 0xfd]) {
      zstd = try ZstdDecoder(file: file)
    }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Whether the bytes are given as they are stored.
  var isPlain: Bool { gzip == nil && zstd == nil }

  /// The file's stamp as it is now; `nil` for what is no file.
  var stamp: FileStamp? { isOwned ? FileStamp(ofDescriptor: descriptor) : nil }

  /// Reads plain bytes into a part of the buffer and gives their number: 0 only at the end of the file, or when
  /// the part is empty. Fails when the file cannot be read on, is damaged or ends too early.
  mutating func read(into buffer: inout [UInt8], _ part: Range<Int>) throws(Failure) -> Int {
    guard !part.isEmpty else { return 0 }
    if isPlain, waiting.isEmpty {
      let count = try Self.readOnce(descriptor, &command, into: &buffer, part, shownAs: file)
      bytesRead += count
      return count
    }
    while true {
      var count = 0
      if gzip != nil {
        count = try gzip?.decode(stored, &waiting, into: &buffer, part) ?? 0
      } else if zstd != nil {
        count = try zstd?.decode(stored, &waiting, into: &buffer, part) ?? 0
      } else {
        count = min(waiting.count, part.count)
        buffer.replaceSubrange(part.prefix(count), with: stored[waiting.prefix(count)])
        waiting = waiting.dropFirst(count)
      }
      if count > 0 {
        bytesUnpacked += count
        try refuseBomb()
        return count
      }
      guard waiting.isEmpty else { continue }
      let more = try Self.readOnce(
        descriptor, &command, into: &stored, 0..<stored.count, shownAs: file)
      bytesRead += more
      waiting = 0..<more
      if more == 0 {
        if gzip?.isComplete ?? zstd?.isComplete ?? true { return 0 }
        throw Failure(
          "\(file) ends too early", causes: ["the compressed data is not complete"],
          hint: "fetch or export the file again")
      }
    }
  }

  /// Refuses what was made to fill a disk or a day: exports seldom shrink below a thirtieth.
  private func refuseBomb() throws(Failure) {
    guard !isPlain, bytesUnpacked > Limits.unpackedBytes,
      bytesUnpacked / Limits.unpackedRatio > bytesRead
    else { return }
    throw Failure(
      "refusing to decompress \(file) further",
      causes: ["it grows to more than \(Limits.unpackedRatio) times its size, as no export does"],
      hint: "if you trust it, decompress it yourself and name the plain file in the source's `files`")
  }

  /// One read from the command where there is one, else from the descriptor.
  private static func readOnce(
    _ descriptor: Int32, _ command: inout CommandOutput?, into buffer: inout [UInt8], _ part: Range<Int>,
    shownAs file: String
  ) throws(Failure) -> Int {
    if command != nil { return try command?.read(into: &buffer, part) ?? 0 }
    return try EventStream.readOnce(descriptor, into: &buffer, part, shownAs: file)
  }

  /// The size of a file as it is stored; `nil` when it has none (a pipe, a missing file).
  static func size(ofFileAt path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}

/// One read from a descriptor, repeated when a signal interrupts it.
func readOnce(
  _ descriptor: Int32, into buffer: inout [UInt8], _ part: Range<Int>, shownAs file: String
) throws(Failure) -> Int {
  while true {
    // The part lies within the buffer: `withUnsafeMutableBytes` and `rebasing` check it.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[part])
      #if canImport(Glibc)
        return unsafe Glibc.read(descriptor, target.baseAddress, target.count)
      #else
        return unsafe Darwin.read(descriptor, target.baseAddress, target.count)
      #endif
    }
    if count >= 0 { return count }
    if errno != EINTR { throw Failure.cannotRead(file, code: errno) }
  }
}

extension Failure {
  fileprivate static func cannotOpen(_ file: String, code: Int32) -> Failure {
    switch code {
    case ENOENT, ENOTDIR:
      Failure(
        "cannot read \(file): there is no such file", hint: "check the source's `files` in the settings")
    case EACCES, EPERM:
      Failure(
        "cannot read \(file): permission denied",
        hint: "allow yourself to read it: chmod u+r \(shellArgument(file))")
    default:
      cannotRead(file, code: code)
    }
  }

  /// A pipe or a device may give nothing for ever, or bytes without end, and not the same ones again.
  fileprivate static func special(_ file: String, _ descriptor: Int32) -> Failure? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return cannotRead(file, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return cannotRead(file, code: EISDIR)
    default:
      return Failure(
        "cannot read \(file): it is not a regular file",
        hint: "read a pipe as standard input, with `files: \"-\"`, or with a `command`")
    }
  }

  fileprivate static func cannotRead(_ file: String, code: Int32) -> Failure {
    if code == EISDIR {
      return Failure(
        "cannot read \(file): it is a folder", hint: "name the files in it with a pattern: \(file)/*.csv")
    }
    return Failure("cannot read \(file)", causes: [unsafe String(cString: strerror(code))])
  }
}
