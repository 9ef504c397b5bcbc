// One program for all targets: `fuzz TARGET FOLDER... [libFuzzer's options]`; `scripts/fuzz` builds and calls it.

private import CFuzzer
private import Foundation

// The callback of C can capture nothing, so what is fuzzed stands here.
private let target = CommandLine.arguments.dropFirst().first.flatMap { targets[$0] }

guard target != nil else {
  let names = targets.keys.sorted().joined(separator: ", ")
  FileHandle.standardError.write(Data("fuzz: the targets are \(names)\n".utf8))
  exit(2)
}

// libFuzzer gets the arguments without the target's name, and keeps them for as long as the process lives.
private var arguments = unsafe CommandLine.arguments.enumerated().filter { $0.offset != 1 }
  .map { unsafe strdup($0.element) }
private var count = unsafe Int32(arguments.count)
private let status = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
    // The bytes are the fuzzer's and are copied at once.
    target?(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  }
}
exit(status)
