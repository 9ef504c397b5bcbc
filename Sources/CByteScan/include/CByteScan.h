// Bytes compared: 64 of them with a few wanted ones, giving a bit for each (SSE2, NEON, or plain C), short texts with one
// another, and 64 bytes of text sorted into kinds. Static inline, so that the scanners in Swift pay no call.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bit i is set where `bytes[i]` is one of the three, for i in 0..<64. All 64 bytes must be readable.
static inline uint64_t byte_scan_mask_of(const uint8_t *bytes, uint8_t a, uint8_t b, uint8_t c) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b), third = _mm_set1_epi8((char)c);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    const __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(chunk, first), _mm_cmpeq_epi8(chunk, second)), _mm_cmpeq_epi8(chunk, third));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << (16 * i);
  }
  return mask;
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const uint8x16_t first = vdupq_n_u8(a), second = vdupq_n_u8(b), third = vdupq_n_u8(c);
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t found[4];
  for (int i = 0; i < 4; i++) {
    const uint8x16_t chunk = vld1q_u8(bytes + 16 * i);
    const uint8x16_t equal = vorrq_u8(vorrq_u8(vceqq_u8(chunk, first), vceqq_u8(chunk, second)), vceqq_u8(chunk, third));
    found[i] = vandq_u8(equal, bits);
  }
  const uint8x16_t pairs = vpaddq_u8(vpaddq_u8(found[0], found[1]), vpaddq_u8(found[2], found[3]));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == a || bytes[i] == b || bytes[i] == c) << i;
  return mask;
#endif
}

/// Bit i is set where `bytes[i] == byte`, for i in 0..<64. All 64 bytes must be readable.
static inline uint64_t byte_scan_mask(const uint8_t *bytes, uint8_t byte) {
  return byte_scan_mask_of(bytes, byte, byte, byte);
}

/// The number of `byte` in `bytes[0..<count]`. Lanes of single bytes, which compilers turn into vectors.
static inline size_t byte_scan_count(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t total = 0;
  while (count >= 64) {
    // A lane holds 255 at the most.
    size_t steps = count / 64 < 255 ? count / 64 : 255;
    uint8_t lanes[64] = {0};
    for (size_t step = 0; step < steps; step++) {
      for (int i = 0; i < 64; i++) lanes[i] += bytes[64 * step + i] == byte;
    }
    for (int i = 0; i < 64; i++) total += lanes[i];
    bytes += 64 * steps;
    count -= 64 * steps;
  }
  for (size_t i = 0; i < count; i++) total += bytes[i] == byte;
  return total;
}

/// A place among structural bytes: where a step of 64 bytes starts, and a bit for each of its structural bytes that
/// is not passed yet.
typedef struct {
  size_t base;
  uint64_t mask;
} byte_scan_place;

/// Passes a record without quotes that has `fields` fields and ends with a line break before `end`: its delimiters and
/// its line break are put into `bounds`. False, and nothing is passed, when the record is another one.
///
/// The bytes must be readable for 64 bytes beyond `end`, which lies below 2^31.
static inline bool byte_scan_plain_record(const uint8_t *bytes, size_t end, uint8_t quote, uint8_t delimiter,
                                          uint8_t line_end, byte_scan_place *place, int32_t *bounds, size_t fields) {
  byte_scan_place here = *place;
  for (size_t field = 0; field < fields; field++) {
    while (here.mask == 0) {
      here.base += 64;
      if (here.base >= end) return false;
      here.mask = byte_scan_mask_of(bytes + here.base, quote, delimiter, line_end);
    }
    const size_t index = here.base + (size_t)__builtin_ctzll(here.mask);
    if (index >= end || bytes[index] != (field + 1 < fields ? delimiter : line_end)) return false;
    here.mask &= here.mask - 1;
    bounds[field] = (int32_t)index;
  }
  *place = here;
  return true;
}

/// Whether two texts of the same count of bytes are equal.
static inline bool byte_scan_equal(const uint8_t *a, const uint8_t *b, size_t count) {
  if (count >= 8) {
    uint64_t first, second;
    for (size_t i = 0; i + 8 < count; i += 8) {
      memcpy(&first, a + i, 8);
      memcpy(&second, b + i, 8);
      if (first != second) return false;
    }
    // The last 8 bytes overlap those before.
    memcpy(&first, a + count - 8, 8);
    memcpy(&second, b + count - 8, 8);
    return first == second;
  }
  for (size_t i = 0; i < count; i++) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// The first 32 bytes of a text as numbers, zero behind its end.
typedef struct {
  uint64_t first, second, third, fourth;
} byte_scan_words;

/// The words of a text of up to 32 bytes. All 32 bytes must be readable, however short the text is.
static inline byte_scan_words byte_scan_short_text(const uint8_t *text, size_t count) {
  static const uint8_t kept[64] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  uint64_t words[4], masks[4];
  memcpy(words, text, 32);
  memcpy(masks, kept + 32 - count, 32);
  const byte_scan_words result = {
      words[0] & masks[0], words[1] & masks[1], words[2] & masks[2], words[3] & masks[3]};
  return result;
}

/// What 64 bytes of text are, a bit for each.
typedef struct {
  /// Letters and digits of ASCII.
  uint64_t words;
  /// Parts of characters beyond ASCII.
  uint64_t others;
  /// The first bytes of characters beyond ASCII.
  uint64_t leads;
} byte_scan_kinds;

#if defined(__SSE2__)
/// All ones where a byte lies in `low...low + count - 1`.
static inline __m128i byte_scan_within(__m128i bytes, uint8_t low, uint8_t count) {
  // SSE2 compares signed numbers only: the range is moved to where they begin.
  const __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(uint8_t)(0x80 - low)));
  return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(uint8_t)(0x80 + count)));
}
#endif

/// Puts 64 bytes into `folded` with the letters of ASCII in lower case, and answers what they are. All 64 must be
/// readable and writable.
static inline byte_scan_kinds byte_scan_fold(const uint8_t *bytes, uint8_t *folded) {
  byte_scan_kinds kinds = {0, 0, 0};
#if defined(__SSE2__)
  for (int i = 0; i < 4; i++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    const __m128i upper = _mm_and_si128(byte_scan_within(chunk, 'A', 26), _mm_set1_epi8(0x20));
    const __m128i small = _mm_or_si128(chunk, upper);
    _mm_storeu_si128((__m128i *)(folded + 16 * i), small);
    const __m128i word = _mm_or_si128(byte_scan_within(small, 'a', 26), byte_scan_within(small, '0', 10));
    const uint64_t high = (uint32_t)_mm_movemask_epi8(chunk);
    const uint64_t next = (uint32_t)_mm_movemask_epi8(_mm_slli_epi16(chunk, 1));
    kinds.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(word) << (16 * i);
    kinds.others |= high << (16 * i);
    kinds.leads |= (high & next) << (16 * i);
  }
#else
  // Plain C, whose inner loops over bytes compilers turn into vectors.
  uint8_t word[64];
  for (int i = 0; i < 64; i++) {
    const uint8_t small = bytes[i] | ((uint8_t)(bytes[i] - 'A') < 26 ? 0x20 : 0);
    folded[i] = small;
    word[i] = (uint8_t)(small - 'a') < 26 || (uint8_t)(small - '0') < 10;
  }
  for (int i = 0; i < 64; i++) {
    kinds.words |= (uint64_t)word[i] << i;
    kinds.others |= (uint64_t)(bytes[i] >> 7) << i;
    kinds.leads |= (uint64_t)(bytes[i] >= 0xC0) << i;
  }
#endif
  return kinds;
}
