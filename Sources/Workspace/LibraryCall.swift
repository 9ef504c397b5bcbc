// How libgit2 is called: every call goes through `git`, which reads, copies and clears the library's error
// on the thread of the call and turns it into a `Failure`.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Bytes of commits and folders that libgit2 keeps. A walk through the history asks for each of them once or twice in
/// a row, and would keep them all: 13 MB more for 5,000 commits.
private let cacheBytes = 1 << 20

/// Bytes of packs that libgit2 maps at a time, and of all packs together: unasked it maps a whole pack, and all that was read
/// of it counts as memory. To be set before a pack is opened: what is mapped by then stays.
let (windowBytes, mappedBytes) = (4 << 20, 16 << 20)

/// Starts libgit2 once for the process, with fsync on for everything it writes under `.git`.
private let startStatus: Int32 = {
  let statuses = [
    git_libgit2_init(), persona_git_enable_fsync(), persona_git_skip_owner_check(),
    persona_git_allow_extensions(), persona_git_limit_cache(cacheBytes),
    persona_git_limit_mapping(windowBytes, mappedBytes),
  ]
  return statuses.first { $0 < 0 } ?? 0
}()

/// Makes sure that libgit2 runs. Every entry to this module calls it before anything else.
func startGit() throws(Failure) {
  guard startStatus >= 0 else { throw gitFailure("cannot start libgit2", code: startStatus) }
}

/// From now on libgit2 does not hash what it has read: for who reads everything once. What was damaged on disk is found by
/// zlib's sums, and by `git fsck`.
func skipHashing() { _ = persona_git_skip_hashing() }

/// Calls libgit2. Answers the code when it is not an error or one of `expected`, else throws what failed
/// and why.
///
/// - Parameter mayWrite: whether the call can change anything on the disk.
@discardableResult
func git(
  _ attempt: @autoclosure () -> String, hint: @autoclosure () -> String? = nil, mayWrite: Bool = false,
  expecting expected: git_error_code..., call: () -> Int32
) throws(Failure) -> Int32 {
  #if DEBUG
    if let number = Interruption.point?(mayWrite) {
      let error = SystemError(number: number)
      throw Failure(attempt(), causes: [error.words], hint: error.hint)
    }
  #endif
  // A stale error of an earlier call must not be taken for this one's.
  git_error_clear()
  errno = 0
  let code = call()
  if code >= 0 || expected.contains(where: { $0.rawValue == code }) { return code }
  var failure = gitFailure(attempt(), code: code)
  // Asked for last, because it may look into the settings, and that call has an error of its own.
  failure.hint = hint() ?? failure.hint
  throw failure
}

/// The failure that the last call on this thread left in libgit2.
func gitFailure(_ attempt: String, code: Int32) -> Failure {
  // Some of its file calls fail without a message; then the system's error still stands.
  let system = SystemError.last
  let message = lastMessage() ?? (system.number == 0 ? "libgit2 gave no reason (code \(code))" : system.words)
  git_error_clear()
  return Failure(attempt, causes: [message], hint: SystemError.hint(for: message))
}

/// A copy of libgit2's last message on this thread.
private func lastMessage() -> String? {
  // The record belongs to the library until the next call on this thread; it is copied before that.
  guard let error = unsafe git_error_last(), let text = unsafe error.pointee.message else { return nil }
  let message = unsafe String(cString: text)
  return message.isEmpty ? nil : message
}
