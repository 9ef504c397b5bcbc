// Zendesk's tickets and users: JSON of its API, or tables with the same names.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets

private import Persona

/// The mapping of Zendesk's tickets.
///
/// - Who asks is the requester; the submitter may be an agent who wrote it down, the assignee is one.
/// - A ticket is exported again after each change and is one event, when it was created.
/// - Deleted tickets are spam as a rule, and no events.
func zendeskMapping(name: String, files: [String]) -> SourceMapping {
  SourceMapping(
    name: name, files: files,
    time: .field("created_at"),
    id: .field("id"),
    version: .field("updated_at"),
    event: .when(.field("status", isOneOf: "deleted"), .nothing, else: .constant("Support Ticket")),
    channel: .firstField("via.channel", "via_channel"),
    isOutsideSessions: true,
    identifiers: [.init(kind: "zendesk", value: .field("requester_id"))])
}

/// The mapping of Zendesk's users, who join the requesters of tickets with everybody else.
///
/// `external_id` is what another system calls them: the `user` of the product. Agents are no customers.
func zendeskUsersMapping(name: String, files: [String]) -> SourceMapping {
  SourceMapping(
    name: name, files: files,
    identifiers: [
      .init(kind: "user", value: .field("external_id")),
      .init(kind: "email", value: .field("email")),
      .init(kind: "zendesk", value: .field("id")),
    ],
    traits: [.init(name: "locale", value: .field("locale"))],
    only: .field("role", isOneOf: "end-user"))
}
