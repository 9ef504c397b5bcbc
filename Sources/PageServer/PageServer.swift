// Pages on this computer's own address: the one place that knows the HTTP library. What is in the pages is asked of a
// function.

private import FlyingFox
private import FlyingSocks
private import Foundation
public import Persona

/// What a browser asks for.
public struct PageRequest: Sendable, Equatable {
  /// Decoded, from the root: `/personas/jen.html`.
  public var path: String
  /// The last value of each name, decoded.
  public var query: [String: String]

  public init(path: String, query: [String: String] = [:]) {
    self.path = path
    self.query = query
  }
}

/// What it gets.
public struct PageAnswer: Sendable, Equatable {
  public var bytes: [UInt8]
  /// `text/html; charset=utf-8`
  public var type: String
  /// The policy of the page; the strictest where it says none.
  public var policy: String

  public init(_ bytes: [UInt8], type: String, policy: String = "default-src 'none'") {
    self.bytes = bytes
    self.type = type
    self.policy = policy
  }
}

/// Answers on 127.0.0.1 and nowhere else. Nothing can be written through it: it knows GET and HEAD only.
///
/// A page of the web can make a browser call this computer under a name of its own ("DNS rebinding"), so a request that was
/// meant for any other name than this computer's is refused, and so is one that another site's page sends.
public struct PageServer: Sendable {
  /// The library gives up after seconds, which a busy machine can take; nobody is helped by an early end here.
  private static let patienceSeconds = 600.0

  private let port: UInt16
  private let answer: @Sendable (PageRequest) throws(Failure) -> PageAnswer?

  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - answer: nil where there is no such page. Called from several threads at once.
  public init(
    port: UInt16, answer: @escaping @Sendable (PageRequest) throws(Failure) -> PageAnswer?
  ) {
    self.port = port
    self.answer = answer
  }

  /// Answers until the task is cancelled.
  ///
  /// - Parameter ready: is told the address once it can be called: `http://127.0.0.1:7411/`.
  public func run(ready: @escaping @Sendable (String) -> Void) async throws(Failure) {
    do {
      let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: port), timeout: Self.patienceSeconds, logger: .disabled)
      await server.appendRoute("*") { request in await respond(to: request, of: server) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        group.addTask {
          try await server.waitUntilListening(timeout: Self.patienceSeconds)
          ready("http://127.0.0.1:\(await server.port)/")
        }
        // The first to fail ends the other.
        for try await _ in group {}
      }
    } catch is CancellationError {
      return
    } catch {
      if Task.isCancelled { return }
      throw Self.failure(error, port: port)
    }
  }

  private func respond(to request: HTTPRequest, of server: HTTPServer) async -> HTTPResponse {
    guard [.GET, .HEAD].contains(request.method) else {
      return .plain(.methodNotAllowed, "This server only shows pages.\n")
    }
    guard isForUs(request.headers[.host], port: await server.port) else {
      return .plain(.misdirectedRequest, "This server answers under 127.0.0.1 and localhost only.\n")
    }
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")], !["same-origin", "none"].contains(site),
      request.headers[HTTPHeader("Sec-Fetch-Mode")] != "navigate"
    {
      return .plain(.forbidden, "Another site's page asked for this one.\n")
    }
    let path = request.path.removingPercentEncoding ?? request.path
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { _, last in last }
    do throws(Failure) {
      guard let page = try answer(PageRequest(path: path, query: query)) else {
        return .plain(.notFound, "There is no such page.\n")
      }
      return HTTPResponse(page, isWhole: request.method == .GET)
    } catch {
      let lines = ["error: " + error.summary] + error.causes + [error.hint.map { "hint: " + $0 } ?? ""]
      return .plain(.internalServerError, lines.joined(separator: "\n") + "\n")
    }
  }

  /// Whether a request was meant for this computer by one of its own names.
  private func isForUs(_ host: String?, port: UInt16) -> Bool {
    guard let host = host?.lowercased() else { return false }
    return ["127.0.0.1", "localhost"].contains { host == "\($0):\(port)" || port == 80 && host == $0 }
  }

  private static func failure(_ error: any Error, port: UInt16) -> Failure {
    guard case SocketError.failed(_, let code, let message) = error else {
      return Failure("cannot serve pages on port \(port)", causes: [error.localizedDescription])
    }
    let hint =
      switch code {
      case EADDRINUSE: "another program has it; choose another with --port, or --port 0 for any that is free"
      case EACCES: "ports below 1024 belong to the system; choose a higher one with --port"
      default: "choose another with --port"
      }
    return Failure("cannot serve pages on port \(port)", causes: [message], hint: hint)
  }
}

extension HTTPServer {
  /// The port that it listens on; 0 before it does.
  fileprivate var port: UInt16 {
    if case .ip4(_, let port) = listeningAddress { port } else { 0 }
  }
}

extension HTTPResponse {
  fileprivate init(_ page: PageAnswer, isWhole: Bool) {
    var headers = Self.headers(type: page.type, policy: page.policy)
    // The library takes it from the body where nothing else is said.
    headers[.contentLength] = String(page.bytes.count)
    self.init(statusCode: .ok, headers: headers, body: isWhole ? Data(page.bytes) : Data())
  }

  fileprivate static func plain(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: headers(type: "text/plain; charset=utf-8", policy: "default-src 'none'"),
      body: Data(text.utf8))
  }

  /// Nothing is kept, framed, guessed at or told to others.
  private static func headers(type: String, policy: String) -> HTTPHeaders {
    [
      .contentType: type, .cacheControl: "no-store",
      HTTPHeader("Content-Security-Policy"): policy + "; frame-ancestors 'none'",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
      HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("Referrer-Policy"): "no-referrer",
    ]
  }
}
