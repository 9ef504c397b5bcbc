// The job's fields found in each line of a file, and nothing done with them.
#include "CLimits.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <simdjson.h>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

namespace {

constexpr size_t block_bytes = 16 << 20;

struct Count {
  int64_t lines = 0;
  int64_t broken = 0;
  uint64_t bytes_of_fields = 0;
  bool failed = false;
};

/// No name of the job has an escape in it, so the first quote ends it.
std::string_view name_of(ondemand::field &field) {
  const char *const name = field.key().raw();
  return {name, static_cast<size_t>(strchr(name, '"') - name)};
}

bool is_wanted(std::string_view name) {
  return name == "timestamp" || name == "messageId" || name == "event" || name == "name" || name == "type" ||
         name == "channel" || name == "userId" || name == "anonymousId";
}

error_code take(ondemand::value value, Count &count) {
  count.bytes_of_fields += value.raw_json_token().size();
  return simdjson::SUCCESS;
}

/// `context.page.path`, `properties.screen` and `properties.revenue`.
error_code take_nested(std::string_view name, ondemand::value value, Count &count) {
  ondemand::object object;
  SIMDJSON_TRY(value.get_object().get(object));
  for (auto member : object) {
    ondemand::field field;
    SIMDJSON_TRY(std::move(member).get(field));
    const std::string_view key = name_of(field);
    if (name == "context" ? key == "page" : name == "page" ? key == "path" : key == "screen" || key == "revenue") {
      SIMDJSON_TRY(key == "page" ? take_nested(key, field.value(), count) : take(field.value(), count));
    }
  }
  return simdjson::SUCCESS;
}

error_code read_line(ondemand::parser &parser, simdjson::padded_string_view line, Count &count) {
  ondemand::document document;
  SIMDJSON_TRY(parser.iterate(line).get(document));
  ondemand::object object;
  SIMDJSON_TRY(document.get_object().get(object));
  for (auto member : object) {
    ondemand::field field;
    SIMDJSON_TRY(std::move(member).get(field));
    const std::string_view name = name_of(field);
    if (is_wanted(name)) SIMDJSON_TRY(take(field.value(), count));
    if (name == "context" || name == "properties") SIMDJSON_TRY(take_nested(name, field.value(), count));
  }
  return simdjson::SUCCESS;
}

/// The lines that begin in `start..<end` of the file. The thread that a line begins with reads it to its end.
Count read_range(int file, off_t start, off_t end) {
  Count count;
  ondemand::parser parser;
  std::vector<char> buffer(block_bytes + simdjson::SIMDJSON_PADDING);
  // A line that begins at `start` is ours, one that began before is not: the byte before tells which it is.
  off_t place = start == 0 ? 0 : start - 1;
  bool is_inside_line = start > 0;
  while (place < end) {
    const ssize_t got = pread(file, buffer.data(), block_bytes, place);
    if (got <= 0) {
      count.failed = got < 0;
      return count;
    }
    const char *line = buffer.data();
    const char *const stop = line + got;
    while (line < stop && place + (line - buffer.data()) < end) {
      const auto *newline = static_cast<const char *>(memchr(line, '\n', static_cast<size_t>(stop - line)));
      if (newline == nullptr) break;
      if (!is_inside_line) {
        const auto length = static_cast<size_t>(newline - line);
        const auto room = static_cast<size_t>(buffer.data() + buffer.size() - line);
        count.lines++;
        if (read_line(parser, simdjson::padded_string_view(line, length, room), count)) count.broken++;
      }
      is_inside_line = false;
      line = newline + 1;
    }
    // Lines are far shorter than a block: none means that the file ends without a newline.
    if (line == buffer.data()) return count;
    place += line - buffer.data();
  }
  return count;
}

}  // namespace

double limit_simdjson_seconds(const char *path, int threads, int64_t *lines, int64_t *broken) {
  const int file = open(path, O_RDONLY);
  struct stat about;
  if (file < 0 || fstat(file, &about) != 0) return -1;

  const auto start = std::chrono::steady_clock::now();
  std::vector<Count> counts(static_cast<size_t>(threads));
  std::vector<std::thread> readers;
  for (int thread = 0; thread < threads; thread++) {
    const off_t from = about.st_size / threads * thread;
    const off_t to = thread + 1 == threads ? about.st_size : about.st_size / threads * (thread + 1);
    readers.emplace_back(
        [&counts, thread, file, from, to] { counts[static_cast<size_t>(thread)] = read_range(file, from, to); });
  }
  for (auto &reader : readers) reader.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;

  close(file);
  *lines = *broken = 0;
  for (const Count &count : counts) {
    if (count.failed) return -1;
    *lines += count.lines;
    *broken += count.broken;
  }
  return took.count();
}
