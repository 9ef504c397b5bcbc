// Where tests step into a run: before every call that the system or libgit2 may refuse, a debug build asks what is to
// happen there. Its own file because both kinds of calls ask the same.

#if DEBUG
  enum Interruption {
    /// Called before each call, on its thread, with whether the call may write. An error number makes the call fail
    /// without being made; nil lets it be made, after whatever the closure has done.
    @TaskLocal static var point: (@Sendable (_ mayWrite: Bool) -> Int32?)?
  }
#endif
