// What looks like personal data in a name or a value that comes from the sources.

/// Whether a value may identify a person by itself, however many people share it: an e-mail, postal or network address, a
/// phone or card number, a long run of digits, coordinates, a UUID, token or key, a URL with a query or a fragment.
///
/// Errs towards yes. It cannot know names of people.
public func looksPersonal(_ value: String) -> Bool { PersonalPattern(value).isFound }

/// Whether a trait is about the person's identity by its name: never published, however many share a value.
///
/// Names are compared word by word: `firstName`, `first_name` and `First name` are the same.
public func isPersonalTrait(_ name: String) -> Bool {
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
