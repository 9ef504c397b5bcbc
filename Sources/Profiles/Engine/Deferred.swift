// A value that is made when it is first asked for.

private import Synchronization

/// Made once, by whoever asks first, while others wait: making it must not ask for it. It is a class because all who may ask
/// share it.
final class Deferred<Value: Sendable>: Sendable {
  private enum State {
    case made(Value)
    case unmade(@Sendable () -> Value)
  }

  private let state: Mutex<State>

  init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.unmade(make)) }

  var value: Value {
    state.withLock { state in
      switch state {
      case .made(let value): return value
      case .unmade(let make):
        let value = make()
        state = .made(value)
        return value
      }
    }
  }
}
