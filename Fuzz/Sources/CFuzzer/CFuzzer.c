#include "CFuzzer.h"

// libFuzzer's own `main`, which the linker may take with the rest of its archive, names this; nothing calls it.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  (void)data;
  (void)size;
  return 0;
}
