// The rows of all sources as columns, as they were read: about 50 bytes a row.

import EventStream

/// Rows that are events, carry traits, or have an id.
struct RowColumns: Sendable {
  var times = Column<Int64>(absent: EventBatch.noTime)
  /// Codes of names; `EventBatch.none` for a row that is no event.
  var events = Column<UInt32>(absent: EventBatch.none)
  var channels = Column<UInt32>(absent: EventBatch.none)
  var screens = Column<UInt32>(absent: EventBatch.none)
  var currencies = Column<UInt32>(absent: EventBatch.none)
  /// Codes of texts.
  var sessions = Column<UInt32>(absent: EventBatch.none)
  var orders = Column<UInt32>(absent: EventBatch.none)
  var amounts = Column<Int64>(absent: EventBatch.noAmount)
  var ids = Column<EventID>(absent: .none)
  var versions = Column<Int64>(absent: EventBatch.noTime)
  /// Numbers of identifier sets.
  var sets = Column<UInt32>(absent: 0)
  var sources = Column<UInt16>(absent: 0)
  /// For each property name: the columns of sources that keep it as text, and of those that keep numbers.
  var propertyTexts: [Column<UInt32>]
  var propertyNumbers: [Column<Int64>]

  init(propertyCount: Int) {
    propertyTexts = Array(repeating: Column(absent: EventBatch.none), count: propertyCount)
    propertyNumbers = Array(repeating: Column(absent: EventBatch.noAmount), count: propertyCount)
  }

  var count: Int { times.count }
}

/// Values of traits, each with the row it stood on.
struct TraitRecords: Sendable {
  var rows = Column<UInt32>(absent: .max)
  var names = Column<UInt16>(absent: .max)
  /// Codes of texts.
  var values = Column<UInt32>(absent: .max)
}
