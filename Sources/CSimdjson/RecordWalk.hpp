// Walks every value of a record, wanted or not: a record must not be accepted or refused by which of its fields
// somebody maps. The walk goes over the structural bytes that simdjson's first stage has found.
#pragma once
#include "CSimdjson.h"
#include "Scalars.hpp"
#include "WantedMembers.hpp"

#include <cstring>
#include <vector>

/// The state machine of the walk, with what it needs of the record at hand.
///
/// The first stage gives the place of every bracket, colon and comma outside strings, and of the first byte of
/// every string, number and word; it has checked UTF-8, that strings are closed and hold no control characters.
/// So between two places stand one token and blanks. The last place of a record is its `}`; the walk looks at
/// the next place without a test whenever the byte at hand is another one.
///
/// What the walk does at every token is inlined into one function, which keeps its state in registers: twice as
/// fast as calls.
class RecordWalk {
 public:
  RecordWalk(WantedMembers &members, uint32_t depth_limit) : members(members), opened(depth_limit) {}

  /// Where texts are written whose escapes are resolved.
  char *scratch = nullptr;

  /// Checks the record `record[0..<count]` with its structural places, the last one included, and fills the slots
  /// with ranges of `whole`. Eight bytes behind the record must be readable.
  int32_t walk(const char *record, size_t count, const uint32_t *first, const uint32_t *last, const char *whole,
               csimdjson_range *ranges) {
    if (record[*first] != '{' || record[*last] != '}') return csimdjson_not_an_object;
    text = record;
    record_end = record + count;
    buffer = whole;
    slots = ranges;
    find_escape(record);
    members.begin_record();
    return values(first + 1, last);
  }

 private:
  /// An object or array that is not closed yet.
  struct Container {
    /// The member it is the value of, or `unwanted`.
    uint32_t member;
    /// Where an array starts; an object has none.
    const char *array;
  };

  WantedMembers &members;
  std::vector<Container> opened;

  const char *text = nullptr;
  const char *record_end = nullptr;
  /// The first backslash that is not behind the walk, or the end of the record.
  const char *escape = nullptr;
  const char *buffer = nullptr;
  csimdjson_range *slots = nullptr;

  void find_escape(const char *from) {
    const void *found = std::memchr(from, '\\', static_cast<size_t>(record_end - from));
    escape = found == nullptr ? record_end : static_cast<const char *>(found);
  }

  void fill(uint32_t slot, const char *start, const char *end) {
    slots[slot] = {static_cast<int32_t>(start - buffer), static_cast<int32_t>(end - start)};
  }

  int32_t values(const uint32_t *next, const uint32_t *last) {
    const char *const record = text;
    Container *const outermost = opened.data();
    Container *const deepest = outermost + opened.size() - 1;
    Container *container = outermost;
    *container = {0, nullptr};
    uint32_t member;
    const char *token;
    const char *at = record + *next;

  object_start:
    if (*at == '}') goto close;
  key:
    if (*at != '"') return csimdjson_not_an_object;
    token = at + 1;
    at = record + *++next;
    if (*at != ':' || !key(container->member, token, at, member)) return csimdjson_not_an_object;
    at = record + *++next;

  value:
    token = at;
    at = record + *++next;
    switch (*token) {
      case '"':
        if (!string(member, token + 1, at)) return csimdjson_not_an_object;
        break;
      case '{':
        if (container == deepest) return csimdjson_too_deep;
        *++container = {member, nullptr};
        goto object_start;
      case '[':
        if (container == deepest) return csimdjson_too_deep;
        *++container = {member, token};
        member = unwanted;
        if (*at == ']') goto close;
        goto value;
      case '}':
        return csimdjson_not_an_object;
      default:
        if (!scalar(member, token, at)) return csimdjson_not_an_object;
    }

  value_end:
    if (*at == ',') {
      at = record + *++next;
      if (container->array == nullptr) goto key;
      member = unwanted;
      goto value;
    }

  close:
    if (*at != (container->array == nullptr ? '}' : ']')) return csimdjson_not_an_object;
    if (next == last) return container == outermost ? csimdjson_ok : csimdjson_not_an_object;
    if (container == outermost) return csimdjson_not_an_object;
    at = record + *++next;
    if (container->array != nullptr) array_end(*container, at);
    container--;
    goto value_end;
  }

  /// Finds the member of the key that starts at `start`; the next token is at `after`.
  [[gnu::always_inline]] bool key(uint32_t parent, const char *start, const char *after, uint32_t &member) {
    const char *end = end_of_string(start, after);
    if (end == nullptr) return false;
    member = unwanted;
    if (escape < end) return escaped_key(parent, start, end, member);
    if (parent != unwanted) member = members.meet(parent, Name(start, static_cast<uint32_t>(end - start)));
    return true;
  }

  /// Checks the string that starts at `start` and keeps it if it is wanted.
  [[gnu::always_inline]] bool string(uint32_t member, const char *start, const char *after) {
    const char *end = end_of_string(start, after);
    if (end == nullptr) return false;
    const uint32_t slot = member == unwanted ? unwanted : members.slot(member);
    if (escape < end) return escaped_string(slot, start, end);
    if (slot != unwanted) fill(slot, start, end);
    return true;
  }

  /// Checks a number or a word and keeps it if it is wanted and not `null`.
  [[gnu::always_inline]] bool scalar(uint32_t member, const char *start, const char *after) {
    const bool is_word = *start == 't' || *start == 'f' || *start == 'n';
    const char *end = is_word ? end_of_word(start) : end_of_number(start);
    if (end == nullptr || end != end_of_token(after)) return false;
    if (member == unwanted || *start == 'n') return true;
    if (const uint32_t slot = members.slot(member); slot != unwanted) fill(slot, start, end);
    return true;
  }

  /// The end of the token before the one at `after`: blanks between them do not count.
  [[gnu::always_inline]] static const char *end_of_token(const char *after) {
    while (is_blank(after[-1])) after--;
    return after;
  }

  /// The quote that closes the string which starts at `start`.
  [[gnu::always_inline]] static const char *end_of_string(const char *start, const char *after) {
    const char *end = end_of_token(after) - 1;
    return end < start || *end != '"' ? nullptr : end;
  }

  [[gnu::noinline]] bool escaped_key(uint32_t parent, const char *start, const char *end, uint32_t &member) {
    const char *unescaped_end = unescape(start, end, scratch);
    if (unescaped_end == nullptr) return false;
    find_escape(end);
    const Name name(scratch, static_cast<uint32_t>(unescaped_end - scratch));
    if (parent != unwanted) member = members.meet(parent, name);
    return true;
  }

  [[gnu::noinline]] bool escaped_string(uint32_t slot, const char *start, const char *end) {
    char *unescaped_end = unescape(start, end, scratch);
    if (unescaped_end == nullptr) return false;
    find_escape(end);
    if (slot == unwanted) return true;
    fill(slot, scratch, unescaped_end);
    scratch = unescaped_end;
    return true;
  }

  /// Keeps the raw text of an array that was just closed, if it is wanted.
  void array_end(const Container &closed, const char *after) {
    if (closed.member == unwanted) return;
    const uint32_t slot = members.array_slot(closed.member);
    if (slot != unwanted) fill(slot, closed.array, end_of_token(after));
  }
};
