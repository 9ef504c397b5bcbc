// An event as the three Segment libraries send it: each has its own order of keys and its own context.

extension LineBuffer {
  /// A line without its newline.
  mutating func addJSON(_ event: GeneratedEvent, of crowd: Crowd) {
    var chance = Chance(event.draw)
    if event.facts.contains(.isFromServer) {
      addServerMessage(event, of: crowd, &chance)
    } else if event.facts.contains(.isFromMobile) {
      addMobileMessage(event, of: crowd, &chance)
    } else {
      addBrowserMessage(event, of: crowd, &chance)
    }
  }

  private mutating func addServerMessage(
    _ event: GeneratedEvent, of crowd: Crowd, _ chance: inout Chance
  ) {
    add(#"{"messageId":""#)
    add(uuid: event.messageID)
    add(#"","timestamp":""#)
    add(time: event.time)
    add(#"","type":""#)
    add(event.type)
    add(#"","#)
    addName(of: event)
    add(#""userId":""#)
    addUserID(event.user)
    add(
      #"","channel":"server","context":{"library":{"name":"analytics-python","version":"2.3.2"},"ip":"10.0."#)
    add(number: chance.number(below: 255))
    add(".")
    add(number: chance.number(below: 255))
    add(#"","app":{"name":"acme-billing","version":"5.1."#)
    add(number: chance.number(below: 20))
    add(#""}},"#)
    addContent(of: event, crowd)
    add(#","integrations":{},"originalTimestamp":""#)
    add(time: event.time)
    addSentAt(event)
    addReceivedAt(event)
    add(#""}"#)
  }

  private mutating func addMobileMessage(
    _ event: GeneratedEvent, of crowd: Crowd, _ chance: inout Chance
  ) {
    add(#"{"anonymousId":""#)
    add(uuid: crowd.anonymousID(of: event.device))
    add(#"","channel":"mobile","context":"#)
    addMobileContext(event, of: crowd, &chance)
    add(",")
    addName(of: event)
    add(#""integrations":{},"messageId":""#)
    add(uuid: event.messageID)
    add(#"","originalTimestamp":""#)
    add(time: event.time)
    add(#"","#)
    addContent(of: event, crowd)
    addSentAt(event, after: ",")
    add(#"","timestamp":""#)
    add(time: event.time)
    add(#"","type":""#)
    add(event.type)
    add("\"")
    if event.facts.contains(.isLoggedIn) {
      add(#","userId":""#)
      addUserID(event.user)
      add("\"")
    } else if event.draw & 4 != 0 {
      add(#","userId":null"#)
    }
    add("}")
  }

  private mutating func addMobileContext(
    _ event: GeneratedEvent, of crowd: Crowd, _ chance: inout Chance
  ) {
    let model = crowd.model(of: event.device)
    let isApple = model < 3 || model == 7
    let locale = crowd.locale(of: Int(event.user))
    add(#"{"app":{"build":""#)
    add(number: 300 + chance.number(below: 40))
    add(#"","name":"Acme","namespace":"com.acme.shop","version":"4."#)
    add(number: chance.number(below: 12))
    add(#".0"},"device":{"id":""#)
    add(uuid: crowd.hardwareID(of: event.device))
    add(isApple ? #"","manufacturer":"Apple","model":""# : #"","manufacturer":"Samsung","model":""#)
    add(Words.models[model])
    add(isApple ? #"","type":"ios"},"ip":""# : #"","type":"android"},"ip":""#)
    addAddress(&chance)
    add(#"","library":{"name":""#)
    add(isApple ? "analytics-ios" : "analytics-android")
    add(#"","version":"4.1.8"},"locale":""#)
    add(Words.locales[locale])
    add(#"","network":{"carrier":"Vodafone","cellular":"#)
    add(chance.happens(0.5) ? "true" : "false")
    add(#","wifi":"#)
    add(chance.happens(0.5) ? "true" : "false")
    add(isApple ? #"},"os":{"name":"iOS","version":""# : #"},"os":{"name":"Android","version":""#)
    add(number: 12 + chance.number(below: 6))
    add(#""},"screen":{"density":3,"height":2340,"width":1080},"timezone":""#)
    add(Words.zones[locale])
    add(#"","traits":{}}"#)
  }

  private mutating func addBrowserMessage(
    _ event: GeneratedEvent, of crowd: Crowd, _ chance: inout Chance
  ) {
    add(#"{"timestamp":""#)
    add(time: event.time)
    add(#"","integrations":{},"#)
    if event.facts.contains(.isLoggedIn) {
      add(#""userId":""#)
      addUserID(event.user)
      add(#"","#)
    } else if event.draw & 4 != 0 {
      add(#""userId":null,"#)
    }
    add(#""anonymousId":""#)
    add(uuid: crowd.anonymousID(of: event.device))
    add(#"","#)
    addName(of: event)
    add(#""type":""#)
    add(event.type)
    add(#"","#)
    addContent(of: event, crowd)
    add(#","context":"#)
    addBrowserContext(event, of: crowd, &chance)
    add(#","messageId":""#)
    add(uuid: event.messageID)
    addSentAt(event)
    addReceivedAt(event)
    add(#"","channel":"browser","version":2}"#)
  }

  private mutating func addBrowserContext(
    _ event: GeneratedEvent, of crowd: Crowd, _ chance: inout Chance
  ) {
    let locale = crowd.locale(of: Int(event.user))
    add(#"{"library":{"name":"analytics.js","version":"next-1.64.0"},"ip":""#)
    addAddress(&chance)
    add(#"","page":{"path":""#)
    addPath(of: event)
    add(#"","referrer":""#)
    if chance.happens(0.4) { add("https://www.google.com/") }
    add(#"","search":""#)
    if chance.happens(0.2) { add("?utm_source=newsletter&utm_medium=email") }
    add(#"","title":""#)
    add(chance.one(of: Words.titles))
    add(#"","url":"https://shop.example.com"#)
    addPath(of: event)
    add(#""},"userAgent":""#)
    add(Words.browsers[crowd.browser(of: event.device)])
    add(#"","locale":""#)
    add(Words.locales[locale])
    add(#"","timezone":""#)
    add(Words.zones[locale])
    add("\"")
    if chance.happens(0.15) {
      add(#","campaign":{"name":"spring_sale","source":"newsletter","medium":"email"}"#)
    }
    add("}")
  }

  /// The name of what was done, or of the page; `identify` and `group` have none.
  private mutating func addName(of event: GeneratedEvent) {
    if event.kind.isTracked {
      add(#""event":""#)
      // A reader must find one name in both spellings.
      let isEscaped = event.kind.name == "Café Viewed" && event.draw & 1 != 0
      add(isEscaped ? #"Caf\u00e9 Viewed"# : event.kind.name)
      add(#"","#)
    } else if event.kind.isPage {
      add(#""name":""#)
      add(event.pageName)
      add(#"","#)
    }
  }

  private mutating func addAddress(_ chance: inout Chance) {
    add(number: 20 + chance.number(below: 180))
    for _ in 0..<3 {
      add(".")
      add(number: chance.number(below: 255))
    }
  }

  private mutating func addSentAt(_ event: GeneratedEvent, after separator: String = "\",") {
    add(separator)
    add(#""sentAt":""#)
    add(time: event.received - 200 - event.draw % 700)
  }

  private mutating func addReceivedAt(_ event: GeneratedEvent) {
    add(#"","receivedAt":""#)
    add(time: event.received)
  }
}
