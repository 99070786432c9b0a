#include "common/digest.h"

#include "common/memory.h"

#include <openssl/evp.h>
#include <stdio.h>

#include "common/banned.h"

enum { DIGEST_BYTES = 32, BASE64_BYTES = 45, HEX_BYTES = 65 };

/* It fails for want of memory only. */
static void digest(const void *data, size_t length, unsigned char bytes[static DIGEST_BYTES])
{
    if (EVP_Digest(data, length, bytes, NULL, EVP_sha256(), NULL) != 1) {
        memory_out();
    }
}

const char *digest_hex(Arena *arena, const void *data, size_t length)
{
    unsigned char bytes[DIGEST_BYTES];
    char *hex = arena_alloc(arena, HEX_BYTES);

    digest(data, length, bytes);
    for (int i = 0; i < DIGEST_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    }
    return hex;
}

const char *digest_source(Arena *arena, const char *text, size_t length)
{
    unsigned char bytes[DIGEST_BYTES], base64[BASE64_BYTES];

    digest(text, length, bytes);
    EVP_EncodeBlock(base64, bytes, DIGEST_BYTES);
    return arena_printf(arena, "'sha256-%s'", (const char *)base64);
}
