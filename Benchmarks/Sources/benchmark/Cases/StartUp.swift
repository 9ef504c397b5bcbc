// How long it takes until the program can begin.

extension Site {
  func startUp() throws -> Samples {
    note("start-up")
    let version = Command([program, "--version"], in: work)
    return try pairedRuns(of: [Contestant(name: "--version", run: version.run)], rounds: 25)[0]
  }
}
