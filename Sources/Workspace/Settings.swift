// What git's settings say: one lookup a function. Where they stand is the matter of `SettingsFiles`.

internal import CLibgit2
internal import Persona

/// One setting as text; nil when it is not set.
func setting(_ name: String, in settings: borrowing Handle) -> String? {
  let pointer = unsafe settings.pointer
  let bytes = try? ByteBuffer.bytes("read the setting \(name)") {
    unsafe git_config_get_string_buf($0, pointer, name)
  }
  return bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// A setting that is true or false, in any of git's words for it; nil when it is not set, or is neither.
func boolean(_ name: String, in settings: borrowing Handle) -> Bool? {
  var value: Int32 = 0
  let pointer = unsafe settings.pointer
  return unsafe git_config_get_bool(&value, pointer, name) == 0 ? value != 0 : nil
}

/// Whether any setting has a name that a regular expression matches.
func hasSetting(matching pattern: String, in settings: borrowing Handle) -> Bool {
  !entries(matching: pattern, in: settings).isEmpty
}

/// The settings whose names a regular expression matches, in the order of the files. The section and the last part of a
/// name are in lower case.
func entries(matching pattern: String, in settings: borrowing Handle) -> [(name: String, value: String)] {
  let pointer = unsafe settings.pointer
  guard
    let iterator = try? Handle(
      "look for settings", freedBy: unsafe git_config_iterator_free,
      make: { unsafe git_config_iterator_glob_new(&$0, pointer, pattern) })
  else { return [] }
  var found: [(name: String, value: String)] = []
  var entry: UnsafeMutablePointer<git_config_entry>?
  // The entry belongs to the iterator until its next step; the texts are copied at once.
  while unsafe git_config_next(&entry, iterator.pointer) == 0, let name = unsafe entry?.pointee.name {
    found.append(
      (unsafe String(cString: name), unsafe entry?.pointee.value.map { unsafe String(cString: $0) } ?? ""))
  }
  return found
}

/// A path from a setting, with `~/` for the user's home.
func expanded(_ path: String, home: String?) -> String {
  path.hasPrefix("~/") ? (home ?? "") + path.dropFirst() : path
}

/// Every value of a setting that may stand many times, in the order of the files.
func values(of name: String, in settings: borrowing Handle) -> [String] {
  let pointer = unsafe settings.pointer
  guard
    let iterator = try? Handle(
      "read the setting \(name)", freedBy: unsafe git_config_iterator_free,
      make: { unsafe git_config_multivar_iterator_new(&$0, pointer, name, nil) })
  else { return [] }
  var values: [String] = []
  var entry: UnsafeMutablePointer<git_config_entry>?
  // The entry belongs to the iterator until its next step; the text is copied at once.
  while unsafe git_config_next(&entry, iterator.pointer) == 0, let value = unsafe entry?.pointee.value {
    values.append(unsafe String(cString: value))
  }
  return values
}
