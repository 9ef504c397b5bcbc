// What the name of a field says of its meaning: the words that exports use, in English; `ForeignNames` has those of others.

/// A field's own name in one spelling: `InvoiceNo`, `invoice-no` and `order.invoice_no` are `invoice_no`.
struct FieldName: Hashable {
  let text: String

  init(_ path: FieldPath) {
    self.init(path.names.last ?? path.written)
  }

  init(_ name: String) {
    var text = ""
    var previous: Character = "_"
    for character in name {
      if character.isUppercase, previous.isLowercase || previous.isNumber { text.append("_") }
      if character.isLetter || character.isNumber {
        text += character.lowercased()
      } else if !text.isEmpty, text.last != "_" {
        text.append("_")
      }
      previous = character
    }
    while text.last == "_" { text.removeLast() }
    self.text = ForeignNames.english(text) ?? text
  }

  var words: [String] { text.split(separator: "_").map(String.init) }

  /// Whether a number in this field may be a time: `created_at`, `ts`, `event_time`.
  var suggestsTime: Bool {
    !Set(words).isDisjoint(with: [
      "time", "timestamp", "tstamp", "ts", "date", "at", "created", "on",
    ])
  }

  /// Whether the field belongs to somebody or something else than the person who acts, or is written by a machine.
  var isOfSomebodyElse: Bool {
    !Set(words).isDisjoint(with: [
      "recipient", "to", "from", "assignee", "submitter", "agent", "author", "owner", "synced", "loaded",
      "etl",
    ])
  }

  /// Whether only people have it, and not what they do.
  var describesAPerson: Bool {
    KnownNames.trait.contains(text)
      || !Set(words).isDisjoint(with: ["birthday", "birth", "dob", "phone", "mobile", "lifecycle", "persona"])
      || ["first_name", "firstname", "last_name", "lastname", "full_name"].contains(text)
  }

  /// Whether a time in it says since when somebody is known or a record is as it is: `joined_at`, `Create Date`.
  var saysSinceWhen: Bool {
    !Set(words).isDisjoint(with: [
      "created", "create", "createdate", "joined", "registered", "signup", "signed", "optin", "confirm",
      "since",
      "updated", "modified", "lastmodifieddate", "changed", "birthday", "birth", "dob", "login", "seen",
    ])
  }

  private static let personalWords: Set = [
    "address", "birthday", "birth", "dob", "email", "mail", "phone", "mobile", "title", "ip", "ipaddress",
    "device", "agent", "useragent", "url", "referrer", "latitude", "longitude", "lat", "lon", "lng", "zip",
    "postcode", "street", "city", "suburb", "id", "ids", "token", "card", "notes", "note", "ssn",
  ]

  /// What must never become a trait: it would show a person (the names of Documentation/Sources.md).
  var isPersonal: Bool {
    // `Firstname`, `username`, `Benutzername`.
    words.contains { $0.hasSuffix("name") } || ["first", "last", "requester"].contains(text)
      || !Set(words).isDisjoint(with: Self.personalWords)
  }
}

/// The names that exports give to each part of a mapping, the surest first.
enum KnownNames {
  static let time = [
    "timestamp", "event_time", "event_timestamp", "time", "occurred_at", "derived_tstamp", "collector_tstamp",
    "created_at", "created", "signed_up", "signed_up_at", "signup_date", "date", "datetime", "order_date",
    "invoice_date", "paid_at", "purchased_at", "processed_at", "ts",
  ]
  /// Times that say when a record was changed, not when something happened.
  static let version = [
    "updated_at", "updated", "modified_at", "last_modified", "lastmodifieddate", "last_modified_date",
  ]
  static let id = ["message_id", "event_id", "insert_id", "event_uuid", "uuid"]
  /// Ids only where each record has its own.
  static let uniqueID = ["id", "unique_id", "rec_id", "ticket_id", "record_id", "order_id", "transaction_id"]
  static let event = ["event", "event_name", "event_type"]
  static let vagueEvent = ["action", "activity", "type"]
  static let channel = [
    "channel", "via_channel", "via", "platform", "source_name", "device_type", "acquisition_channel",
  ]
  static let screen = ["screen", "screen_name", "page_urlpath", "page_path", "path", "page"]
  static let session = ["session_id", "domain_sessionid", "sessionid", "visit_id", "session"]
  static let order = [
    "order_id", "invoice_no", "invoice", "invoice_id", "order_number", "order_no", "order", "order_name",
    "transaction_id", "receipt", "receipt_no", "receipt_id", "receipt_number",
  ]
  /// What was paid back of the amount beside it.
  static let refund = [
    "refunded_amount", "amount_refunded", "total_refunded", "refunded", "refund_amount", "refund_total",
  ]
  static let revenue = [
    "revenue", "total", "total_price", "total_amount", "order_total", "grand_total", "amount", "price_total",
    "sales",
  ]
  /// What says that a record with an amount may be no purchase: it failed, was taken back or was a test.
  static let state: Set = [
    "status", "order_status", "payment_status", "financial_status", "test", "is_test", "livemode",
    "paid", "is_paid", "cancelled", "canceled", "is_cancelled", "is_canceled", "refunded", "is_refunded",
    "cancelled_at", "canceled_at", "refunded_at", "voided_at",
  ]
  static let quantity = ["quantity", "qty"]
  static let unitPrice = ["unit_price", "price"]
  static let currency = ["currency", "currency_code"]
  static let user = [
    "user_id", "userid", "customer_id", "customerid", "member_id", "player_id", "person_id", "account_id",
    "user",
    "customer", "uid",
  ]
  /// Ids that another system than the product gives to people, each of a kind of its own: nobody has two of kind `user`.
  static let otherIDs = [
    ("requester", ["requester_id"]), ("contact", ["contact_id"]), ("record", ["record_id"]),
    ("distinct", ["distinct_id"]),
    ("card", ["card_number", "card_no", "loyalty_card", "loyalty_number", "membership_number"]),
  ]
  /// Ids that say by how they begin which vendor gave them.
  static let vendorIDs = [(start: "cus_", kind: "stripe")]
  static let email = [
    "email", "requester_email", "customer_email", "user_email", "email_address", "mail", "e_mail",
  ]
  static let anonymous = ["anonymous_id", "anon_id", "domain_userid", "visitor_id", "client_id", "cookie_id"]
  static let device = ["device_id", "network_userid", "installation_id"]
  static let trait = [
    "age", "age_band", "cohort", "company_size", "country", "gender", "industry", "language", "lifecycle",
    "locale",
    "plan", "role", "segment", "tier",
  ]
  /// Names that only records of what somebody did have.
  static let deeds: Set<String> = Set(event + revenue + order + quantity + session + screen).union([
    "subject", "priority", "message", "description", "url", "campaign", "sku", "product", "ticket_id",
  ])
  /// Words in a file's name that say that its records are people.
  static let peopleFiles: Set<String> = [
    "user", "users", "customer", "customers", "contact", "contacts", "people", "person", "persons", "member",
    "members", "profile", "profiles", "subscriber", "subscribers", "lead", "leads", "crm",
    "kunde", "kunden", "kontakt", "kontakte", "mitglieder", "abonnenten",
    "client", "clients", "membre", "membres", "abonnés", "cliente", "clientes", "contactos", "socios",
  ]
}
