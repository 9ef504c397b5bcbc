// Compares 64 bytes with one byte and gives a bit for each: SSE2, NEON, or plain C. Static inline, so that the
// scanners in Swift pay no call.
#pragma once
#include <stdint.h>
