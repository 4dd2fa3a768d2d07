/* page.c - see page.h. */
#include "web/page.h"

#include <sodium.h>

const char *page_coding_name(enum page_coding coding)
{
    static const char *const names[PAGE_CODINGS] = {"br", "gzip", NULL};

    return names[coding];
}

void page_set_body(struct page *page, enum page_coding coding, struct text bytes)
{
    unsigned char hash[PAGE_TAG_BYTES];
    struct page_body *body = &page->bodies[coding];

    body->bytes = bytes;
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.bytes, bytes.length, NULL,
                       0);
    body->tag[0] = '"';
    sodium_bin2hex(body->tag + 1, sizeof body->tag - 1, hash, sizeof hash);
    body->tag[sizeof body->tag - 2] = '"';
    body->tag[sizeof body->tag - 1] = '\0';
}
