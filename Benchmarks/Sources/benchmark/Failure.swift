// Why a benchmark cannot go on.

struct Failure: Error {
  let summary: String
  let hint: String?

  init(_ summary: String, hint: String? = nil) {
    self.summary = summary
    self.hint = hint
  }
}
