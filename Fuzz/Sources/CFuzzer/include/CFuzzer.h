// libFuzzer's entry for programs that have a `main` of their own (LLVM's documentation, "Using libFuzzer as a library").
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs the fuzzer with its own arguments until it is done; what `callback` gives is 0, or -1 to keep an input out
/// of the corpus.
int LLVMFuzzerRunDriver(
  int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
