/* pack.h - the bundled pages in one file, as the build writes it: a line for each body, an empty
 * line, and the bodies one behind the other.
 *
 *     caregen pages 1
 *     /playground/app.js text/javascript;charset=utf-8 br 0 31245
 *     PATH, CONTENT TYPE, CODING (br, gzip or -), FIRST BYTE, BYTES
 *
 * The bodies of a path stand together. */
#ifndef RUNTIME_WEB_PACK_H
#define RUNTIME_WEB_PACK_H

#include "web/page.h"

enum { PACK_PAGES = 64 };

struct pack {
    struct page pages[PACK_PAGES];
    size_t count;
};

/* Reads a pack, whose bytes stay where they are. False, and the pack is empty, when it is not one,
 * or not whole. The arena keeps small copies. */
bool pack_read(struct pack *pack, struct text bytes, struct arena *arena);

#endif
