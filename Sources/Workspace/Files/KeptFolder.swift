// `.persona-sync/`: what this computer keeps for itself. A clone may bring one of its own, which must lead nowhere else.

public import Persona

/// The tool's own folder in a workspace.
public enum KeptFolder {
  private static let folders = [".persona-sync", ".persona-sync/segments", ".persona-sync/settings"]

  /// Makes sure that the folder, and those in it, are folders where they exist: through a link, what is kept and what is
  /// cleared away would be somebody else's files.
  ///
  /// - Parameter root: of the workspace, absolute.
  public static func requireOwn(in root: String) throws(Failure) {
    for folder in folders where linkStatus(root + "/" + folder)?.isLink == true {
      throw Failure(
        "refusing to use \(folder): it is a symbolic link",
        causes: ["what is kept there is for this computer alone, and old parts of it are removed"],
        hint: "remove the link: rm \(folder); if git tracks it, git rm --cached \(folder) && git commit")
    }
  }
}
