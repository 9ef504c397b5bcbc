// A history in as few bytes as its columns need, for the time that it lies on a disk.

import EventStream

/// A history whose columns are packed; the rest, which is by profile and not by event, is as it was.
struct PackedHistory: Sendable {
  private(set) var rest: EventHistory
  private(set) var columns: PackedColumns

  /// What the columns take; may be taken out and put in again.
  var words: [UInt64] {
    get { columns.words }
    set { columns.words = newValue }
  }

  init(_ history: EventHistory) {
    columns = PackedColumns.packing { writer in
      writer.add(history.times)
      for names in [history.events, history.channels, history.screens, history.currencies] {
        writer.add(names.codes, nothing: EventBatch.none)
      }
      writer.add(history.sessions, nothing: 0)
      writer.add(history.orders, nothing: 0)
      writer.add(history.amounts, nothing: EventBatch.noAmount)
      writer.add(history.sources)
      for property in history.properties {
        writer.add(property.texts, nothing: EventBatch.none)
        writer.add(property.numbers, nothing: EventBatch.noAmount)
      }
    }
    rest = history
    rest.times = []
    (rest.events.codes, rest.channels.codes, rest.screens.codes, rest.currencies.codes) = ([], [], [], [])
    (rest.sessions, rest.orders, rest.amounts, rest.sources) = ([], [], [], [])
    for index in rest.properties.indices {
      rest.properties[index].texts = []
      rest.properties[index].numbers = []
    }
  }

  /// - Parameter rest: a history without columns.
  init(rest: EventHistory, columns: PackedColumns) {
    self.rest = rest
    self.columns = columns
  }

  /// What the columns take in memory when they are unpacked.
  var byteCount: Int { columns.valueBytes }

  /// The same while its words are stored somewhere.
  var withoutWords: PackedHistory {
    var packed = self
    packed.columns.words = []
    return packed
  }

  var history: EventHistory {
    var history = rest
    var reader = columns.reader
    history.times = reader.read()
    history.events.codes = reader.read(nothing: EventBatch.none)
    history.channels.codes = reader.read(nothing: EventBatch.none)
    history.screens.codes = reader.read(nothing: EventBatch.none)
    history.currencies.codes = reader.read(nothing: EventBatch.none)
    history.sessions = reader.read()
    history.orders = reader.read()
    history.amounts = reader.read(nothing: EventBatch.noAmount)
    history.sources = reader.read()
    for index in history.properties.indices {
      history.properties[index].texts = reader.read(nothing: EventBatch.none)
      history.properties[index].numbers = reader.read(nothing: EventBatch.noAmount)
    }
    return history
  }
}
