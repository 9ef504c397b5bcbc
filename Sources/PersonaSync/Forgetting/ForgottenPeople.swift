// Who is left out of everything that is worked out here, as keyed hashes: in the file stand no identifiers.

internal import Digest
internal import Persona
internal import PersonaFile
internal import Profiles

/// The people who are forgotten: of each of them a code of every identifier that was known then.
///
/// A code is the HMAC-SHA256 of kind, NUL and value under the file's own random key. Nobody can read an identifier in it,
/// and no other list has the same codes. Whoever has the file can still ask whether an identifier that they know, or guess,
/// is in it; so it is for its owner only.
struct ForgottenPeople: Sendable, Equatable {
  static let format = "persona-sync/forgotten/1"

  private typealias Code = [UInt8]

  private struct Person: Equatable {
    /// Sorted.
    var codes: [Code]
    /// When they were forgotten, as an instant.
    var since: String
  }

  private let key: [UInt8]
  /// Sorted by their codes.
  private var people: [Person]
  /// When somebody was last taken out, as an instant; empty when nobody was.
  private(set) var takenBack: String

  /// Nobody, under a new key.
  init() {
    var random = SystemRandomNumberGenerator()
    key = (0..<HMACSHA256.keyByteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    people = []
    takenBack = ""
  }

  /// When somebody was last added, as an instant; nil when nobody is forgotten.
  var newest: String? { people.map(\.since).max() }

  /// What tells the identifiers of these people from others.
  ///
  /// - Parameter instant: only of those who were forgotten before it.
  func forgets(before instant: String? = nil) -> Forgets {
    let counted = people.filter { person in instant.map { person.since < $0 } ?? true }
    let (hmac, codes) = (HMACSHA256(key: key), Set(counted.flatMap(\.codes)))
    return { kind, value in codes.contains(Self.code(kind, value, hmac)) }
  }

  /// Adds somebody with these identifiers, in the form in which they are compared.
  mutating func forget(_ identifiers: [Identifier], at instant: String) {
    people.append(Person(codes: Set(codes(of: identifiers)).sorted(by: Self.isLess), since: instant))
    people.sort { $0.codes.lexicographicallyPrecedes($1.codes, by: Self.isLess) }
  }

  /// Takes out everybody who has one of these identifiers, and gives how many they are.
  mutating func remember(_ identifiers: [Identifier], at instant: String) -> Int {
    let (codes, before) = (Set(codes(of: identifiers)), people.count)
    people.removeAll { !codes.isDisjoint(with: $0.codes) }
    if people.count < before { takenBack = instant }
    return before - people.count
  }

  private func codes(of identifiers: [Identifier]) -> [Code] {
    let hmac = HMACSHA256(key: key)
    return identifiers.map { Self.code($0.kind, Array($0.value.utf8)[...], hmac) }
  }

  private static func code(_ kind: String, _ value: ArraySlice<UInt8>, _ hmac: HMACSHA256) -> Code {
    hmac.code(of: Array(kind.utf8)[...], [0], value)
  }

  private static func isLess(_ a: Code, _ b: Code) -> Bool { a.lexicographicallyPrecedes(b) }
}

extension ForgottenPeople {
  /// The file's bytes.
  var bytes: [UInt8] {
    let people = people.map { person in
      "\n    { \"codes\": [" + person.codes.map { quotedJSON($0.hexadecimal) }.joined(separator: ", ")
        + "], \"since\": \(quotedJSON(person.since)) }"
    }
    return Array(
      """
      {
        "format": \(quotedJSON(Self.format)),
        "key": \(quotedJSON(key.hexadecimal)),
        "people": [\(people.joined(separator: ","))\(people.isEmpty ? "" : "\n  ")],
        "taken_back": \(quotedJSON(takenBack))
      }

      """.utf8)
  }

  /// Reads what `bytes` wrote; nil for anything else.
  init?(_ bytes: [UInt8]) {
    guard let node = try? parseJSON(bytes, file: ""), let takenBack = node["taken_back"]?.text,
      let key = node["key"]?.text.flatMap(Self.bytes), case .list(let people) = node["people"]?.kind
    else { return nil }
    self.takenBack = takenBack
    self.key = key
    self.people = people.compactMap { person in
      guard let since = person["since"]?.text, case .list(let codes) = person["codes"]?.kind else {
        return nil
      }
      return Person(codes: codes.compactMap { $0.text.flatMap(Self.bytes) }, since: since)
    }
    // Whatever else it holds, or lacks, it is not what was written.
    guard self.bytes == bytes else { return nil }
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8]? {
    let digits = hexadecimal.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == 2 * SHA256.byteCount, digits.count == hexadecimal.utf8.count else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
