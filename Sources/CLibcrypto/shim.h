// SHA-256 of OpenSSL's libcrypto. The plain SHA256_* calls are deprecated in favour of EVP, which allocates
// for every message and gives an object to own; the plain ones need neither.
#pragma once
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
