// The two tables: the help desk's tickets and the customer table, as CSV.

/// `tickets.csv`, in the order of the tickets' numbers.
func ticketsCSV(of cast: Cast) -> [UInt8] {
  var tickets = cast.members.flatMap(\.tickets)
  var random = Random(seed: Cast.seed, stream: -2)
  // People whom neither the app nor the customer table knows by this address.
  for day in [33, 71, 104] {
    tickets.append(
      Ticket(
        topic: .account, written: LocalTime(day: day, second: 40_000), email: "stranger.\(day)@example.com",
        random: &random))
  }
  let order = tickets.indices.sorted { (tickets[$0].written, $0) < (tickets[$1].written, $1) }
  var rows = order.enumerated().map { rank, index in
    let ticket = tickets[index]
    return [
      "T-\(2001 + rank)", ticket.written.utcText, ticket.email, ticket.channel, ticket.topic.rawValue,
      ticket.subject,
    ]
  }
  rows.insert(rows[30], at: 40)  // The export was made in two parts that overlap by one ticket.
  rows[50][5] = "Two things: the map,\nand the sound"
  return csv(["ticket_id", "created_at", "requester_email", "channel", "category", "subject"], rows)
}

/// `crm.csv`: everybody who signed up, by user id, and some whom the app has not seen in these months.
func customersCSV(of cast: Cast) -> [UInt8] {
  var random = Random(seed: Cast.seed, stream: -3)
  var rows: [[String]] = []
  for member in cast.members {
    let player = member.player
    guard let signedUp = player.signedUp, !member.messages.isEmpty || player.kind == .visitor else {
      continue
    }
    let age = player.age.map(String.init) ?? ""
    let email = random.chance(perMille: 30) ? "" : player.email
    rows.append([
      member.userID, email, age, player.country, player.plan, player.acquiredVia, signedUp.wallText,
    ])
  }
  rows.sort { $0[0] < $1[0] }
  return csv(["user_id", "email", "age", "country", "plan", "acquired_via", "signed_up"], rows)
}

/// RFC 4180, with line feeds alone at the ends of lines.
private func csv(_ header: [String], _ rows: [[String]]) -> [UInt8] {
  var bytes: [UInt8] = []
  for row in [header] + rows {
    let cells = row.map { cell in
      cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }
        ? "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\""
        : cell
    }
    bytes += Array(cells.joined(separator: ",").utf8) + [0x0A]
  }
  return bytes
}
