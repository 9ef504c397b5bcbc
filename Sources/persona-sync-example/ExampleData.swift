// The example's data as files: all that the folder `workspace-template/data` holds.

/// A file of the example.
struct ExampleFile {
  var name: String
  /// Before compression.
  var bytes: [UInt8]
  var isCompressed: Bool
}

/// Every file of the example's data, always the same.
func exampleFiles() -> [ExampleFile] {
  let cast = Cast()
  let app = AppExport(cast).months.enumerated().map { month, bytes in
    ExampleFile(name: AppExport.fileName(month: month), bytes: bytes, isCompressed: true)
  }
  return app + [
    ExampleFile(name: "tickets.csv", bytes: ticketsCSV(of: cast), isCompressed: false),
    ExampleFile(name: "crm.csv", bytes: customersCSV(of: cast), isCompressed: false),
  ]
}
