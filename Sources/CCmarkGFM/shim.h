// GitHub's fork of the reference parser of CommonMark, with its extensions: tables, strikethrough, links without
// brackets, task lists.
#pragma once
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
