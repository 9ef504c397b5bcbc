// What sets people apart, as a sentence without its full stop.

internal import Persona

/// `71% did “UI Error”; others 22%`. `safe` makes names harmless where the words are going to stand.
func distinctionWords(_ distinction: Evidence.Distinction, safe: (String) -> String) -> String {
  let words = distinction.kind == .metric ? MetricWords(distinction.name, safe: safe) : nil
  let texts = figures([distinction.here, distinction.others], as: words?.style ?? .share)
  let name = "“\(safe(distinction.name))”"
  let sentence =
    switch distinction.kind {
    case .metric: words.map { $0(texts[0]).capitalizedFirst } ?? ""
    case .event: "\(texts[0]) did \(name)"
    case .channel: "\(texts[0]) came by \(name)"
    case .screen: "\(texts[0]) saw \(name)"
    case .trait: "\(texts[0]) have \(traitWords(distinction.name, safe: safe))"
    }
  return "\(sentence); others \(texts[1])"
}

/// `plan=pro` as `plan “pro”`.
private func traitWords(_ name: String, safe: (String) -> String) -> String {
  guard let equals = name.firstIndex(of: "=") else { return "“\(safe(name))”" }
  let trait = name[..<equals].replacing("_", with: " ")
  return "\(safe(String(trait))) “\(safe(String(name[name.index(after: equals)...])))”"
}
