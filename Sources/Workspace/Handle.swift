// The one owner of a C object: what libgit2 allocates is freed exactly once, on every way out.

internal import CLibgit2
internal import Persona

/// An object of libgit2 that is freed when its owner's scope ends.
///
/// Invariant that makes the uses of `pointer` sound: a noncopyable binding lives to the end of its scope,
/// not to its last use, and the pointer never leaves the function that borrowed it.
@safe struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  /// Takes what `make` allocates. Throws when `make` fails or gives nothing.
  @safe init(
    _ attempt: @autoclosure () -> String, hint: @autoclosure () -> String? = nil,
    freedBy free: @escaping (OpaquePointer?) -> Void, make: (inout OpaquePointer?) -> Int32
  ) throws(Failure) {
    var made: OpaquePointer?
    try git(attempt(), hint: hint()) { unsafe make(&made) }
    guard let pointer = unsafe made else {
      throw Failure(attempt(), causes: ["libgit2 gave no object"], kind: .bug)
    }
    unsafe self.pointer = unsafe pointer
    unsafe self.free = unsafe free
  }

  /// Takes an object that the caller owns.
  @safe init(adopting pointer: OpaquePointer, freedBy free: @escaping (OpaquePointer?) -> Void) {
    unsafe self.pointer = unsafe pointer
    unsafe self.free = unsafe free
  }

  deinit { unsafe free(pointer) }
}

/// Bytes that libgit2 allocated, freed when their owner's scope ends.
@safe struct ByteBuffer: ~Copyable {
  private var buffer = unsafe git_buf()

  /// Lets `fill` write into the buffer and answers a copy of the bytes.
  @safe static func bytes(
    _ attempt: @autoclosure () -> String, hint: @autoclosure () -> String? = nil,
    fill: (UnsafeMutablePointer<git_buf>) -> Int32
  ) throws(Failure) -> [UInt8] {
    var owner = ByteBuffer()
    try git(attempt(), hint: hint()) { unsafe fill(&owner.buffer) }
    return unsafe Array(UnsafeRawBufferPointer(start: owner.buffer.ptr, count: owner.buffer.size))
  }

  deinit {
    var buffer = unsafe buffer
    unsafe git_buf_dispose(&buffer)
  }
}
