// The texts of events over all segments as codes: rows carry four bytes instead of text.

import EventStream
import Persona
private import Synchronization

/// Names of events, channels, screens and currencies, and the texts of properties and of traits.
///
/// Codes come in the order in which segments are looked at, which is arbitrary; what leaves the part are sorted
/// names. It is a class because threads share it.
final class EventNames: Sendable {
  let events: SharedTexts
  let channels: SharedTexts
  let screens: SharedTexts
  let currencies: SharedTexts
  /// Values of properties: possibly millions, like those of traits.
  let texts: SharedTexts
  let traitTexts: SharedTexts

  /// - Parameters:
  ///   - known: of an earlier run; its codes mean the same here.
  ///   - knowsTraits: whether its traits go on as well.
  init(_ known: SortedEventNames?, knowsTraits: Bool) {
    events = SharedTexts(known?.events.names)
    channels = SharedTexts(known?.channels.names)
    screens = SharedTexts(known?.screens.names)
    currencies = SharedTexts(known?.currencies.names)
    texts = SharedTexts(known?.texts ?? TextDictionary())
    traitTexts = SharedTexts(known.flatMap { knowsTraits ? $0.traitTexts : nil } ?? TextDictionary())
  }
}

/// A dictionary that several threads add to.
final class SharedTexts: Sendable {
  private let dictionary: Mutex<TextDictionary>

  init(_ known: TextDictionary) { dictionary = Mutex(known) }

  /// - Parameter names: get the codes 0, 1, 2 ...
  convenience init(_ names: [String]?) {
    var known = TextDictionary()
    for name in names ?? [] {
      let text = Array(name.utf8)[...]
      _ = known.code(of: text, hash: textHash(text))
    }
    self.init(known)
  }

  /// Puts codes of this dictionary in the place of a segment's own. `form` makes texts the same that differ only
  /// in it.
  func translate(
    _ codes: inout [UInt32], from strings: StringPool, form: ((ArraySlice<UInt8>) -> [UInt8])? = nil
  ) {
    var known = [UInt32](repeating: EventBatch.none, count: strings.count)
    var wanted: [UInt32] = []
    for code in codes where code != EventBatch.none && known[Int(code)] == EventBatch.none {
      known[Int(code)] = 0
      wanted.append(code)
    }
    dictionary.withLock { dictionary in
      for code in wanted {
        let text = strings.bytes[strings.range(of: code)]
        if let form {
          let formed = form(text)
          known[Int(code)] = dictionary.code(of: formed[...], hash: textHash(formed[...]))
        } else {
          known[Int(code)] = dictionary.code(of: text, hash: strings.hashes[Int(code)])
        }
      }
    }
    for place in codes.indices where codes[place] != EventBatch.none {
      codes[place] = known[Int(codes[place])]
    }
  }

  /// All that was added.
  var all: TextDictionary { dictionary.withLock { $0 } }
}

/// Names in the order of their bytes, and of each code of the dictionary the place in it.
struct SortedNames: Sendable {
  let names: [String]
  let places: [UInt32]

  init(sorted names: [String]) {
    self.names = names
    places = Array(0..<UInt32(names.count))
  }

  init(_ texts: SharedTexts) {
    let dictionary = texts.all
    let order = dictionary.sortedCodes()
    names = order.map(dictionary.text)
    var places = [UInt32](repeating: 0, count: order.count)
    for (place, code) in order.enumerated() { places[Int(code)] = UInt32(place) }
    self.places = places
  }

  func place(_ code: UInt32) -> UInt32 { code == EventBatch.none ? code : places[Int(code)] }
}
