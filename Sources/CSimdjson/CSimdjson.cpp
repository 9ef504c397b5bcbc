// Walks every value of a record, wanted or not: a record must not be accepted or refused by which of its fields
// somebody maps. On-Demand checks structure and UTF-8; the scalars that it would skip are checked here.
#include "CSimdjson.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

namespace {

constexpr uint32_t unwanted = UINT32_MAX;

/// A member that is wanted, or lies on the way to one that is.
struct Member {
  std::vector<std::pair<std::string, uint32_t>> children;
  /// Where its text goes, and where the raw text of an array goes.
  uint32_t slot = unwanted;
  uint32_t array_slot = unwanted;
  /// The last record in which this member was met; a second one of the same name does not count.
  uint64_t met_in = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The grammar of RFC 8259, section 6.
bool is_number(std::string_view text) {
  size_t i = 0;
  const auto digits = [&] {
    const size_t start = i;
    while (i < text.size() && is_digit(text[i])) i++;
    return i > start;
  };
  if (i < text.size() && text[i] == '-') i++;
  if (i < text.size() && text[i] == '0') {
    i++;
  } else if (!digits()) {
    return false;
  }
  if (i < text.size() && text[i] == '.') {
    i++;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] | 0x20) == 'e') {
    i++;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) i++;
    if (!digits()) return false;
  }
  return i == text.size();
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view without_final_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

struct csimdjson_extractor {
  ondemand::parser parser;
  std::vector<Member> members = std::vector<Member>(1);
  uint32_t path = 0;
  uint32_t depth_limit = 0;
  uint64_t record = 0;

  // The record at hand.
  ondemand::document document;
  const char *buffer = nullptr;
  uint8_t *scratch = nullptr;
  csimdjson_range *slots = nullptr;

  /// A text within the quotes that has escapes: they are resolved into the scratch space, which moves on only if
  /// `keep`.
  error_code unescape(std::string_view raw, bool keep, std::string_view &result) {
    uint8_t *end = scratch;
    const ondemand::raw_json_string open(reinterpret_cast<const uint8_t *>(raw.data()));
    SIMDJSON_TRY(parser.unescape(open, end).get(result));
    if (keep) scratch = end;
    return simdjson::SUCCESS;
  }

  void fill(uint32_t slot, std::string_view value) {
    slots[slot] = {static_cast<int32_t>(value.data() - buffer), static_cast<int32_t>(value.size())};
  }

  /// The member's child of this name, if it is wanted and met for the first time in this record.
  uint32_t child(uint32_t member, std::string_view name) {
    for (const auto &[known, index] : members[member].children) {
      if (known == name) {
        if (members[index].met_in == record) return unwanted;
        members[index].met_in = record;
        return index;
      }
    }
    return unwanted;
  }

  error_code object(ondemand::object value, uint32_t member, uint32_t depth) {
    for (auto result : value) {
      ondemand::field field;
      SIMDJSON_TRY(std::move(result).get(field));
      const char *name = field.key().raw();
      const char *end = name;
      bool has_escapes = false;
      while (*end != '"') {
        const bool is_escape = *end == '\\';
        has_escapes |= is_escape;
        end += is_escape ? 2 : 1;
      }
      std::string_view key(name, static_cast<size_t>(end - name));
      if (has_escapes) SIMDJSON_TRY(unescape(key, false, key));
      SIMDJSON_TRY(visit(field.value(), member == unwanted ? unwanted : child(member, key), depth + 1));
    }
    return simdjson::SUCCESS;
  }

  error_code array(ondemand::array value, uint32_t depth) {
    for (auto result : value) {
      ondemand::value element;
      SIMDJSON_TRY(std::move(result).get(element));
      SIMDJSON_TRY(visit(element, unwanted, depth + 1));
    }
    return simdjson::SUCCESS;
  }

