// Commits that are signed with a key that only the agent of SSH has, as on computers whose keys lie in hardware. Here and
// not beside the other tests of signatures, because the agent must end with the command that it was started for.

import Foundation
import Testing

@Suite("A key that only the agent has")
struct SigningAgentTests {
  private static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh-agent")

  @Test(
    "signs, named in the settings or by a command", .enabled(if: isInstalled, "ssh-agent is not installed"),
    arguments: [
      #"git config user.signingkey "$(ssh-add -L)""#, #"git config user.signingkey "key::$(ssh-add -L)""#,
      "git config gpg.ssh.defaultKeyCommand 'ssh-add -L'",
    ])
  func signs(setting: String) throws {
    let stage = try Stage()
    try stage.write(
      """
      ssh-add -q ../key && rm ../key
      git config gpg.format ssh; git config commit.gpgsign true
      git config gpg.ssh.allowedSignersFile ../signers
      \(setting)
      persona-sync sync >/dev/null && git verify-commit HEAD && git log -1 --format=%G?,%GS
      """, to: "../signing")
    let output = try stage.run(
      #"""
      . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
      ssh-keygen -q -t ed25519 -N "" -C ada -f ../key
      echo "ada@example.com $(cat ../key.pub)" > ../signers
      ssh-agent sh ../signing
      """#)
    #expect(output.hasSuffix("G,ada@example.com\n"), "\(output)")
  }
}
