// Takes a contended `Mutex` of Swift's standard library in a way that the thread sanitizer can follow. The library's own
// slow path (docs: Synchronization, MutexHandle on Linux) is not instrumented, so that whoever waited seems to race with
// whoever let go. Loaded before the library, only by scripts/sanitize.
//
// The word is 0, or the owner's thread id. Nobody who waits here asks to be woken, so letting go never needs its slow path.

#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

// Of the sanitizer, in programs that have it.
extern void __tsan_acquire(void *) __attribute__((weak));

__attribute__((swiftcall)) void lock_slow(uint32_t owner, __attribute__((swift_context)) _Atomic(uint32_t) *word)
    __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");

__attribute__((swiftcall)) void lock_slow(uint32_t owner, __attribute__((swift_context)) _Atomic(uint32_t) *word) {
  uint32_t nobody = 0;
  while (!atomic_compare_exchange_weak_explicit(word, &nobody, owner, memory_order_acquire, memory_order_relaxed)) {
    nobody = 0;
    sched_yield();
  }
  if (__tsan_acquire) __tsan_acquire(word);
}
