// An event as a row of a table, as a warehouse exports it.

extension LineBuffer {
  static let csvHeader =
    "message_id,type,event,user_id,anonymous_id,timestamp,channel,screen,revenue\n"

  /// A row without its newline.
  mutating func addCSV(_ event: GeneratedEvent, of crowd: Crowd) {
    add(uuid: event.messageID)
    add(",")
    add(event.type)
    add(",")
    if event.kind.isTracked { add(event.kind.name) } else if event.kind.isPage { add(event.pageName) }
    add(",")
    if event.facts.contains(.isLoggedIn) { addUserID(event.user) }
    add(",")
    if !event.facts.contains(.isFromServer) { add(hex: crowd.anonymousID(of: event.device).0, digits: 12) }
    add(",")
    add(time: event.time)
    add(",")
    add(event.channel)
    add(",")
    addCSVScreen(event)
    add(",")
    if let cents = event.revenueCents { add(cents: cents) }
  }

  mutating func addUserID(_ user: UInt32) {
    add("u_")
    add(number: 100_000 + Int(user))
  }

  /// A path as a browser shows it.
  mutating func addPath(of event: GeneratedEvent) {
    var chance = Chance(event.draw ^ 5)
    add(GeneratedEvent.pagePaths[Int(event.page)])
    switch event.page {
    case 1: addPathPart("/c", number: chance.number(below: 12))
    case 2: addPathPart("/sku-", number: chance.number(below: 40))
    case 6: addPathPart("/post-", number: chance.number(below: 20))
    default: break
    }
  }

  private mutating func addPathPart(_ text: String, number: Int) {
    add(text)
    add(number: number)
  }

  /// Some searches have a comma and quotes in them.
  private mutating func addCSVScreen(_ event: GeneratedEvent) {
    if event.facts.contains(.isFromServer) { return }
    if event.facts.contains(.isFromMobile) {
      add(event.pageName)
    } else if event.page == 7 && event.draw & 8 != 0 {
      add(#""/search?q=""red, blue""""#)
    } else {
      addPath(of: event)
    }
  }
}
