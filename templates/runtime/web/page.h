/* page.h - what a browser is shown: bytes that are there in up to three codings. */
#ifndef RUNTIME_WEB_PAGE_H
#define RUNTIME_WEB_PAGE_H

#include "base/arena.h"

/* In the order in which they are preferred. */
enum page_coding { PAGE_BROTLI, PAGE_GZIP, PAGE_PLAIN, PAGE_CODINGS };

enum { PAGE_TAG_BYTES = 16 };

struct page_body {
    struct text bytes;                /* no text: it is not there in this coding */
    char tag[2 * PAGE_TAG_BYTES + 3]; /* the ETag: hex in quotes */
};

struct page {
    struct text path; /* "/playground/app.js" */
    const char *content_type;
    int status;
    bool is_kept; /* browsers may keep it, and ask by its tag whether it is still so */
    struct page_body bodies[PAGE_CODINGS];
};

/* "br", "gzip"; NULL for the plain one. */
const char *page_coding_name(enum page_coding coding);

/* Gives the page a body, which stays where it is, and its tag. */
void page_set_body(struct page *page, enum page_coding coding, struct text bytes);

#endif
