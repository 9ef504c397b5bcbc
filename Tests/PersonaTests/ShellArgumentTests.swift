// What a shell makes of a text that a message suggests to type.

import Foundation
import Persona
import Testing

@Suite("Arguments for a shell")
struct ShellArgumentTests {
  @Test(
    "a text is quoted where a shell would take it apart, and only there",
    arguments: [
      ("jen", "jen"), ("personas/late-buyer_2.md", "personas/late-buyer_2.md"), ("", "''"),
      ("späte Käuferin", "'späte Käuferin'"), ("O'Neil", #"'O'\''Neil'"#), ("$HOME; rm *", "'$HOME; rm *'"),
      ("-x", "-- -x"), ("-a b", "-- '-a b'"),
    ])
  func quoted(text: String, argument: String) { #expect(shellArgument(text) == argument) }

  @Test(
    "a shell reads the text back",
    arguments: [
      "a b", "O'Neil", "`id` $(id) \"x\" \\ *", "~", "#a", "日本\tü", "''", "a'\u{301};false;'\u{301}",
    ])
  func readBack(text: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "printf %s " + shellArgument(text)]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: answer, as: UTF8.self) == text)
  }
}
