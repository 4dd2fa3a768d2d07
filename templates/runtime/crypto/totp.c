/* totp.c - see totp.h. The HMAC is GnuTLS's: libsodium has no SHA-1. */
#include "crypto/totp.h"

#include <gnutls/crypto.h>
#include <sodium.h>
#include <stdio.h>

enum { STEP_MILLISECONDS = 30000, DIGITS = 6, MODULUS = 1000000, SHA1_BYTES = 20 };

/* The value of a base32 digit, or -1. */
static int base32_digit(char byte)
{
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a';
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    return byte >= '2' && byte <= '7' ? byte - '2' + 26 : -1;
}

struct text totp_read_secret(struct arena *arena, struct text base32)
{
    char *bytes = arena_alloc_bytes(arena, base32.length + 1);
    struct text key = {bytes, 0};
    unsigned bits = 0;
    int bit_count = 0;

    if (!bytes)
        return text_none();
    for (size_t i = 0; i < base32.length; i++) {
        int digit = base32_digit(base32.bytes[i]);
        if (base32.bytes[i] == ' ' || base32.bytes[i] == '=')
            continue;
        if (digit < 0)
            return text_none();
        bits = (bits << 5 | (unsigned)digit) & 0xFFFF;
        bit_count += 5;
        if (bit_count >= 8) {
            bit_count -= 8;
            bytes[key.length++] = (char)(bits >> bit_count & 0xFF);
        }
    }
    return key.length ? key : text_none();
}

/* The code of a step, as RFC 4226, 5.3, truncates it; false when there is no HMAC to be had. */
static bool write_code(struct text key, int64_t step, char *code)
{
    unsigned char counter[8];
    unsigned char digest[SHA1_BYTES];
    uint32_t number;
    int offset;

    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (gnutls_hmac_fast(GNUTLS_MAC_SHA1, key.bytes, key.length, counter, sizeof counter, digest) !=
        0)
        return false;
    offset = digest[SHA1_BYTES - 1] & 0x0F;
    number = (uint32_t)(digest[offset] & 0x7F) << 24 | (uint32_t)digest[offset + 1] << 16 |
             (uint32_t)digest[offset + 2] << 8 | digest[offset + 3];
    snprintf(code, DIGITS + 1, "%06u", (unsigned)(number % MODULUS));
    return true;
}

int64_t totp_find_step(struct text key, struct text code, int64_t now)
{
    int64_t current = now / STEP_MILLISECONDS;
    int64_t found = -1;
    char expected[DIGITS + 1];

    if (code.length != DIGITS)
        return -1;
    for (int64_t step = current - 1; step <= current + 1; step++)
        if (write_code(key, step, expected) && sodium_memcmp(expected, code.bytes, DIGITS) == 0)
            found = step;
    return found;
}
