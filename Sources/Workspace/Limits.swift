// The limits of a git-backed folder, in one place; Documentation/Limits.md lists them all.

/// Limits of what is stored in git, and of how.
enum Limits {
  /// From so many objects on, one pack takes them; git's own default (`fetch.unpackLimit`).
  static let looseObjects = 100
  /// A pack that has grown to so many bytes is stored, and another is begun.
  static let packBytes = 64 << 20
  /// How many steps of changes lead from a tree in a pack to one that is stored whole; git's own default
  /// (`pack.depth`).
  static let deltaDepth = 50
  /// Bytes that are taken of what a hook, or a program that signs, prints.
  static let programBytes = 1 << 20
  /// Lines of it that are shown, the last ones.
  static let programLines = 20
  /// Bytes of a message, or of a signature, that such a program wrote.
  static let messageBytes = 1 << 20
  /// How often a run asks whether it may write to a repository in which another one is writing: for a minute.
  static let repositoryLockAttempts = 6_000
  /// How deep files of settings include one another where a remote has a URL; as in git.
  static let includedSettings = 10
}
