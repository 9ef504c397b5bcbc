// libgit2, with short wrappers for what Swift cannot call: variadic options, and a function whose parameter is
// const in some versions and not in others.
#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

static inline int persona_git_enable_fsync(void) { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); }

// The caller checks the owner of a repository before it opens one.
static inline int persona_git_skip_owner_check(void) { return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); }

// A commit object with one parent, or none for NULL; no reference moves.
static inline int persona_git_commit_create(
    git_oid *id, git_repository *repository, const git_signature *author, const git_signature *committer,
    const char *message, const git_tree *tree, git_commit *parent) {
  git_commit *parents[] = {parent};
  return git_commit_create(
      id, repository, NULL, author, committer, NULL, message, tree, parent ? 1 : 0, (void *)parents);
}
