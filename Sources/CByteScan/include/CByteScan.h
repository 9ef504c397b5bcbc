// Bytes compared: 64 of them with one byte, giving a bit for each (SSE2, NEON, or plain C), and short texts with one
// another. Static inline, so that the scanners in Swift pay no call.
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

/// Bit i is set where `bytes[i] == byte`, for i in 0..<64. All 64 bytes must be readable.
static inline uint64_t byte_scan_mask(const uint8_t *bytes, uint8_t byte) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, wanted)) << (16 * i);
  }
  return mask;
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const uint8x16_t wanted = vdupq_n_u8(byte);
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t a = vandq_u8(vceqq_u8(vld1q_u8(bytes), wanted), bits);
  const uint8x16_t b = vandq_u8(vceqq_u8(vld1q_u8(bytes + 16), wanted), bits);
  const uint8x16_t c = vandq_u8(vceqq_u8(vld1q_u8(bytes + 32), wanted), bits);
  const uint8x16_t d = vandq_u8(vceqq_u8(vld1q_u8(bytes + 48), wanted), bits);
  const uint8x16_t pairs = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == byte) << i;
  return mask;
#endif
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
