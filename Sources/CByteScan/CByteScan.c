// The scanner is all in its header; the package manager wants a source file for every C target.
#include "CByteScan.h"
