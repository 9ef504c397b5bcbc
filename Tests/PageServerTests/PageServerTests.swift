// The server, asked through real sockets.

import FlyingSocks
import Foundation
import PageServer
import Persona
import Testing

@Suite("The page server")
struct PageServerTests {
  /// Starts a server, sends one request as it stands, and gives back all that comes until the connection ends.
  private func response(
    to request: String, _ answer: @escaping @Sendable (PageRequest) throws(Failure) -> PageAnswer? = page
  ) async throws -> String {
    let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
    let server = Task {
      try await PageServer(port: 0, answer: answer).run { continuation.yield($0) }
      continuation.finish()
    }
    defer { server.cancel() }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    let port = try #require(UInt16(address.dropFirst("http://127.0.0.1:".count).dropLast()))
    let socket = try await AsyncSocket.connected(
      to: .inet(ip4: "127.0.0.1", port: port), timeout: 600)
    try await socket.write(Data(request.replacing("PORT", with: "\(port)").utf8))
    var bytes: [UInt8] = []
    do {
      while true {
        let more = try await socket.read(atMost: 4096)
        if more.isEmpty { break }
        bytes += more
      }
    } catch SocketError.disconnected {}
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func page(_ request: PageRequest) throws(Failure) -> PageAnswer? {
    if request.path == "/broken" {
      throw Failure("cannot read it", causes: ["it is gone"], hint: "bring it back")
    }
    guard request.path == "/personas/jén.html" else { return nil }
    let text = "at \(request.query["at"] ?? "the end")"
    return PageAnswer(Array(text.utf8), type: "text/html; charset=utf-8", policy: "default-src 'self'")
  }

  private func get(_ path: String, _ headers: String...) -> String {
    let lines = ["GET \(path) HTTP/1.1", "Connection: close"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  @Test("a page is found by its decoded path and gets the query")
  func page() async throws {
    let answer = try await response(to: get("/personas/j%C3%A9n.html?at=3", "Host: 127.0.0.1:PORT"))
    #expect(answer.hasPrefix("HTTP/1.1 200 "))
    #expect(answer.hasSuffix("\r\n\r\nat 3"))
    #expect(answer.contains("Content-Security-Policy: default-src 'self'; frame-ancestors 'none'\r\n"))
    #expect(answer.contains("Cache-Control: no-store\r\n"))
    #expect(answer.contains("Cross-Origin-Resource-Policy: same-origin\r\n"))
  }

  @Test("localhost is this computer too", arguments: ["localhost:PORT", "LOCALHOST:PORT"])
  func localhost(host: String) async throws {
    #expect(try await response(to: get("/personas/j%C3%A9n.html", "Host: \(host)")).hasSuffix("at the end"))
  }

  @Test(
    "a request that was meant for another name is refused",
    arguments: [
      ["Host: evil.example:PORT"], ["Host: 127.0.0.1"], ["Host: 127.0.0.1:1"],
      ["Host: 127.0.0.1.evil.example:PORT"],
      ["Host: [::1]:PORT"], [], ["Host: evil.example:PORT", "X-Forwarded-Host: 127.0.0.1:PORT"],
      ["Host: 0.0.0.0:PORT"],
    ])
  func rebinding(headers: [String]) async throws {
    let lines = ["GET /personas/j%C3%A9n.html HTTP/1.1", "Connection: close"] + headers
    let answer = try await response(to: lines.joined(separator: "\r\n") + "\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 421 "))
    #expect(!answer.contains("at the end"))
  }

  @Test("another site's page gets nothing, a link from it does")
  func crossSite() async throws {
    let host = "Host: 127.0.0.1:PORT"
    let path = "/personas/j%C3%A9n.html"
    let image = try await response(
      to: get(path, host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"))
    #expect(image.hasPrefix("HTTP/1.1 403 "))
    let link = try await response(
      to: get(path, host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"))
    #expect(link.hasPrefix("HTTP/1.1 200 "))
    let own = try await response(to: get(path, host, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"))
    #expect(own.hasPrefix("HTTP/1.1 200 "))
  }

  @Test("nothing can be written", arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
  func methods(method: String) async throws {
    let request =
      "\(method) /personas/j%C3%A9n.html HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"
    #expect(try await response(to: request).hasPrefix("HTTP/1.1 405 "))
  }

  @Test("HEAD gets the headers only")
  func head() async throws {
    let request = "HEAD /personas/j%C3%A9n.html HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"
    let answer = try await response(to: request)
    #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("\r\n\r\n"))
    #expect(answer.contains("Content-Length: \("at the end".utf8.count)\r\n"))
  }

  @Test("a page that is not there, and one that cannot be made, say so")
  func missing() async throws {
    let host = "Host: 127.0.0.1:PORT"
    #expect(try await response(to: get("/../../etc/passwd", host)).hasPrefix("HTTP/1.1 404 "))
    let broken = try await response(to: get("/broken", host))
    #expect(broken.hasPrefix("HTTP/1.1 500 "))
    #expect(broken.hasSuffix("error: cannot read it\nit is gone\nhint: bring it back\n"))
  }

  @Test("a port that is taken is a failure that says what to do")
  func taken() async throws {
    let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
    let first = Task { try await PageServer(port: 0, answer: Self.page).run { continuation.yield($0) } }
    defer { first.cancel() }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    let port = try #require(UInt16(address.dropFirst("http://127.0.0.1:".count).dropLast()))
    let failure = await #expect(throws: Failure.self) {
      try await PageServer(port: port, answer: Self.page).run { _ in }
    }
    #expect(failure?.summary == "cannot serve pages on port \(port)")
    #expect(failure?.hint?.contains("--port") == true)
  }
}
