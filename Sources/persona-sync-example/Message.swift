// One message of the app, in the form of Segment's specification.

/// A call of the app: something tracked, a screen shown, or who the user is.
struct Message {
  var id: String
  var time: LocalTime
  var content: Content
  var device: Player.Device
  var userID: String?
  /// When it arrived; messages are exported in this order.
  var delivered = LocalTime(day: 0, second: 0)

  enum Content {
    /// `detail` is the inside of a JSON object.
    case track(String, screen: String, detail: String = "")
    case screen(String)
    case identify(email: String)
  }

  init(id: String, time: LocalTime, content: Content, device: Player.Device, userID: String?) {
    self.id = id
    self.time = time
    self.content = content
    self.device = device
    self.userID = userID
  }

  /// The message as one line of JSON, without the line's end. No text in it needs escaping. What stays the same
  /// throughout a session comes first: that makes the compressed files a tenth smaller.
  var line: String {
    let user = userID.map { #""userId":"\#($0)","# } ?? ""
    let kind = device.isTablet ? "tablet" : "phone"
    return
      #"{"context":{"device":{"id":"\#(device.id)","type":"\#(kind)"}},"anonymousId":"\#(device.anonymousID)","#
      + user + #""messageId":"\#(id)","timestamp":"\#(time.utcText)","# + body + "}"
  }

  private var body: String {
    switch content {
    case .track(let event, let screen, let detail):
      #""type":"track","event":"\#(event)","properties":{"screen":"\#(screen)""#
        + (detail.isEmpty ? "}" : ",\(detail)}")
    case .screen(let name):
      #""type":"screen","name":"\#(name)""#
    case .identify(let email):
      #""type":"identify","traits":{"email":"\#(email)"}"#
    }
  }
}
