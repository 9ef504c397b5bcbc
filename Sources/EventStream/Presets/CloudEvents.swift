// Events in the envelope of CloudEvents 1.0, as JSON.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md

private import Persona

/// The mapping of CloudEvents.
///
/// - An `id` is unique within its `source` only.
/// - `subject` is what the event is about: a person, or something else of the system that tells it. It is of a kind of its
///   own, unless it is an e-mail address.
/// - What `data` holds is the sender's business: amounts and identifiers in it are named by people.
func cloudEventsMapping(name: String, files: [String]) -> SourceMapping {
  let isAddress = FieldCondition(tests: [
    .init(field: FieldPath("subject"), test: .matches(#"^[^@\s/]+@[^@\s/]+\.[^@\s/]+$"#))
  ])
  return SourceMapping(
    name: name, files: files,
    time: .field("time"),
    id: .joined([.field("source"), .field("id")]),
    event: .field("type"),
    identifiers: [
      .init(kind: "email", value: .when(isAddress, .field("subject"))),
      .init(kind: "subject", value: .when(isAddress, .nothing, else: .field("subject"))),
    ])
}
