// Whether a run waits for the disk.

/// Whether what is written waits until the disk holds it. Off only for what is thrown away when the machine stops; holds
/// for the thread that says so.
public enum Durability {
  @TaskLocal public static var isAwaited = true
}
