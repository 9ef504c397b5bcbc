// SHA-256 of OpenSSL's libcrypto. The plain SHA256_* calls are deprecated in favour of EVP, which allocates
// for every message; a digest for every record needs the plain ones.
#pragma once
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
