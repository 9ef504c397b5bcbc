// The block of a persona whose figures may not be shown any more.

/// What the block says when fewer people match than may be shown; earlier figures stay in git's history.
public func withdrawnBlockMarkdown(minimumGroup: Int) -> String {
  """
  ## What the data says

  Fewer than \(minimumGroup) people match this persona now, so nothing is shown about them. The figures of earlier
  evolutions are in the history of this file.

  """
}
