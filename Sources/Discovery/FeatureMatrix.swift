// What groups are looked for in: numbers about people, column by column.

internal import Parallel
public import Persona

/// Rows of people, columns of measures.
public struct FeatureMatrix: Sendable {
  public struct Column: Sendable {
    public var measure: Model.Measure
    /// `nan` for none.
    public var values: [Double]
    /// Of each value how many independent observations it is made of: so sure is it. nil: how sure is not known.
    public var draws: [Double]?

    public init(_ measure: Model.Measure, values: [Double], draws: [Double]? = nil) {
      self.measure = measure
      self.values = values
      self.draws = draws
    }

    func chosen(_ rows: [Int]) -> Column {
      Column(measure, values: rows.map { values[$0] }, draws: draws.map { draws in rows.map { draws[$0] } })
    }
  }

  /// All of one length.
  public let columns: [Column]
  public let rowCount: Int

  public init(_ columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }

  /// Some of the rows, and the columns of some measures in their order.
  func chosen(_ rows: [Int], measures: [Model.Measure]) -> FeatureMatrix {
    let columns = measures.compactMap { measure in
      self.columns.first { $0.measure == measure }?.chosen(rows)
    }
    return FeatureMatrix(columns, rowCount: rows.count)
  }
}

/// People whose numbers are read when they are looked at: those of all at once may take more memory than there is.
public struct FeatureRows: Sendable {
  public let count: Int
  let matrix: @Sendable ([Int]) -> FeatureMatrix

  /// - Parameter matrix: of some rows, in their order; columns are the same for all.
  public init(count: Int, matrix: @escaping @Sendable ([Int]) -> FeatureMatrix) {
    self.count = count
    self.matrix = matrix
  }

  public init(_ matrix: FeatureMatrix) {
    let measures = matrix.columns.map(\.measure)
    self.init(count: matrix.rowCount) { matrix.chosen($0, measures: measures) }
  }

  private static let blockRows = 1 << 14

  /// Of each block of rows what a function makes of its numbers, in order; several at once.
  public func blocks<Result: Sendable>(
    _ body: @escaping @Sendable (Range<Int>, FeatureMatrix) -> Result
  ) -> [Result] {
    concurrentMap(0..<(count + Self.blockRows - 1) / Self.blockRows) { block in
      let rows = block * Self.blockRows..<min(count, (block + 1) * Self.blockRows)
      return body(rows, matrix(Array(rows)))
    }
  }
}
