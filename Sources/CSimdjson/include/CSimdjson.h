// A C face for JSON: one record at a time, checked as a whole, only the wanted fields, as ranges of bytes.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser and the fields that are wanted of each record. For one thread at a time.
typedef struct csimdjson_extractor csimdjson_extractor;

/// Bytes of the buffer; a count of zero is nothing.
typedef struct {
  int32_t start;
  int32_t count;
} csimdjson_range;

enum {
  csimdjson_ok = 0,
  csimdjson_not_an_object = 1,
  csimdjson_not_utf8 = 2,
  csimdjson_too_deep = 3,
  csimdjson_no_memory = 4,
};

/// NULL when there is no memory.
csimdjson_extractor *csimdjson_create(size_t record_limit, uint32_t depth_limit);
void csimdjson_destroy(csimdjson_extractor *extractor);

/// Starts the path of a wanted field, adds a name to it from the outside in, ends it with the slot of its value.
/// `is_array`: the raw text of an array is wanted there, else the text of a scalar. Adding a name can fail for
/// want of memory.
void csimdjson_path_begin(csimdjson_extractor *extractor);
bool csimdjson_path_name(csimdjson_extractor *extractor, const uint8_t *name, size_t count);
void csimdjson_path_end(csimdjson_extractor *extractor, uint32_t slot, bool is_array);

/// Checks the whole record `buffer[start..<start + count]`, which must be one JSON object, and fills
/// `slots[0..<slot_count]`: strings unescaped, numbers as they are written, `true`, `false`; null, a missing
/// member and an object give nothing. The first of several members of one name counts.
///
/// Unescaped texts are written from `*scratch` on, which then points behind them; they never need more room than
/// the record. Eight bytes must be readable behind the record and behind that room.
int32_t csimdjson_extract(
    csimdjson_extractor *extractor, uint8_t *buffer, size_t start, size_t count, size_t *scratch,
    csimdjson_range *slots, size_t slot_count);

/// Whether the bytes are well-formed UTF-8.
bool csimdjson_is_utf8(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
