// XXH3: 64-bit hashes for the string dictionaries, 128-bit ones for event ids.
#pragma once
#define XXH_INLINE_ALL
#include <xxhash.h>
