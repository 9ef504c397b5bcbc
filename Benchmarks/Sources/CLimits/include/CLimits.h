// What no program that does the job can beat on this machine: reading memory, and simdjson alone.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes a second that so many threads read from memory together, each a block of its own that is larger than the
/// caches; the best of a few passes.
double limit_memory_bytes_per_second(int threads);

/// Finds the fields of the job in each line of a file of JSON lines, by simdjson's On-Demand parser, and does nothing
/// with them. The file is split among the threads. Returns the seconds it took, or a negative number when the
/// file cannot be read. `lines` are those that were read, `broken` those among them that are no JSON.
double limit_simdjson_seconds(const char *path, int threads, int64_t *lines, int64_t *broken);

#ifdef __cplusplus
}
#endif
