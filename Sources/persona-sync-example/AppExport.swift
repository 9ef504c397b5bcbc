// The app's export: JSON lines by month, in the order of delivery, with what goes wrong in real ones.

/// The messages of everybody as the files that a vendor would deliver.
struct AppExport {
  /// The bytes of each month's file, January first, before compression.
  let months: [[UInt8]]

  static func fileName(month: Int) -> String { "app-2026-0\(month + 1).ndjson.gz" }

  init(_ cast: Cast) {
    var random = Random(seed: Cast.seed, stream: -1)
    var messages = cast.members.flatMap(\.messages) + Self.testerMessages + Self.nobodysMessages
    messages += messages.compactMap { Self.repetition(of: $0, random: &random) }
    let order = messages.indices.sorted { (messages[$0].delivered, $0) < (messages[$1].delivered, $1) }

    var lines = [[String]](repeating: [], count: LocalTime.monthStarts.count - 1)
    for index in order {
      lines[min(messages[index].delivered.month, lines.count - 1)].append(messages[index].line)
    }
    for (month, place, line) in Self.brokenLines { lines[month].insert(line, at: place) }
    var months = lines.map { Array($0.map { $0 + "\n" }.joined().utf8) }
    months[1].insert(contentsOf: Self.invalidUTF8, at: 0)
    self.months = months
  }

  /// One message in two hundred is delivered again, at once or up to three days later: the phone had not heard
  /// that it arrived.
  private static func repetition(of message: Message, random: inout Random) -> Message? {
    guard random.chance(perMille: 5) else { return nil }
    var copy = message
    let delay = random.chance(perMille: 700) ? 0 : random.number(in: 600...259_200)
    copy.delivered = message.delivered.after(seconds: delay)
    return copy
  }

  /// Four accounts of the studio's own testers, all with the address that the settings block.
  private static var testerMessages: [Message] {
    (0..<4).flatMap { tester in
      let device = Player.Device(number: 90_000 + tester, isTablet: tester % 2 == 0)
      let contents: [Message.Content] = [
        .identify(email: "test@example.com"), .screen("Home"), .track("Shop Opened", screen: "Shop"),
      ]
      return contents.enumerated().map { step, content in
        var message = Message(
          id: "e-qa\(tester)-\(step)", time: LocalTime(day: 61, second: 36_000 + 600 * tester + 60 * step),
          content: content, device: device, userID: "u-9\(tester)")
        message.delivered = message.time
        return message
      }
    }
  }

  /// An old version of the app wrote the word for "no value" as the user: three people who are not one.
  private static var nobodysMessages: [Message] {
    (0..<3).map { number in
      var message = Message(
        id: "e-old-\(number)", time: LocalTime(day: 20 + number, second: 50_000), content: .screen("Home"),
        device: Player.Device(number: 91_000 + number, isTablet: false), userID: "undefined")
      message.delivered = message.time
      return message
    }
  }

  /// Month, place in the file, line: a transfer that broke off, times nobody can read, a log that is no JSON.
  private static let brokenLines = [
    (0, 4000, #"{"messageId":"e-cut-1","timestamp":"2026-01-12T17:0"#),
    (0, 7000, ""),
    (
      1, 5000,
      #"{"messageId":"e-odd-1","timestamp":"14/02/2026 07:31","type":"track","event":"Level Failed"}"#
    ),
    (2, 900, "-- 3 messages lost --"),
    (2, 9000, #"{"messageId":"e-odd-2","type":"track","event":"Level Failed"}"#),
    (3, 2000, #"{"messageId":"e-odd-3","timestamp":"2026-04-31T10:00:00Z","type":"screen","name":"Home"}"#),
    (4, 6000, #"{"messageId":"e-cut-2","timestamp":"2026-05-10T06:12:44Z","anonymousId":"#),
  ]

  /// A name in Latin-1, which is not UTF-8.
  private static let invalidUTF8 =
    Array(#"{"messageId":"e-odd-4","timestamp":"2026-02-01T08:00:00Z","type":"screen","name":"Caf"#.utf8)
    + [0xE9] + Array("\"}\n".utf8)
}
