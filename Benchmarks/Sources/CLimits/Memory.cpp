// How fast memory is read when all that is done with it is a sum.
#include "CLimits.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace {

constexpr size_t block_bytes = 256 << 20;
constexpr int passes = 5;

std::atomic<uint64_t> sink{0};

void read_all(const std::vector<uint64_t> &block) {
  uint64_t sum = 0;
  for (const uint64_t word : block) sum += word;
  sink += sum;
}

}  // namespace

double limit_memory_bytes_per_second(int threads) {
  const std::vector<std::vector<uint64_t>> blocks(
      static_cast<size_t>(threads), std::vector<uint64_t>(block_bytes / sizeof(uint64_t), 1));
  double best = 0;
  for (int pass = 0; pass < passes; pass++) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> readers;
    for (const auto &block : blocks) readers.emplace_back([&block] { read_all(block); });
    for (auto &reader : readers) reader.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::max(best, static_cast<double>(block_bytes) * threads / took.count());
  }
  return best;
}
