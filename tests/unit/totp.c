/* totp.c - one-time codes against RFC 6238, appendix B (SHA-1, the last six of its eight digits), and
 * base32 against RFC 4648, section 10. */
#include "crypto/totp.h"

#include <stdio.h>
#include <stdlib.h>

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

int main(void)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } codes[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
    };
    static const struct {
        const char *encoded;
        const char *text; /* NULL: it is none */
    } secrets[] = {
        {"MY======", "f"},
        {"MZXQ====", "fo"},
        {"MZXW6===", "foo"},
        {"MZXW6YQ=", "foob"},
        {"MZXW6YTB", "fooba"},
        {"MZXW6YTBOI======", "foobar"},
        {"mzxw 6ytb oi", "foobar"},
        {"", NULL},
        {"M", NULL},
        {"MZXW0YTB", NULL},
        {"MZXW-YTB", NULL},
    };
    struct text key = text_of("12345678901234567890");
    struct arena arena;

    arena_init(&arena);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        struct text read = totp_read_secret(&arena, text_of(secrets[i].encoded));
        expect(secrets[i].text ? text_is(read, secrets[i].text) : !read.bytes, secrets[i].encoded);
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        int64_t now = codes[i].seconds * 1000;
        int64_t step = codes[i].seconds / 30;
        struct text code = text_of(codes[i].code);
        expect(totp_find_step(key, code, now) == step, codes[i].code);
        expect(totp_find_step(key, code, now + 30000) == step,
               "a clock that is half a minute late");
        expect(totp_find_step(key, code, now - 30000) == step, "or early");
        expect(totp_find_step(key, code, now + 60000) == -1, "a code that is a minute old");
        expect(totp_find_step(text_of("another key"), code, now) == -1, "another key");
    }
    expect(totp_find_step(key, text_of("28708"), 59000) == -1, "a code that is too short");
    expect(totp_find_step(key, text_of("94287082"), 59000) == -1, "a code that is too long");
    expect(totp_find_step(key, text_of(""), 59000) == -1, "no code");
    arena_release(&arena);
    return 0;
}
