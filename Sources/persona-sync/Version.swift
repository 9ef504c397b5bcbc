// The version of the tool, as `--version` and the trailers of its commits say it.

enum Version {
  static let text = "0.1.0"
  static let tool = "persona-sync " + text
}
