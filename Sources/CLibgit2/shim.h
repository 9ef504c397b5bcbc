// libgit2, with one-line wrappers for what Swift cannot call: variadic options.
#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

static inline int persona_git_enable_fsync(void) { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); }
