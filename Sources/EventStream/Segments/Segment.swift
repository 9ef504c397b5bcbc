// A batch that is kept: what everything behind the reading works on, column by column.

public import Persona

/// An immutable batch of one source whose columns are taken out one by one, whole, into arrays that are reused.
///
/// It is the same wherever it is kept. Reading fails only when it is kept in a file that was damaged.
public struct Segment: Sendable {
  private let batch: EventBatch

  public init(_ batch: consuming EventBatch) { self.batch = batch }

  public var rowCount: Int { batch.rowCount }

  /// Columns of codes: of texts, but for `sets`, which are numbers of identifier sets.
  public enum CodeColumn: Sendable, Hashable {
    case events, channels, screens, sessions, orders, currencies, sets
    /// Index in the mapping's properties; only those that are texts.
    case property(Int)
  }

  /// Columns of 64-bit numbers.
  public enum NumberColumn: Sendable, Hashable {
    case times, amounts, versions
    /// Index in the mapping's properties; only those that are numbers.
    case property(Int)
  }

  /// The mapping's properties that are texts here, and those that are numbers.
  public var textProperties: [Int] {
    batch.properties.indices.filter { if case .text = batch.properties[$0] { true } else { false } }
  }

  public var numberProperties: [Int] {
    batch.properties.indices.filter { if case .number = batch.properties[$0] { true } else { false } }
  }

  /// Whether no row has a value; for `sets`, whether all are the empty one.
  public func isAbsent(_ column: CodeColumn) -> Bool {
    let nothing: UInt32 = column == .sets ? 0 : EventBatch.none
    return codes(column).allSatisfy { $0 == nothing }
  }

  /// Whether no row has a value.
  public func isAbsent(_ column: NumberColumn) -> Bool {
    numbers(column).allSatisfy { $0 == EventBatch.noAmount }
  }

  /// Puts the `rowCount` values of a column in the place of what the array holds.
  public func read(_ column: CodeColumn, into values: inout [UInt32]) throws(Failure) {
    values.replaceSubrange(values.indices, with: codes(column))
  }

  public func read(_ column: NumberColumn, into values: inout [Int64]) throws(Failure) {
    values.replaceSubrange(values.indices, with: numbers(column))
  }

  public var hasIDs: Bool { batch.ids.contains { $0 != .none } }

  public func readIDs(into values: inout [EventID]) throws(Failure) {
    values.replaceSubrange(values.indices, with: batch.ids)
  }

  /// The distinct texts.
  public func strings() throws(Failure) -> StringPool { batch.strings }

  public func identifiers() throws(Failure) -> IdentifierPool { batch.identifiers }

  /// Traits: row (ascending), index in the mapping's `traits`, code of the value.
  public struct Traits: Sendable {
    public var rows: [UInt32]
    public var names: [UInt16]
    public var values: [UInt32]
  }

  public func traits() throws(Failure) -> Traits {
    Traits(rows: batch.traitRows, names: batch.traitNames, values: batch.traitValues)
  }

  private func codes(_ column: CodeColumn) -> [UInt32] {
    switch column {
    case .events: return batch.events
    case .channels: return batch.channels
    case .screens: return batch.screens
    case .sessions: return batch.sessions
    case .orders: return batch.orders
    case .currencies: return batch.currencies
    case .sets: return batch.sets
    case .property(let index):
      guard case .text(let column) = batch.properties[index] else { return [] }
      return column
    }
  }

  private func numbers(_ column: NumberColumn) -> [Int64] {
    switch column {
    case .times: return batch.times
    case .amounts: return batch.amounts
    case .versions: return batch.versions
    case .property(let index):
      guard case .number(let column) = batch.properties[index] else { return [] }
      return column
    }
  }
}