  error_code visit(ondemand::value value, uint32_t member, uint32_t depth) {
    const std::string_view token = without_final_blanks(value.raw_json_token());
    if (token.empty()) return simdjson::TAPE_ERROR;
    const uint32_t slot = member == unwanted ? unwanted : members[member].slot;
    switch (token.front()) {
      case '{': {
        if (depth >= depth_limit) return simdjson::DEPTH_ERROR;
        ondemand::object members_of_value;
        SIMDJSON_TRY(value.get_object().get(members_of_value));
        return object(members_of_value, member, depth);
      }
      case '[': {
        if (depth >= depth_limit) return simdjson::DEPTH_ERROR;
        ondemand::array elements;
        SIMDJSON_TRY(value.get_array().get(elements));
        SIMDJSON_TRY(array(elements, depth));
        if (member != unwanted && members[member].array_slot != unwanted) {
          const char *next;
          SIMDJSON_TRY(document.current_location().get(next));
          fill(members[member].array_slot,
               without_final_blanks({token.data(), static_cast<size_t>(next - token.data())}));
        }
        return simdjson::SUCCESS;
      }
      case '"': {
        if (token.size() < 2 || token.back() != '"') return simdjson::STRING_ERROR;
        std::string_view text = token.substr(1, token.size() - 2);
        if (std::memchr(text.data(), '\\', text.size()) != nullptr) {
          SIMDJSON_TRY(unescape(text, slot != unwanted, text));
        }
        if (slot != unwanted) fill(slot, text);
        return simdjson::SUCCESS;
      }
      case 'n':
        return token == "null" ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
      case 't':
      case 'f':
        if (token != "true" && token != "false") return simdjson::T_ATOM_ERROR;
        break;
      default:
        if (!is_number(token)) return simdjson::NUMBER_ERROR;
    }
    if (slot != unwanted) fill(slot, token);
    return simdjson::SUCCESS;
  }

  error_code extract(simdjson::padded_string_view json) {
    record++;
    SIMDJSON_TRY(parser.iterate(json).get(document));
    ondemand::object root;
    SIMDJSON_TRY(document.get_object().get(root));
    SIMDJSON_TRY(object(root, 0, 0));
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return at_end ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
  }
};

size_t csimdjson_padding(void) { return simdjson::SIMDJSON_PADDING; }

csimdjson_extractor *csimdjson_create(size_t record_limit, uint32_t depth_limit) {
  try {
    auto *extractor = new csimdjson_extractor;
    extractor->depth_limit = depth_limit;
    if (extractor->parser.allocate(record_limit, depth_limit + 2) == simdjson::SUCCESS) return extractor;
    delete extractor;
  } catch (...) {
    // Only memory can run out here; an exception must not unwind into Swift.
  }
  return nullptr;
}

void csimdjson_destroy(csimdjson_extractor *extractor) { delete extractor; }

void csimdjson_path_begin(csimdjson_extractor *extractor) { extractor->path = 0; }

bool csimdjson_path_name(csimdjson_extractor *extractor, const uint8_t *name, size_t count) try {
  const std::string text(reinterpret_cast<const char *>(name), count);
  for (const auto &[known, index] : extractor->members[extractor->path].children) {
    if (known == text) {
      extractor->path = index;
      return true;
    }
  }
  const auto index = static_cast<uint32_t>(extractor->members.size());
  extractor->members.emplace_back();
  extractor->members[extractor->path].children.emplace_back(text, index);
  extractor->path = index;
  return true;
} catch (...) {
  return false;
}

void csimdjson_path_end(csimdjson_extractor *extractor, uint32_t slot, bool is_array) {
  Member &member = extractor->members[extractor->path];
  (is_array ? member.array_slot : member.slot) = slot;
}

int32_t csimdjson_extract(
    csimdjson_extractor *extractor, uint8_t *buffer, size_t capacity, size_t start, size_t count,
    size_t *scratch, csimdjson_range *slots, size_t slot_count) try {
  std::memset(slots, 0, slot_count * sizeof *slots);
  extractor->buffer = reinterpret_cast<const char *>(buffer);
  extractor->scratch = buffer + *scratch;
  extractor->slots = slots;
  const error_code error = extractor->extract(simdjson::padded_string_view(buffer + start, count, capacity - start));
  *scratch = static_cast<size_t>(extractor->scratch - buffer);
  switch (error) {
    case simdjson::SUCCESS: return csimdjson_ok;
    case simdjson::UTF8_ERROR: return csimdjson_not_utf8;
    case simdjson::DEPTH_ERROR: return csimdjson_too_deep;
    case simdjson::MEMALLOC: return csimdjson_no_memory;
    default: return csimdjson_not_an_object;
  }
} catch (...) {
  return csimdjson_no_memory;
}

bool csimdjson_is_utf8(const uint8_t *bytes, size_t count) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}
