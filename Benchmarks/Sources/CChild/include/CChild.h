// Runs a command as a child process and says what it took, as the kernel counted it.
#pragma once
#include <stdint.h>

typedef struct {
  /// From before the fork until the child was waited for.
  double wall_seconds;
  /// User and system time of all threads of the child, and of those of its own children that it waited for.
  double cpu_seconds;
  /// The most resident memory of the child, or of the largest of those children. A child starts as a copy of the
  /// caller, so this is never less than what the caller had when it forked: keep the caller small.
  int64_t peak_bytes;
  /// What `exit` was called with, or 128 and the number of the signal that ended it.
  int32_t exit_code;
} child_usage;

/// Runs `arguments[0]`, looked up in the `PATH` of `environment`, in `folder`, with the three descriptors as its
/// standard streams. Both arrays end with NULL. Returns 0, or the `errno` of what could not be done.
int child_run(
    const char *const *arguments, const char *const *environment, const char *folder, int input, int output,
    int errors, child_usage *usage);
