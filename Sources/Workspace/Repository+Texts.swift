// Merging and comparing texts the way git does, for any three or two texts; nothing is read or written.

internal import CLibgit2
public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How conflicts are shown in a text that was merged.
public struct ConflictForm: Sendable {
  public enum Style: String, Sendable {
    /// Both texts.
    case merge
    /// Both, and what they came from.
    case diff3
    /// The same, without the lines at both ends that they share.
    case zdiff3
  }

  public var style = Style.merge
  /// Characters of a marker.
  public var markerLength = 7
  public var ours = "ours"
  public var theirs = "theirs"
  public var base = "base"

  public init() {}

  /// - Parameter style: the name of a style of git's `merge.conflictStyle`; another is taken for `merge`, as git has it.
  public init(style: String?, markerLength: Int) {
    self.style = style.flatMap { Style(rawValue: $0.lowercased()) } ?? .merge
    self.markerLength = markerLength
  }
}

/// What a three-way merge gives.
public enum MergedText: Sendable, Hashable {
  case clean([UInt8])
  /// With git's conflict markers around what could not be merged.
  case conflict([UInt8])
}

extension Repository {
  /// Merges the changes from `base` to `ours` with those from `base` to `theirs`, line by line.
  public static func merge(
    base: [UInt8], ours: [UInt8], theirs: [UInt8], conflicts form: ConflictForm = ConflictForm()
  ) throws(Failure) -> MergedText {
    try startGit()
    var options = unsafe git_merge_file_options()
    unsafe git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION))
    unsafe options.flags = form.style.flags
    unsafe options.marker_size = UInt16(clamping: form.markerLength)
    var result = unsafe git_merge_file_result()
    defer { unsafe git_merge_file_result_free(&result) }
    // The labels live until the end of this function.
    let labels = unsafe (strdup(form.base), strdup(form.ours), strdup(form.theirs))
    defer {
      unsafe free(labels.0)
      unsafe free(labels.1)
      unsafe free(labels.2)
    }
    unsafe options.ancestor_label = UnsafePointer(labels.0)
    unsafe options.our_label = UnsafePointer(labels.1)
    unsafe options.their_label = UnsafePointer(labels.2)
    try git("cannot merge the texts") {
      // The three inputs point into the arrays, which outlive the call.
      unsafe base.withUnsafeBytes { base in
        unsafe ours.withUnsafeBytes { ours in
          unsafe theirs.withUnsafeBytes { theirs in
            var inputs = unsafe (mergeInput(base), mergeInput(ours), mergeInput(theirs))
            return unsafe git_merge_file(&result, &inputs.0, &inputs.1, &inputs.2, &options)
          }
        }
      }
    }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
    return unsafe result.automergeable != 0 ? .clean(bytes) : .conflict(bytes)
  }

  /// The unified diff of one file, as `git diff` prints it and `git apply` takes it; empty when nothing
  /// changes.
  ///
  /// - Parameters:
  ///   - before: nil for a file that is created.
  ///   - after: nil for a file that is removed.
  public func diff(_ before: [UInt8]?, _ after: [UInt8]?, path: String) throws(Failure) -> String {
    guard before != after else { return "" }
    let attempt = "cannot compare \(path)"
    let patch = try Handle(attempt, freedBy: unsafe git_patch_free) { made in
      // The patch is used and freed before this function returns, while both arrays live.
      unsafe withBytes(before) { old in
        unsafe withBytes(after) { new in
          unsafe git_patch_from_buffers(
            &made, old?.baseAddress, old?.count ?? 0, path, new?.baseAddress, new?.count ?? 0, path, nil)
        }
      }
    }
    let bytes = try ByteBuffer.bytes(attempt) { unsafe git_patch_to_buf($0, patch.pointer) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ConflictForm.Style {
  fileprivate var flags: UInt32 {
    switch self {
    case .merge: GIT_MERGE_FILE_DEFAULT.rawValue
    case .diff3: GIT_MERGE_FILE_STYLE_DIFF3.rawValue
    case .zdiff3: GIT_MERGE_FILE_STYLE_ZDIFF3.rawValue
    }
  }
}

private func mergeInput(_ bytes: UnsafeRawBufferPointer) -> git_merge_file_input {
  var input = unsafe git_merge_file_input()
  unsafe git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
  unsafe input.ptr = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
  unsafe input.size = bytes.count
  return unsafe input
}

private func withBytes(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> Int32) -> Int32 {
  guard let bytes else { return body(nil) }
  return unsafe bytes.withUnsafeBytes { unsafe body($0) }
}
