// HubSpot's contacts as a table, with the names of its API or with those that people see.
// https://knowledge.hubspot.com/import-and-export/export-records

private import Persona

/// The mapping of HubSpot's contacts.
///
/// - Contacts that were merged keep their earlier ids in one cell, `900000;950000`: each is the contact's as well.
/// - `hs_persona` is what marketing calls this contact: a trait to compare with.
/// - There is no time: a contact that was changed after the last event must still link.
func hubspotMapping(name: String, files: [String]) -> SourceMapping {
  let earlierIDs = TextRule.firstField("hs_merged_object_ids", "Merged record IDs", "Merged contact IDs")
  let record = TextRule.firstField("hs_object_id", "Record ID", "Record ID - Contact")
  return SourceMapping(
    name: name, files: files,
    identifiers: [
      .init(kind: "email", value: .firstField("email", "Email")), .init(kind: "hubspot", value: record),
    ] + SourceMapping.Identifier.each(ofKind: "hubspot", in: earlierIDs, separator: UInt8(ascii: ";")),
    traits: [
      .init(name: "lifecycle_stage", value: .firstField("lifecyclestage", "Lifecycle Stage")),
      .init(name: "hs_persona", value: .firstField("hs_persona", "Persona")),
      .init(name: "country", value: .firstField("country", "Country/Region")),
    ])
}
