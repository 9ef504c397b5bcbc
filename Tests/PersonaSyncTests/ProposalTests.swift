// What `sources` proposes says everything that was found out about a file.

import Persona
import PersonaSync
import Testing

@Suite("Proposed sources")
struct ProposalTests {
  private let workspace: TestWorkspace

  init() throws {
    workspace = try TestWorkspace(
      settings: "",
      files: [
        "data/invoices.csv": """
        InvoiceNo,Quantity,UnitPrice,InvoiceDate,CustomerID
        536365,6,2.55,2010-12-01 08:26:00,17850
        536366,2,1.85,2010-12-01 08:28:00,17851

        """,
        "data/orders.csv": """
        customer_id,created_at,amount_cents
        7,2026-05-01,1250
        8,2026-05-02,990

        """,
        "data/tickets.csv": """
        ticket_id,created_at,updated_at,requester_email
        1,2026-05-01,2026-05-02,ada@example.com
        2,2026-05-01,2026-05-03,bob@example.com

        """,
      ])
  }

  @Test("an amount that is a product is proposed as one")
  func product() throws {
    #expect(try proposal("data/invoices.csv").contains("revenue: { product: [Quantity, UnitPrice] }\n"))
  }

  @Test("an amount in cents is proposed with its divisor")
  func divisor() throws {
    #expect(try proposal("data/orders.csv").contains("revenue: { field: amount_cents, divisor: 100 }\n"))
  }

  @Test("the time of a record's last change is proposed as its version")
  func version() throws {
    #expect(try proposal("data/tickets.csv").contains("version: updated_at\n"))
  }

  @Test("the settings with all proposals have no mistake, and read every record")
  func proposalsAreValid() throws {
    _ = try proposeSources(for: [], in: workspace.folder, write: true)
    let outcome = try check(workspace.folder)
    #expect(outcome.problems.filter { $0.severity == .error } == [])
    #expect(outcome.sources.map(\.records) == [2, 2, 2])
  }

  private func proposal(_ file: String) throws -> String {
    try proposeSources(for: [file], in: workspace.folder, write: false).yaml
  }
}
