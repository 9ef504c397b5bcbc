// sync_file_range(2), which Swift's module of glibc leaves out.
#pragma once
#if defined(__linux__)
#include <stdint.h>

int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);
#endif

// Lets the disk begin to take a file, and does not wait; nothing where the system cannot.
static inline void persona_begin_sync(int descriptor) {
#if defined(__linux__)
  // 2 is SYNC_FILE_RANGE_WRITE; the count 0 means to the end. A refusal costs time only.
  sync_file_range(descriptor, 0, 0, 2);
#else
  (void)descriptor;
#endif
}
