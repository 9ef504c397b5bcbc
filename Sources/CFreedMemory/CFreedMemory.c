// All of it is in the header; the package manager wants a source file for every C target.
#include "CFreedMemory.h"
