// Events and identifiers that belong to nobody are told of, never lost in silence.

import Persona
import PersonaSync
import Testing

@Suite("What belongs to nobody")
struct UnidentifiedTests {
  private static let settings = """
    sources:
      visits:
        files: data/visits.ndjson
        time: time
        event: { constant: Visit }
        identifiers: { user: user, email: email }

    """

  @Test("a source of whose events none has an identifier is warned of")
  func sourceOfNobody() throws {
    let workspace = try TestWorkspace(settings: Self.settings)
    try workspace.write("{\"time\": \"2026-05-01\", \"usr\": \"1\"}\n", to: "data/visits.ndjson")
    #expect(
      try check(workspace.folder).problems.map(\.message) == [
        "no event of the source visits has a usable identifier, so it tells of nobody"
      ])
  }

  @Test("an address that two users share is explained by the reason why it joins them no more")
  func sharedAddress() throws {
    let workspace = try TestWorkspace(settings: Self.settings)
    let records = ["1", "2"].map { user in
      "{\"time\": \"2026-05-01\", \"user\": \"\(user)\", \"email\": \"family@example.com\"}\n"
    }
    try workspace.write(records.joined(), to: "data/visits.ndjson")
    let failure = try #require(throws: Failure.self) {
      try explainProfile("family@example.com", in: workspace.folder, asOf: nil)
    }
    #expect(
      failure.causes == [
        "it was seen with 2 others and joins them no more: would join different values of kind user"
      ])
  }
}
