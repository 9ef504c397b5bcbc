// libgit2, with short wrappers for what Swift cannot call: variadic options.
#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

static inline int persona_git_enable_fsync(void) { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); }

// How many bytes of objects libgit2 keeps beside what it reads, in all repositories together.
static inline int persona_git_limit_cache(long bytes) { return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)bytes); }

// The caller checks the owner of a repository before it opens one.
static inline int persona_git_skip_owner_check(void) { return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); }
