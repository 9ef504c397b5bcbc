// What a system's allocator keeps of memory that nobody uses, and that Swift's module of glibc has no name for.
#pragma once
#include <stddef.h>
#if defined(__linux__)
#include <malloc.h>
#include <sys/resource.h>
#endif

// Gives freed pages back to the system where the process once had more than so many bytes in memory.
//
// glibc keeps free pages that lie between others; elsewhere the system takes such pages by itself.
static inline void persona_return_freed_memory(size_t beyond) {
#if defined(__GLIBC__)
  struct rusage usage;
  // Linux counts in units of 1,024 bytes.
  if (getrusage(RUSAGE_SELF, &usage) == 0 && (size_t)usage.ru_maxrss * 1024 > beyond) malloc_trim(0);
#else
  (void)beyond;
#endif
}
