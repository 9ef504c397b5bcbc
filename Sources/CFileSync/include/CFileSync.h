// Calls on files that Swift's module of glibc leaves out, or that each system names in its own way.
#pragma once
#include <errno.h>
#include <stdint.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>

int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);
#elif defined(__APPLE__)
#include <stdio.h>
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

// Lets two files change places in one step. EINVAL, ENOSYS or ENOTSUP where system or file system cannot.
static inline int persona_exchange(const char *first, const char *second) {
#if defined(__linux__) && defined(SYS_renameat2)
  // -100 is AT_FDCWD, 2 is RENAME_EXCHANGE.
  return (int)syscall(SYS_renameat2, -100, first, -100, second, 2u);
#elif defined(__APPLE__)
  return renamex_np(first, second, RENAME_SWAP);
#else
  (void)first, (void)second;
  errno = ENOSYS;
  return -1;
#endif
}

// Gives a file another name that no file has yet, else fails with EEXIST. Otherwise as above.
static inline int persona_rename_new(const char *old_name, const char *new_name) {
#if defined(__linux__) && defined(SYS_renameat2)
  // 1 is RENAME_NOREPLACE.
  return (int)syscall(SYS_renameat2, -100, old_name, -100, new_name, 1u);
#elif defined(__APPLE__)
  return renamex_np(old_name, new_name, RENAME_EXCL);
#else
  (void)old_name, (void)new_name;
  errno = ENOSYS;
  return -1;
#endif
}
