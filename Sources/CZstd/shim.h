// Zstandard streams.
#pragma once
#include <zstd.h>
