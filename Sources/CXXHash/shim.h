// XXH3: 64-bit hashes for the string dictionaries, 128-bit ones for event ids
// and records.
#pragma once
#define XXH_INLINE_ALL
#include <xxhash.h>

// The functions under names of their own: inlined, they are macros, which Swift does not see.

/// XXH3 of bytes, 64 bits.
static inline uint64_t xxhash_64(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }

/// XXH3 of bytes, 128 bits.
static inline XXH128_hash_t xxhash_128(const void *bytes, size_t count) { return XXH3_128bits(bytes, count); }
