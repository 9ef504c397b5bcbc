// The C face: simdjson's first stage finds the structure of a record, our own walk checks and extracts.
#include "CSimdjson.h"

#include "RecordWalk.hpp"
#include "WantedMembers.hpp"

#include <memory>
#include <simdjson.h>

using simdjson::error_code;

struct csimdjson_extractor {
  WantedMembers members;
  RecordWalk walk;
  /// The first stage for this machine's instructions.
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  uint32_t path = 0;

  explicit csimdjson_extractor(uint32_t depth_limit) : walk(members, depth_limit) {}
};

namespace {

int32_t status(error_code error) {
  switch (error) {
    case simdjson::SUCCESS: return csimdjson_ok;
    case simdjson::UTF8_ERROR: return csimdjson_not_utf8;
    case simdjson::MEMALLOC: return csimdjson_no_memory;
    default: return csimdjson_not_an_object;
  }
}

}  // namespace

csimdjson_extractor *csimdjson_create(size_t record_limit, uint32_t depth_limit) try {
  auto extractor = std::make_unique<csimdjson_extractor>(depth_limit);
  const error_code error = simdjson::get_active_implementation()->create_dom_parser_implementation(
      record_limit, simdjson::DEFAULT_MAX_DEPTH, extractor->parser);
  return error == simdjson::SUCCESS ? extractor.release() : nullptr;
} catch (...) {
  // Only memory can run out here; an exception must not unwind into Swift.
  return nullptr;
}

void csimdjson_destroy(csimdjson_extractor *extractor) { delete extractor; }

void csimdjson_path_begin(csimdjson_extractor *extractor) { extractor->path = 0; }

bool csimdjson_path_name(csimdjson_extractor *extractor, const uint8_t *name, size_t count) try {
  const std::string text(reinterpret_cast<const char *>(name), count);
  extractor->path = extractor->members.add(extractor->path, text);
  return true;
} catch (...) {
  return false;
}

void csimdjson_path_end(csimdjson_extractor *extractor, uint32_t slot, bool is_array) {
  WantedMembers &members = extractor->members;
  (is_array ? members.array_slot(extractor->path) : members.slot(extractor->path)) = slot;
}

int32_t csimdjson_extract(
    csimdjson_extractor *extractor, uint8_t *buffer, size_t start, size_t count, size_t *scratch,
    csimdjson_range *slots, size_t slot_count) {
  std::memset(slots, 0, slot_count * sizeof *slots);
  auto &parser = *extractor->parser;
  const error_code error = parser.stage1(buffer + start, count, simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) return status(error);
  const uint32_t *first = parser.structural_indexes.get();
  const auto *whole = reinterpret_cast<const char *>(buffer);
  extractor->walk.scratch = reinterpret_cast<char *>(buffer + *scratch);
  const int32_t result = extractor->walk.walk(
      whole + start, count, first, first + parser.n_structural_indexes - 1, whole, slots);
  *scratch = static_cast<size_t>(extractor->walk.scratch - reinterpret_cast<char *>(buffer));
  return result;
}

bool csimdjson_is_utf8(const uint8_t *bytes, size_t count) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}
