// One name of a glob, without slashes: `app-*.ndjson`.

/// A pattern for file names: `*` any characters, `?` one, `[a-z]` one of these, `[!a-z]` one of the others.
///
/// A `[` that is never closed is itself. A name that starts with a dot only matches a pattern that does.
struct NamePattern {
  private enum Element {
    case exactly(Unicode.Scalar)
    case one
    case many
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .exactly(let wanted): wanted == scalar
      case .one, .many: true
      case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
      }
    }
  }

  private var elements: [Element] = []
  /// The one name that matches, where the pattern has no wildcard.
  let literal: String?

  init(_ pattern: some StringProtocol) {
    let scalars = Array(pattern.unicodeScalars)
    var index = 0
    var hasWildcard = false
    while index < scalars.count {
      var length = 1
      switch scalars[index] {
      case "*": elements.append(.many)
      case "?": elements.append(.one)
      case "[":
        if let (set, count) = Self.set(scalars[(index + 1)...]) {
          elements.append(set)
          length = count + 1
        } else {
          elements.append(.exactly("["))
        }
      case let scalar: elements.append(.exactly(scalar))
      }
      if case .exactly? = elements.last {} else { hasWildcard = true }
      index += length
    }
    literal = hasWildcard ? nil : String(pattern)
  }

  /// Reads a set up to its `]`, which is an ordinary member when it comes first.
  private static func set(_ scalars: ArraySlice<Unicode.Scalar>) -> (Element, count: Int)? {
    var rest = scalars
    let negated = rest.first == "!" || rest.first == "^"
    if negated { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let low = rest.popFirst() {
      if low == "]", !ranges.isEmpty {
        return (.oneOf(ranges, negated: negated), scalars.count - rest.count)
      }
      if rest.first == "-", let high = rest.dropFirst().first, high != "]", high >= low {
        ranges.append(low...high)
        rest.removeFirst(2)
      } else {
        ranges.append(low...low)
      }
    }
    return nil
  }

  /// Whether a name matches. Only the last `*` is ever tried again, so the time is at most the product of
  /// the two lengths.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    if scalars.first == ".", literal == nil {
      guard case .exactly(".")? = elements.first else { return false }
    }
    var element = 0
    var position = 0
    var retry: (element: Int, position: Int)?
    while position < scalars.count {
      if element < elements.count, case .many = elements[element] {
        retry = (element, position)
        element += 1
      } else if element < elements.count, elements[element].matches(scalars[position]) {
        element += 1
        position += 1
      } else if let last = retry {
        retry = (last.element, last.position + 1)
        element = last.element + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return elements[element...].allSatisfy { if case .many = $0 { true } else { false } }
  }
}
