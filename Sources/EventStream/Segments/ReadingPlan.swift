// What has to be read of a source, by what is kept of it: decided before anything is parsed.

internal import Persona
internal import Synchronization

/// What is done with each file of a source, and the segments that serve as they are.
struct ReadingPlan: Sendable {
  var steps: [FileStep]
  /// Segments of the files that are kept, or that grew.
  var segments: [Segment] = []
  /// Bytes that were read to make sure that files are what they were.
  var bytesVerified = 0
  /// Whether what is kept stays as it is: no file was added, removed or changed, and no stamp.
  var isCurrent = false

  /// Everything is parsed.
  init(fileCount: Int) { steps = Array(repeating: .parse, count: fileCount) }
}

/// Makes the plan for one source.
struct ReadingPlanner {
  let mapping: SourceMapping
  let files: [String]
  let root: String
  let sizes: BufferSizes
  let options: ReadOptions
  let cache: OpenCache

  func plan(_ manifest: SourceManifest?) throws -> ReadingPlan {
    var plan = ReadingPlan(fileCount: files.count)
    guard let manifest else { return plan }
    let known = Dictionary(manifest.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var candidates: [Candidate] = []
    for (index, file) in files.enumerated() where mapping.isFile(file) {
      if let kept = known[file] { candidates += candidate(index, kept).map { [$0] } ?? [] }
    }
    let verified = try verify(candidates)
    plan.bytesVerified = verified.bytes
    for candidate in candidates where !verified.changed.contains(candidate.index) {
      guard let segments = segments(of: candidate) else { continue }
      plan.segments += segments
      plan.steps[candidate.index] = candidate.step
    }
    let isSame = candidates.count == files.count && candidates.allSatisfy(\.isSame)
    plan.isCurrent = isSame && manifest.files.count == files.count && plan.steps.allSatisfy(\.isKept)
    let live = Set(plan.steps.flatMap(\.segmentNames))
    cache.note(inUse: Array(live), dropped: manifest.segments.filter { !live.contains($0) })
    return plan
  }

  /// A file of which something may serve.
  private struct Candidate: Sendable {
    var index: Int
    var kept: KeptFile
    /// Whether the stamp says that it is the same, so that nothing is verified.
    var isSame = false
    /// Whether it goes on behind what is kept.
    var hasGrown = false
    /// Whether it is the file that was read, and not another with its name.
    var isOneFile = false

    var step: FileStep { hasGrown ? .resume(kept) : .keep(kept) }
  }

  private func candidate(_ index: Int, _ kept: KeptFile) -> Candidate? {
    guard let stamp = FileStamp(ofFileAt: path(of: files[index], root: root)) else { return nil }
    if stamp == kept.stamp { return Candidate(index: index, kept: kept, isSame: true) }
    guard kept.isPlain else { return nil }
    let isOneFile = kept.identity == stamp.identity
    var renewed = kept
    renewed.stamp = stamp
    renewed.identity = stamp.identity
    if stamp.size == kept.end.offset { return Candidate(index: index, kept: renewed) }
    guard stamp.size > kept.end.offset,
      let beginning = renewed.beginning(smallRows: options.batchRows),
      beginning.end.offset >= sizes.data || (try? form(of: files[index])) == kept.form
    else { return nil }
    return Candidate(index: index, kept: beginning, hasGrown: true, isOneFile: isOneFile)
  }

  /// How the file falls into records, by its first bytes as they are now. Only a file of which little is kept must
  /// be asked: in another all that decides is compared.
  private func form(of file: String) throws -> FileForm {
    var input = try ByteInput(path: path(of: file, root: root), shownAs: file)
    guard input.isPlain else { throw DamagedBytes() }
    var buffer = [UInt8](repeating: 0, count: sizes.data + BufferSizes.padding)
    var end = 0
    while end < sizes.data {
      let count = try input.read(into: &buffer, end..<sizes.data)
      if count == 0 { break }
      end += count
    }
    return try FileForm(buffer.span, to: end, of: file, mapping: mapping)
  }

  // MARK: Verifying

  /// A block whose hash is known.
  private struct Part: Sendable {
    /// Index of the file.
    var file: Int
    var range: Range<Int>
    var hash: UInt64
  }

  private struct Verification: Sendable {
    var next = 0
    var bytes = 0
    /// Indices of files whose bytes are not those that were parsed.
    var changed: Set<Int> = []
  }

  /// The blocks that tell whether a file is what it was: all, or a sample of one that has grown.
  private func parts(of candidate: Candidate) -> [Part] {
    var parts: [Part] = []
    var start = 0
    for block in candidate.kept.stretches.flatMap(\.blocks) where start < block.end {
      parts.append(Part(file: candidate.index, range: start..<block.end, hash: block.hash))
      start = block.end
    }
    // Without a hash for each byte nothing is proved.
    guard start == candidate.kept.end.offset else {
      return [Part(file: candidate.index, range: 0..<0, hash: 0)]
    }
    // What happened stays as it was; tables of what people are, and records with versions, are written anew.
    let isLog = mapping.traits.isEmpty && mapping.version == nil
    let isSampled = isLog && candidate.hasGrown && candidate.isOneFile && start > options.comparedBytes
    return isSampled ? sample(of: parts, from: start) : parts
  }

  /// The first, the last, and others evenly between them: those that are compared change as the file grows, so that
  /// in time each is.
  private func sample(of parts: [Part], from bytes: Int) -> [Part] {
    let count = max(1, min(parts.count, options.comparedBytes / (bytes / parts.count + 1)))
    var seed = ByteWriter()
    seed.write(bytes)
    let first = Int(hash64(of: seed.bytes) % UInt64(parts.count))
    var places: Set = [0, parts.count - 1]
    for index in 0..<count { places.insert((first + index * parts.count / count) % parts.count) }
    return places.sorted().map { parts[$0] }
  }

  /// Hashes what is kept of files whose stamp does not vouch for them, block by block on several threads.
  private func verify(_ candidates: [Candidate]) throws -> Verification {
    let parts = candidates.filter { !$0.isSame }.flatMap(parts)
    let state = Mutex(Verification())
    let total = parts.reduce(0) { $0 + $1.range.count }
    guard !parts.isEmpty else { return Verification() }
    try inParallel(threads: min(options.threads, parts.count)) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let part = state.withLock { state -> Part? in
          while state.next < parts.count, state.changed.contains(parts[state.next].file) {
            state.next += 1
          }
          defer { state.next += 1 }
          return state.next < parts.count ? parts[state.next] : nil
        }
        guard let part else { return }
        let isSame = hash(of: part, with: &buffer) == part.hash
        let bytes = state.withLock { state in
          if !isSame { state.changed.insert(part.file) }
          state.bytes += part.range.count
          return state.bytes
        }
        options.progress?(bytes, 0, total)
      }
    }
    return state.withLock { $0 }
  }

  /// `nil` when the bytes cannot be read.
  private func hash(of part: Part, with buffer: inout [UInt8]) -> UInt64? {
    if buffer.count < part.range.count { buffer = [UInt8](repeating: 0, count: part.range.count) }
    guard !part.range.isEmpty, let file = try? DiskFile(path(of: files[part.file], root: root)) else {
      return nil
    }
    // The buffer has at least as many bytes as the part.
    return unsafe buffer.withUnsafeMutableBytes { memory in
      let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<part.range.count])
      guard (try? unsafe file.read(into: bytes, at: part.range.lowerBound)) != nil else { return nil }
      return unsafe hash64(of: UnsafeRawBufferPointer(bytes))
    }
  }

  /// The segments of what is kept; `nil` when one is missing or not whole.
  private func segments(of candidate: Candidate) -> [Segment]? {
    var segments: [Segment] = []
    for name in candidate.kept.stretches.flatMap(\.segments) {
      guard let contents = try? SegmentContents(fileAt: cache.path(of: name), store: options.store) else {
        return nil
      }
      segments.append(Segment(contents, file: candidate.index))
    }
    return segments
  }
}

extension FileStep {
  /// What is known of the file from before.
  var kept: KeptFile? {
    switch self {
    case .parse: nil
    case .resume(let kept), .keep(let kept): kept
    }
  }

  fileprivate var isKept: Bool {
    if case .keep = self { true } else { false }
  }

  fileprivate var segmentNames: [SegmentName] { kept?.stretches.flatMap(\.segments) ?? [] }
}
