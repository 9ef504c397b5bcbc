// Every limit of the data plane, in one place: what is beyond one is refused by name, never cut short.

/// What the data plane takes; records beyond a limit are rejected, files beyond one are refused.
public enum Limits {
  /// Bytes of one record with its line breaks, without the last one: 1 MiB.
  public static let recordBytes = 1 << 20
  /// Bytes of one text that is kept (a name, an identifier, a trait): 64 KiB.
  public static let textBytes = 64 << 10
  /// Objects and arrays of a JSON record within one another.
  public static let jsonDepth = 128
  /// Bytes of a file's start that decide its line ending and whether it is text at all: 64 KiB.
  public static let sniffedBytes = 64 << 10
  /// Places kept of each reason for rejecting records.
  public static let rejectLocations = 5
  /// Identifiers in one field of a record that holds several; those behind are not looked at. A person keeps fewer of a kind.
  public static let partsOfAField = 8
  /// Lines of a file; places are written as file times 2^40 plus line.
  public static let linesPerFile = 1 << 40
  /// Records, and bytes of them, that a survey looks at.
  public static let surveyedRecords = 1_000
  public static let surveyedBytes = 4 << 20
  /// Bytes, and lines of them, at the end of a command's standard error that its failure shows.
  static let complaintBytes = 4 << 10
  static let complaintLines = 10
  /// Bytes of the old part of a file that are compared when it has grown: 64 MiB. Of a larger one a sample is.
  static let comparedBytes = 64 << 20
  /// How many times its stored size a compressed file may grow, once so many bytes have come out of it: 64 MiB.
  static let unpackedRatio = 500
  static let unpackedBytes = 64 << 20
  /// Bytes of distinct texts of a batch, and what one block more adds to them: 64 MiB. Long texts would fill the memory
  /// long before they are as many as a batch has rows.
  static let batchBytes = 64 << 20
  /// Bytes of a block, whatever the options ask for: 256 MiB.
  static let blockBytes = 256 << 20
}
