// What looks like personal data in a name or a value that comes from the sources.

/// Whether a value may identify a person by itself, however many people share it: an e-mail address, a phone
/// or card number, a long run of digits, an IP address, a UUID or token, a URL with a query or a fragment.
///
/// Errs towards yes. It cannot know names of people.
func looksPersonal(_ value: String) -> Bool {
  value.contains("@") || value.contains("%40")
    || hasQueryOrFragment(value)
    || hasLongNumber(value)
    || value.contains(#/\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b/#)
    || value.contains(#/\b(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}\b/#)
    || value.contains(#/[0-9a-fA-F]{1,4}::(?:[0-9a-fA-F]{1,4}:?)*[0-9]/#)
    || value.contains(#/[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/#)
    || hasToken(value)
}

private func hasQueryOrFragment(_ value: String) -> Bool {
  value.contains(#/(?:^|:/)/[^\s]*[?#][^\s]/#) || value.contains(#/\?[^\s=]+=/#)
}

/// Seven digits in a row, or nine with the separators of phone and card numbers between them. Dates do not
/// count.
private func hasLongNumber(_ value: String) -> Bool {
  if value.contains(#/[0-9]{7}/#) { return !value.contains(#/^[0-9]{4}[01][0-9][0-3][0-9]$/#) }
  let rest = value.replacing(#/[0-9]{4}-[0-9]{2}-[0-9]{2}/#, with: "|")
  return rest.matches(of: #/[0-9][0-9 ().\/-]{7,}[0-9]/#).contains { match in
    match.output.count { $0.isASCII && $0.isNumber } >= 9
  }
}

/// Sixteen letters and digits in a row that are not words: hexadecimal, with four digits and more, or the start
/// of a JSON web token.
private func hasToken(_ value: String) -> Bool {
  value.matches(of: #/[0-9A-Za-z]{16,}/#).contains { match in
    let digits = match.output.count { $0.isNumber }
    return digits >= 4 || match.output.hasPrefix("eyJ")
      || (digits > 0 && match.output.allSatisfy(\.isHexDigit))
  }
}

/// Whether a trait is about the person's identity by its name: never published, however many share a value.
///
/// Names are compared word by word: `firstName`, `first_name` and `First name` are the same.
func isPersonalTrait(_ name: String) -> Bool {
  let words = nameWords(name)
  let joined = words.joined()
  return personalNames.contains(joined) || words.contains { personalWords.contains($0) }
    || personalEndings.contains { joined.hasSuffix($0) }
}

private func nameWords(_ name: String) -> [String] {
  var words: [String] = [""]
  var wasLower = false
  for character in name {
    if !(character.isLetter || character.isNumber) || (character.isUppercase && wasLower) { words.append("") }
    if character.isLetter || character.isNumber { words[words.count - 1] += character.lowercased() }
    wasLower = character.isLowercase
  }
  return words.filter { !$0.isEmpty }
}

private let personalNames: Set<String> = [
  "name", "ip", "login", "nickname", "handle", "avatar", "website", "url",
]

private let personalWords: Set<String> = [
  "address", "birthdate", "birthday", "dob", "email", "fax", "iban", "latitude", "longitude", "msisdn",
  "passport", "password", "phone", "signature", "ssn", "street", "surname", "telephone", "token", "username",
]

private let personalEndings = [
  "birthdate", "birthday", "dateofbirth", "email", "emailaddress", "familyname", "firstname", "fullname",
  "givenname", "ipaddress", "lastname", "middlename", "phonenumber", "username",
]
