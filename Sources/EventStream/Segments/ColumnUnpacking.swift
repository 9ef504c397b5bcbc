// Packed bytes to values: one loop for each encoding and width, at the speed of memory.

extension PackedColumn {
  /// Puts the values of `values.count` rows in the place of what `values` holds; rows without a value get `nothing`.
  ///
  /// `bytes` are the column's own, as many as its range says. Fails when the column has other rows.
  func unpack<Value: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, into values: inout [Value], nothing: Value
  ) throws(DamagedBytes) {
    guard bytes.count == range.count, encoding == .sparse || count == values.count else {
      throw DamagedBytes()
    }
    var isWhole = true
    // The guard gives both sides the sizes that the loops go by.
    unsafe values.withUnsafeMutableBufferPointer { target in
      switch encoding {
      case .dense: unsafe unpackDense(bytes, into: target)
      case .gaps: unsafe unpackGaps(bytes, into: target, nothing: nothing)
      case .sparse: isWhole = unsafe unpackSparse(bytes, into: target, nothing: nothing)
      case .running:
        unsafe unpackDense(bytes, into: target)
        unsafe addUp(target)
      case .raw: isWhole = false
      }
    }
    if !isWhole { throw DamagedBytes() }
  }

  private func unpackDense<Value: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Value>
  ) {
    switch width {
    case 0: unsafe values.update(repeating: Value(truncatingIfNeeded: base))
    case 1: unsafe scale(bytes, of: UInt8.self, into: values)
    case 2: unsafe scale(bytes, of: UInt16.self, into: values)
    case 4: unsafe scale(bytes, of: UInt32.self, into: values)
    default: unsafe scale(bytes, of: UInt64.self, into: values)
    }
  }

  private func scale<Value: ColumnValue, Stored: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, of type: Stored.Type, into values: UnsafeMutableBufferPointer<Value>
  ) {
    let base = Value(truncatingIfNeeded: base)
    let divisor = Value(truncatingIfNeeded: divisor)
    let stride = MemoryLayout<Stored>.stride
    // `bytes` holds `values.count` stored values.
    if divisor == 1 {
      for index in 0..<values.count {
        let stored = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: Stored.self)
        unsafe values[index] = Value(truncatingIfNeeded: stored) &+ base
      }
    } else {
      for index in 0..<values.count {
        let stored = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: Stored.self)
        unsafe values[index] = Value(truncatingIfNeeded: stored) &* divisor &+ base
      }
    }
  }

  private func unpackGaps<Value: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Value>, nothing: Value
  ) {
    switch width {
    case 1: unsafe scaleGaps(bytes, of: UInt8.self, into: values, nothing)
    case 2: unsafe scaleGaps(bytes, of: UInt16.self, into: values, nothing)
    case 4: unsafe scaleGaps(bytes, of: UInt32.self, into: values, nothing)
    default: unsafe scaleGaps(bytes, of: UInt64.self, into: values, nothing)
    }
  }

  private func scaleGaps<Value: ColumnValue, Stored: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, of type: Stored.Type, into values: UnsafeMutableBufferPointer<Value>,
    _ nothing: Value
  ) {
    let divisor = Value(truncatingIfNeeded: divisor)
    // Stored values are one too high.
    let base = Value(truncatingIfNeeded: base) &- divisor
    let stride = MemoryLayout<Stored>.stride
    for index in 0..<values.count {
      // `bytes` holds `values.count` stored values.
      let stored = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: Stored.self)
      let value = Value(truncatingIfNeeded: stored) &* divisor &+ base
      unsafe values[index] = stored == 0 ? nothing : value
    }
  }

  /// `false` when a row is not one of `values`.
  private func unpackSparse<Value: ColumnValue>(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Value>, nothing: Value
  ) -> Bool {
    unsafe values.update(repeating: nothing)
    // A range of the bytes as long as its stored values need.
    let stored = unsafe UnsafeRawBufferPointer(rebasing: bytes[rowBytes...])
    var present = [Value](repeating: nothing, count: count)
    unsafe present.withUnsafeMutableBufferPointer { unsafe unpackDense(stored, into: $0) }
    for index in 0..<count {
      let row = unsafe Int(bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
      guard row < values.count else { return false }
      unsafe values[row] = present[index]
    }
    return true
  }

  private func addUp<Value: ColumnValue>(_ values: UnsafeMutableBufferPointer<Value>) {
    var total: Value = 0
    for index in 0..<values.count {
      unsafe total &+= values[index]
      unsafe values[index] = total
    }
  }
}
