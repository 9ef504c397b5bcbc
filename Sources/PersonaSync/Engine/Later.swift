// Work that is done while something else is.

internal import Dispatch
internal import Persona
internal import Synchronization

/// A value that another thread makes. It is a class because both threads hold it.
final class Later<Value: Sendable>: Sendable {
  private let made = Mutex<Result<Value, Failure>?>(nil)
  private let group = DispatchGroup()

  init(_ make: @escaping @Sendable () throws(Failure) -> Value) {
    DispatchQueue.global().async(group: group) {
      let result = Result { () throws(Failure) in try make() }
      self.made.withLock { $0 = result }
    }
  }

  /// Waits until it is made.
  func result() -> Result<Value, Failure> {
    group.wait()
    guard let result = made.withLock({ $0 }) else { preconditionFailure("what was waited for is made") }
    return result
  }
}
