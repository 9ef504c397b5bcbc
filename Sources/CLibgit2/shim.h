// libgit2, with short wrappers for what Swift cannot call: variadic options.
#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

static inline int persona_git_enable_fsync(void) { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); }

// How many bytes of objects libgit2 keeps beside what it reads, in all repositories together.
static inline int persona_git_limit_cache(long bytes) { return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)bytes); }

// How much of a pack is mapped at a time, and of all packs together.
static inline int persona_git_limit_mapping(size_t window, size_t all) {
  int status = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, window);
  return status < 0 ? status : git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, all);
}

// Objects are not hashed again when they are read.
static inline int persona_git_skip_hashing(void) { return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0); }

// The caller checks the owner of a repository before it opens one.
static inline int persona_git_skip_owner_check(void) { return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); }

// Extensions of git's repositories that libgit2 need not know: what they ask for is done, or asks for nothing, here.
static inline int persona_git_allow_extensions(void) {
  const char *names[] = {"worktreeconfig", "partialclone", "preciousobjects"};
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}
