// Which mapping made what is kept: a digest of everything in it that parsing depends on.

private import Foundation

extension SourceMapping {
  /// The same for mappings that make the same rows of the same bytes; names and paths do not count.
  var parsingDigest: UInt128 {
    var own = self
    own.name = ""
    own.files = []
    own.command = nil
    own.optionalColumns = []
    own.isOutsideSessions = false
    for index in own.identifiers.indices { own.identifiers[index].kind = "" }
    for index in own.traits.indices { own.traits[index].name = "" }
    for index in own.properties.indices { own.properties[index].name = "" }
    // Times without an offset depend on what the system knows of the zone.
    let zones = timeZone == "UTC" ? "" : TimeZone.timeZoneDataVersion
    // The text of a value names all its parts, those that are added later as well, and quotes every text in it.
    return hash128(of: Array("\(String(reflecting: own)) \(zones)".utf8))
  }
}
