// What a message says beside who, when and where: properties by the kind of event, or a user's traits.

extension LineBuffer {
  mutating func addContent(of event: GeneratedEvent, _ crowd: Crowd) {
    if event.kind == .identify { addTraits(of: event, crowd) } else { addProperties(of: event) }
  }

  private mutating func addTraits(of event: GeneratedEvent, _ crowd: Crowd) {
    add(event.draw & 2 != 0 ? #""traits":{"plan":"pro","# : #""traits":{"plan":"free","#)
    add(#""createdAt":""#)
    add(time: Period.start - Period.day * crowd.daysSinceSigningUp(of: Int(event.user)))
    add(#"","email":"user"#)
    add(number: Int(event.user))
    add(#"@example.com"}"#)
  }

  private mutating func addProperties(of event: GeneratedEvent) {
    var chance = Chance(event.draw ^ 99)
    add(#""properties":{"#)
    if event.facts.contains(.isFromMobile) {
      add(#""screen":""#)
      add(event.pageName)
      add(#"","#)
    }
    switch event.kind.index {
    case 3, 4, 26: addOrder(of: event, &chance)
    case 0...2, 5, 11: addProduct(isOrdered: false, &chance)
    case 6, 7: addSearch(&chance)
    case 18...20: addLevel(&chance)
    case 28...: addPage(&chance)
    default: addLabel(&chance)
    }
    add("}")
  }

  private mutating func addOrder(of event: GeneratedEvent, _ chance: inout Chance) {
    add(#""order_id":"o-"#)
    add(number: chance.number(below: 90_000_000))
    add(#"","currency":""#)
    add(chance.one(of: Words.currencies))
    add(#"","tax":"#)
    add(cents: chance.number(below: 2000))
    if let cents = event.revenueCents {
      add(#","revenue":"#)
      add(cents: cents)
    }
    add(#","products":["#)
    for product in 0..<1 + chance.number(below: 2) {
      add(product == 0 ? "{" : ",{")
      addProduct(isOrdered: true, &chance)
      add("}")
    }
    add("]")
  }

  private mutating func addProduct(isOrdered: Bool, _ chance: inout Chance) {
    add(#""product_id":""#)
    add(number: 1000 + chance.number(below: 9000))
    add(#"","sku":"sku-"#)
    add(number: chance.number(below: 40))
    add(#"","name":""#)
    add(chance.one(of: Words.titles))
    add(#"","price":"#)
    add(cents: 500 + chance.number(below: 20_000))
    add(isOrdered ? #","quantity":"# : #","type":"physical","quantity":"#)
    add(number: 1 + chance.number(below: 3))
  }

  /// Has a property named as the top-level key for the event's name is.
  private mutating func addLevel(_ chance: inout Chance) {
    add(#""level":"#)
    add(number: 1 + chance.number(below: 60))
    add(#","score":"#)
    add(number: chance.number(below: 100_000))
    add(#","event":"level-end""#)
  }

  private mutating func addSearch(_ chance: inout Chance) {
    add(#""query":""#)
    add(chance.one(of: Words.titles))
    add(#"","results":"#)
    add(number: chance.number(below: 300))
  }

  private mutating func addPage(_ chance: inout Chance) {
    add(#""title":""#)
    add(chance.one(of: Words.titles))
    add(#"","category":"c"#)
    add(number: chance.number(below: 12))
    add("\"")
  }

  private mutating func addLabel(_ chance: inout Chance) {
    add(#""label":""#)
    add(chance.one(of: Words.titles))
    add(#"","value":"#)
    add(number: chance.number(below: 1000))
  }
}

/// Words to choose from, as they stand in JSON: with its escapes, and with letters beyond ASCII without.
enum Words {
  static let titles = [
    #"Running Shoes \"Aero\" \u2013 Acme"#, "Café Çeşme Ceramic Mug", "Acme Store",
    #"Jeans & Jackets \/ Winter"#, "Müller Knives", "Noise Cancelling Headphones", "Blue 👟 Sneakers",
    "Gift Card",
  ]
  static let currencies = ["USD", "EUR", "TRY", "GBP"]
  static let locales = ["en-US", "de-DE", "tr-TR", "fr-FR", "pt-BR", "ja-JP", "en-GB", "es-ES"]
  static let zones = [
    "America/New_York", "Europe/Berlin", "Europe/Istanbul", "Europe/Paris", "America/Sao_Paulo", "Asia/Tokyo",
    "Europe/London", "Europe/Madrid",
  ]
  static let models = [
    "iPhone15,3", "iPhone14,5", "iPhone12,1", "SM-S918B", "Pixel 8", "SM-A546E", "Redmi Note 12", "iPad13,4",
  ]
  static let browsers = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 "
      + "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3 "
      + "Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:123.0) Gecko/20100101 Firefox/123.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      + "Version/17.3 Mobile/15E148 Safari/604.1",
  ]
}
