// What the settings say of one source: where its records are, and which field means what.

public import Persona

/// A source as the settings describe it, presets already expanded.
public struct SourceMapping: Sendable, Hashable {
  public var name: String
  /// Paths and globs relative to the workspace; `-` is standard input.
  public var files: [String]
  /// What prints the records, for the shell; there are no files then.
  public var command: String?
  /// `nil`: found out from the name and the first bytes.
  public var format: Format?
  /// Names of the columns of a table without a header.
  public var columns: [String]?
  /// IANA name of the zone of times that carry no offset.
  public var timeZone: String
  /// The form of the times; `nil`: each value's own form is recognised.
  public var timeForm: TimeForm?
  /// How a table writes amounts and other numbers; `nil` for plain ones, `1234.50`.
  public var decimalMark: DecimalMark?

  /// When it happened. A source without a time gives traits and links only, no events.
  public var time: TextRule?
  /// What makes an event unique; repeated ids are dropped. Several fields are taken together.
  public var id: TextRule?
  /// A time that says which record of one id counts: the latest. `nil`: they are the same record.
  public var version: TextRule?
  /// The name of the event. A record for which it gives nothing carries traits and links only.
  public var event: TextRule?
  public var channel: TextRule?
  public var screen: TextRule?
  /// The source's own session id; a session is then a (person, id) pair.
  public var session: TextRule?
  /// Whether events are part of no session: tickets, payments, messages that were sent.
  public var isOutsideSessions: Bool
  /// The order a purchase belongs to; several records of one order are one purchase.
  public var order: TextRule?
  public var revenue: AmountRule?
  public var currency: TextRule?
  public var identifiers: [Identifier]
  public var traits: [Trait]
  /// Properties kept for declared metrics and filters.
  public var properties: [Property]
  /// Records for which this does not hold are passed over, uncounted.
  public var only: FieldCondition?
  /// For JSON: the field that holds an array of records (`batch`), when a document has it.
  public var records: FieldPath?
  /// Columns of a table that not every export of a vendor has: those that a preset names, sorted. Their absence is told of
  /// only where no record counts without them.
  public internal(set) var optionalColumns: [String] = []

  public init(
    name: String, files: [String], command: String? = nil, format: Format? = nil, columns: [String]? = nil,
    timeZone: String = "UTC", timeForm: TimeForm? = nil,
    decimalMark: DecimalMark? = nil, time: TextRule? = nil, id: TextRule? = nil,
    version: TextRule? = nil,
    event: TextRule? = nil, channel: TextRule? = nil, screen: TextRule? = nil, session: TextRule? = nil,
    isOutsideSessions: Bool = false, order: TextRule? = nil, revenue: AmountRule? = nil,
    currency: TextRule? = nil,
    identifiers: [Identifier] = [], traits: [Trait] = [], properties: [Property] = [],
    only: FieldCondition? = nil, records: FieldPath? = nil
  ) {
    self.name = name
    self.files = files
    self.command = command
    self.format = format
    self.columns = columns
    self.timeZone = timeZone
    self.timeForm = timeForm
    self.decimalMark = decimalMark
    self.time = time
    self.id = id
    self.version = version
    self.event = event
    self.channel = channel
    self.screen = screen
    self.session = session
    self.isOutsideSessions = isOutsideSessions
    self.order = order
    self.revenue = revenue
    self.currency = currency
    self.identifiers = identifiers
    self.traits = traits
    self.properties = properties
    self.only = only
    self.records = records
  }

  public enum Format: Sendable, Hashable {
    /// Delimited text with RFC 4180 quoting. The delimiter is one ASCII byte.
    case delimited(UInt8)
    /// Fields separated by runs of spaces or tabs, no quoting.
    case whitespace
    /// One JSON object a line.
    case jsonLines
    /// One JSON array of objects.
    case jsonArray
  }

  public enum TimeForm: String, Sendable, Hashable, CaseIterable {
    /// `2026-03-31T12:00:00.123+02:00`; `T` may be a space, fraction, seconds and offset may be absent.
    case iso8601 = "iso"
    /// `20260331`
    case compactDate = "yyyymmdd"
    case seconds, milliseconds, microseconds
    /// `31.12.2026 17:59`, `31/12/26, 5:59 PM`: day, month and year in digits, with `.`, `/` or `-` between them.
    case dayFirst = "dmy"
    /// `12/31/2026 5:59 PM`
    case monthFirst = "mdy"
    /// `2026/12/31 9:05`
    case yearFirst = "ymd"

