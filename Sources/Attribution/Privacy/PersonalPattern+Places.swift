// The forms that tell where somebody lives or is: street addresses, coordinates, the address of a network card. Its own
// file, because they are made of words and numbers and not of one run of characters.

extension PersonalPattern {
  /// A house number, one to three words and what streets are called (`12 Old High Street`), or the name of a street and a
  /// house number (`Hauptstraße 5`, `calle Mayor 3`), or a house number before `rue`.
  ///
  /// Only words that mean nothing but a street: a level may be called `3 Drive`.
  var hasStreetAddress: Bool {
    let words = words
    return words.indices.contains { index in
      let isNumbered = words.dropFirst(index + 1).first.map(isHouseNumber) ?? false
      if isNumbered, streetEndings.contains(where: { words[index].hasSuffix($0) }) { return true }
      guard isHouseNumber(words[index]) else {
        guard words[index] == "calle" || words[index] == "rua" else { return false }
        return words.dropFirst(index + 2).prefix(3).contains(where: isHouseNumber)
      }
      let following = words.dropFirst(index + 1).prefix(4)
      if following.first == "rue" { return following.count > 1 }
      guard let street = following.firstIndex(where: streetWords.contains) else { return false }
      return street > index + 1 && following[..<street].allSatisfy { $0.utf8.allSatisfy(isNoDigit) }
    }
  }

  /// Words and numbers in small letters; between them stand blanks and commas.
  private var words: [String] {
    bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") || 0x09...0x0D ~= $0 }
      .map { word in
        var word = word
        while word.last == UInt8(ascii: "."), word.count > 1 { word.removeLast() }
        return String(decoding: word, as: UTF8.self).lowercased()
      }
  }

  /// `12`, `221b`
  private func isHouseNumber(_ word: String) -> Bool {
    let digits = word.utf8.prefix { !isNoDigit($0) }.count
    return 1...4 ~= digits && word.utf8.count - digits <= 1
      && word.utf8.dropFirst(digits).allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
  }

  private func isNoDigit(_ byte: UInt8) -> Bool { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte) }

  /// Two numbers of up to three digits with four decimals or more, with a comma, a semicolon or a blank between them.
  var hasCoordinates: Bool {
    bytes.indices.contains { start in
      guard isDigit(at(start)), start == 0 || !isWordPart(at(start - 1)) && at(start - 1) != ".",
        let end = end(ofDegreesFrom: start)
      else { return false }
      var next = end
      while [" ", ",", ";"].contains(at(next)) { next += 1 }
      guard next > end else { return false }
      if at(next) == "-" || at(next) == "+" { next += 1 }
      return self.end(ofDegreesFrom: next) != nil
    }
  }

  private func end(ofDegreesFrom start: Int) -> Int? {
    let point = end(of: isDigit, from: start)
    guard 1...3 ~= point - start, at(point) == "." else { return nil }
    let end = end(of: isDigit, from: point + 1)
    return end - point > 4 ? end : nil
  }

  /// Six pairs of hexadecimal digits that stand by themselves.
  var hasHardwareAddress: Bool {
    bytes.count >= 17
      && bytes.indices.contains { start in
        (fits("hh:hh:hh:hh:hh:hh", at: start) || fits("hh-hh-hh-hh-hh-hh", at: start))
          && (start == 0 || !isWordPart(at(start - 1))) && !isWordPart(at(start + 17))
      }
  }
}

private let streetWords: Set<String> = [
  "street", "st", "road", "rd", "avenue", "ave", "lane", "boulevard", "blvd", "highway",
]

private let streetEndings = ["straße", "strasse", "str", "gasse", "allee"]
