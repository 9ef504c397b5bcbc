// The git-backed folder.
