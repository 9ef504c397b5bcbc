// One thing that a user did, as small as it can be: a 5 GB table has 42 million of them in memory.

/// An event and the seed of all its details. Times are milliseconds since 1970, UTC.
struct GeneratedEvent {
  var time: UInt64
  var received: UInt64
  /// Seed of the message id and of every detail; a repeated message has the same one.
  var draw: UInt64
  var user: UInt32
  var deviceOwner: UInt32
  var deviceNumber: UInt8
  var kind: Kind
  var page: UInt8
  var facts: Facts

  struct Facts: OptionSet {
    let rawValue: UInt8
    static let isLoggedIn = Facts(rawValue: 1)
    static let isFromServer = Facts(rawValue: 2)
    static let isFromMobile = Facts(rawValue: 4)
    static let isRepeated = Facts(rawValue: 8)
  }

  /// An index: tracked events first, then pages, then `identify` and `group`.
  struct Kind: Equatable {
    let index: UInt8

    static let orderCompleted = Kind(index: 4)
    static let productRemoved = Kind(index: 5)
    static let trialStarted = Kind(index: 25)
    static let paymentEntered = Kind(index: 26)
    static let identify = Kind(index: 36)
    static let group = Kind(index: 37)
    static func page(_ page: Int) -> Kind { Kind(index: UInt8(28 + page)) }
    static func tracked(_ index: Int) -> Kind { Kind(index: UInt8(index)) }

    var isTracked: Bool { index < 28 }
    var isPage: Bool { (28..<36).contains(index) }
    /// Its name, where it is tracked.
    var name: String { Self.names[Int(index)] }

    /// The first five are the funnel.
    static let names = [
      "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Order Completed",
      "Product Removed", "Products Searched", "Product List Viewed", "Promotion Viewed", "Promotion Clicked",
      "Coupon Applied", "Wishlist Product Added", "Signed In", "Signed Out", "Video Playback Started",
      "Video Playback Completed", "Article Read", "Feedback Submitted", "Level Started", "Level Completed",
      "Level Failed", "Push Notification Tapped", "Application Opened", "Application Backgrounded",
      "Invite Sent", "Trial Started", "Payment Info Entered", "Café Viewed",
    ]
  }

  static let pageNames = ["Home", "Category", "Detail", "Cart", "Checkout", "Account", "Blog", "Search"]
  static let pagePaths = [
    "/", "/category", "/product", "/cart", "/checkout", "/account", "/blog", "/search",
  ]

  var device: Crowd.Device { Crowd.Device(owner: Int(deviceOwner), number: Int(deviceNumber)) }
  var pageName: String { Self.pageNames[Int(page)] }
  var messageID: (UInt64, UInt64) { (Chance.mixed(draw), Chance.mixed(draw &+ 1)) }

  var type: String {
    if kind.isTracked { return "track" }
    if kind.isPage { return facts.contains(.isFromMobile) ? "screen" : "page" }
    return kind == .identify ? "identify" : "group"
  }

  var channel: String {
    facts.contains(.isFromServer) ? "server" : facts.contains(.isFromMobile) ? "mobile" : "browser"
  }

  /// What an order brought in, in cents.
  var revenueCents: Int? {
    guard kind == .orderCompleted else { return nil }
    var chance = Chance(draw ^ 77)
    return 500 + Int(min(200_000, chance.exponential(mean: 6000)))
  }
}