    /// Whether it is a number since 1970.
    var isEpoch: Bool { self == .seconds || self == .milliseconds || self == .microseconds }
    /// Whether it says in which order day, month and year stand, which no time tells by itself.
    var isDateOrder: Bool { self == .dayFirst || self == .monthFirst || self == .yearFirst }
  }

  /// The mark before the fraction of a number in a table in which thousands may be grouped.
  public enum DecimalMark: String, Sendable, Hashable, CaseIterable {
    /// `1.234,50`
    case comma = ","
    /// `1,234.50`
    case point = "."
  }

  public struct Identifier: Sendable, Hashable {
    /// `user`, `email`, `device`, `anonymous` or a word of the settings.
    public var kind: String
    public var value: TextRule

    public init(kind: String, value: TextRule) {
      self.kind = kind
      self.value = value
    }

    /// An identifier for each part of a text that holds several: `900000;950000`.
    public static func each(ofKind kind: String, in text: TextRule, separator: UInt8) -> [Identifier] {
      (0..<Limits.partsOfAField).map { index in
        Identifier(kind: kind, value: .part(of: text, separator: separator, index: index))
      }
    }
  }

  public struct Trait: Sendable, Hashable {
    public var name: String
    public var value: TextRule

    public init(name: String, value: TextRule) {
      self.name = name
      self.value = value
    }
  }

  public struct Property: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      /// Interned text, for `distinct`, `last` and filters.
      case text
      /// An exact decimal in millionths, for `sum`.
      case number
    }

    public var name: String
    public var field: FieldPath
    public var kind: Kind

    public init(name: String, field: FieldPath, kind: Kind) {
      self.name = name
      self.field = field
      self.kind = kind
    }
  }
}

/// A column's name, or the way to a JSON member: `context.page.path`. A dot within a name is written `\.`.
/// In JSON, `name[0]` is not supported; arrays are not looked into.
public struct FieldPath: Sendable, Hashable {
  /// As it was written; for a table the whole text is the column's name.
  public var written: String
  /// The names from the outside in.
  public var names: [String]

  public init(_ written: String) {
    self.written = written
    var names = [""]
    var escaped = false
    for character in written {
      if escaped {
        names[names.count - 1].append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "." {
        names.append("")
      } else {
        names[names.count - 1].append(character)
      }
    }
    self.names = names
  }
}

/// How a text is made from a record's fields. Empty text and JSON null count as nothing.
public indirect enum TextRule: Sendable, Hashable {
  case field(FieldPath)
  case constant(String)
  /// The first that gives something.
  case firstOf([TextRule])
  /// All together, joined by U+001F; nothing if one gives nothing.
  case joined([TextRule])
  /// The text of the first case that holds.
  case cases([Case], otherwise: TextRule?)
  /// One of the parts of a text that holds several, without the blanks around it; parts are counted from 0, and an ASCII
  /// byte stands between them.
  case part(of: TextRule, separator: UInt8, index: Int)

  /// What a preset does not know: the record is passed over, and counted.
  case unknown

  /// Gives nothing.
  static let nothing = TextRule.firstOf([])

  public struct Case: Sendable, Hashable {
    public var when: FieldCondition
    public var then: TextRule

    public init(when: FieldCondition, then: TextRule) {
      self.when = when
      self.then = then
    }
  }
}

/// How an amount is made: a product of fields (one, as a rule), less what was paid back of it, possibly negated.
public struct AmountRule: Sendable, Hashable {
  /// Multiplied exactly; the result is rounded half to even to millionths. A missing factor gives nothing.
  public var factors: [TextRule]
  /// What is taken off whatever its sign: the part of an order that was refunded, where it stands on the order's own record.
  public var minus: TextRule?
  /// Whole units in one written unit: 100 where amounts are written in cents.
  public var divisor: Int
  /// Only records for which this holds have an amount.
  public var only: FieldCondition?
  /// Records for which this holds count negative whatever the sign that is written (refunds).
  public var negative: FieldCondition?

  public init(
    factors: [TextRule], minus: TextRule? = nil, divisor: Int = 1, only: FieldCondition? = nil,
    negative: FieldCondition? = nil
  ) {
    self.factors = factors
    self.minus = minus
    self.divisor = divisor
    self.only = only
    self.negative = negative
  }
}

/// A test of a record's own fields. All tests of a condition must hold.
public struct FieldCondition: Sendable, Hashable {
  public var tests: [FieldTest]

  public init(tests: [FieldTest]) { self.tests = tests }

  public struct FieldTest: Sendable, Hashable {
    public var field: FieldPath
    public var test: Test

    public init(field: FieldPath, test: Test) {
      self.field = field
      self.test = test
    }
  }
}
