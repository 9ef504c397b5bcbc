// What sets people apart and what they lean to, as sentences without their full stop.

internal import Persona

/// `71% did “UI Error”; others 22%`. `safe` makes names harmless where the words are going to stand.
func distinctionWords(_ distinction: Evidence.Distinction, safe: (String) -> String) -> String {
  let words = distinction.kind == .metric ? MetricWords(distinction.name, safe: safe) : nil
  let shares = [distinction.here, distinction.others]
  let texts = zip(shares, figures(shares, as: words?.style ?? .share)).map { share, text in
    words == nil ? countedWords(share) ?? text : text
  }
  let name = "“\(safe(distinction.name))”"
  let sentence =
    switch distinction.kind {
    case .metric: words?.onAverage(texts[0]) ?? ""
    case .event: "\(texts[0]) did \(name)"
    case .channel: "\(texts[0]) came by \(name)"
    case .screen: "\(texts[0]) saw \(name)"
    case .trait: traitSentence(distinction.name, texts[0], safe: safe)
    }
  return "\(sentence.capitalizedFirst); others \(texts[1])\(words?.currency ?? "")"
}

/// A few people are counted with the rest: whether there are any is not told.
private func countedWords(_ share: Double) -> String? {
  share == 0 ? "few or none" : share == 1 ? "nearly all" : nil
}

/// `“Shop Opened”: 12% of what they do, 5.3% among everyone`
func affinityWords(_ affinity: Evidence.Affinity, safe: (String) -> String) -> String {
  let name = affinity.kind == .property ? traitWords(affinity.name, safe: safe) : "“\(safe(affinity.name))”"
  return "\(name): \(affinityShares(affinity))"
}

/// `12% of what they do, 5.3% among everyone`
func affinityShares(_ affinity: Evidence.Affinity) -> String {
  let whole =
    switch affinity.kind {
    case .event: "of what they do"
    case .channel: "of what they do comes by it"
    case .screen: "of the screens that they see"
    case .property: "of what they do that has one"
    }
  let shares = figures([affinity.share, affinity.everyone], as: .share)
  return "\(shares[0]) \(whole), \(shares[1]) among everyone"
}

/// `plan=pro` as `71% of those whose plan is known have “pro”`: nothing is said of the others.
private func traitSentence(_ name: String, _ share: String, safe: (String) -> String) -> String {
  guard let equals = name.firstIndex(of: "=") else { return "\(share) have “\(safe(name))”" }
  let trait = String(name[..<equals].replacing("_", with: " "))
  return
    "\(share) of those whose \(safe(trait)) is known have “\(safe(String(name[name.index(after: equals)...])))”"
}

/// `plan=pro` as `plan “pro”`.
private func traitWords(_ name: String, safe: (String) -> String) -> String {
  guard let equals = name.firstIndex(of: "=") else { return "“\(safe(name))”" }
  let trait = name[..<equals].replacing("_", with: " ")
  return "\(safe(String(trait))) “\(safe(String(name[name.index(after: equals)...])))”"
}
