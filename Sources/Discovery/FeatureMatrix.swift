// What groups are looked for in: numbers about people, column by column.

/// Rows of people, columns of features.
public struct FeatureMatrix: Sendable {
  /// What a feature's numbers are, which decides how they are made comparable.
  public enum Kind: String, Sendable, Hashable {
    /// At least 0 and heavy tailed: counts, amounts, durations.
    case count
    /// Any number.
    case level
    /// 0...1
    case share
  }

  public struct Column: Sendable {
    public var name: String
    public var kind: Kind
    /// `nan` for none.
    public var values: [Double]

    public init(name: String, kind: Kind, values: [Double]) {
      self.name = name
      self.kind = kind
      self.values = values
    }
  }

  /// All of one length.
  public let columns: [Column]
  public let rowCount: Int

  public init(_ columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }
}
