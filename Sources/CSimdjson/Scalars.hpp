// Numbers, words and escapes of JSON, held against the grammar of RFC 8259.
#pragma once
#include <cstdint>
#include <cstring>

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Where the number that starts at `text` ends (section 6); NULL when it is none. Something that belongs to no
/// number must follow it within the readable bytes.
inline const char *end_of_number(const char *text) {
  if (*text == '-') text++;
  if (!is_digit(*text)) return nullptr;
  if (*text++ != '0') {
    while (is_digit(*text)) text++;
  }
  if (*text == '.') {
    if (!is_digit(*++text)) return nullptr;
    while (is_digit(*text)) text++;
  }
  if ((*text | 0x20) == 'e') {
    text++;
    if (*text == '+' || *text == '-') text++;
    if (!is_digit(*text)) return nullptr;
    while (is_digit(*text)) text++;
  }
  return text;
}

/// Where the word `true`, `false` or `null` that starts at `text` ends; NULL when it is none. Five bytes must be
/// readable.
inline const char *end_of_word(const char *text) {
  if (std::memcmp(text, "true", 4) == 0 || std::memcmp(text, "null", 4) == 0) return text + 4;
  return std::memcmp(text, "false", 5) == 0 ? text + 5 : nullptr;
}

/// Four hexadecimal digits; negative when one of them is none.
inline int32_t code_unit(const char *text) {
  int32_t value = 0;
  for (int i = 0; i < 4; i++) {
    const char c = text[i];
    const int digit = is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

/// Writes a code point as UTF-8 and gives the end of it.
inline char *append_code_point(char *target, uint32_t code) {
  if (code < 0x80) {
    *target++ = static_cast<char>(code);
    return target;
  }
  const int following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const uint32_t marks[] = {0, 0xc0, 0xe0, 0xf0};
  *target++ = static_cast<char>(marks[following] | code >> (6 * following));
  for (int i = following - 1; i >= 0; i--) *target++ = static_cast<char>(0x80 | (code >> (6 * i) & 0x3f));
  return target;
}

/// Resolves the escape `\uXXXX`, or the pair of them that a code point beyond U+FFFF is written with, and moves
/// behind it; NULL when there is none, or one half of a pair.
inline char *unescape_code_point(const char *&text, const char *end, char *target) {
  if (end - text < 6) return nullptr;
  const int32_t first = code_unit(text + 2);
  text += 6;
  if (first < 0 || (first >= 0xdc00 && first < 0xe000)) return nullptr;
  if (first < 0xd800 || first >= 0xe000) return append_code_point(target, static_cast<uint32_t>(first));
  if (end - text < 6 || text[0] != '\\' || text[1] != 'u') return nullptr;
  const int32_t second = code_unit(text + 2);
  text += 6;
  if (second < 0xdc00 || second >= 0xe000) return nullptr;
  return append_code_point(target, static_cast<uint32_t>(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
}

/// The character that a backslash and this letter stand for; 0 when there is no such escape.
inline char escaped(char letter) {
  switch (letter) {
    case '"': case '\\': case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
  }
}

/// Writes the text within the quotes with its escapes resolved (section 7) and gives the end of it, which is
/// never longer than the text; NULL when an escape is none.
inline char *unescape(const char *text, const char *end, char *target) {
  while (text < end) {
    const auto *escape = static_cast<const char *>(std::memchr(text, '\\', static_cast<size_t>(end - text)));
    const auto plain = static_cast<size_t>((escape == nullptr ? end : escape) - text);
    std::memcpy(target, text, plain);
    target += plain;
    if (escape == nullptr) return target;
    text = escape;
    if (end - text < 2) return nullptr;
    if (text[1] == 'u') {
      target = unescape_code_point(text, end, target);
      if (target == nullptr) return nullptr;
    } else {
      *target = escaped(text[1]);
      if (*target++ == 0) return nullptr;
      text += 2;
    }
  }
  return target;
}
