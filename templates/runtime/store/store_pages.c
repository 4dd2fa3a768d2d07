/* store_pages.c - see store_pages.h.
 *
 * At each commit SQLite has the cache drop the pages behind the database's end. The cache looks for
 * them only if it ever had a page with so high a number; but when a B-tree is balanced, pages trade
 * places by way of the number of the lock-byte page, at 1 GB (sqlite.org/fileformat2.html#the_lock_byte_page),
 * so nearly every commit of inserts would walk through the whole cache for nothing: a tenth of what a
 * create costs. What is below passes everything on, and leaves out what has nothing to do. */
#include "store/store_pages.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

enum { LOCK_BYTE = 0x40000000 };

struct pages {
    sqlite3_pcache *real;
    unsigned highest;   /* no page in it has a higher number, but for: */
    unsigned lock_page; /* where pages wait that trade places */
    bool waiting;       /* one does */
};

static sqlite3_pcache_methods2 real; /* SQLite's own */

static struct pages *pages_of(sqlite3_pcache *cache)
{
    return (struct pages *)(void *)cache;
}

static void note(struct pages *pages, unsigned number)
{
    if (number == pages->lock_page)
        pages->waiting = true;
    else if (number > pages->highest)
        pages->highest = number;
}

static sqlite3_pcache *pages_create(int page_bytes, int extra_bytes, int may_be_dropped)
{
    struct pages *pages = sqlite3_malloc(sizeof *pages);

    if (!pages)
        return NULL;
    *pages = (struct pages){.lock_page = (unsigned)LOCK_BYTE / (unsigned)page_bytes + 1,
                            .real = real.xCreate(page_bytes, extra_bytes, may_be_dropped)};
    if (!pages->real) {
        sqlite3_free(pages);
        return NULL;
    }
    return (sqlite3_pcache *)(void *)pages;
}

static void pages_destroy(sqlite3_pcache *cache)
{
    real.xDestroy(pages_of(cache)->real);
    sqlite3_free(cache);
}

static void pages_set_limit(sqlite3_pcache *cache, int count)
{
    real.xCachesize(pages_of(cache)->real, count);
}

static int pages_count(sqlite3_pcache *cache)
{
    return real.xPagecount(pages_of(cache)->real);
}

static void pages_shrink(sqlite3_pcache *cache)
{
    real.xShrink(pages_of(cache)->real);
}

static sqlite3_pcache_page *pages_fetch(sqlite3_pcache *cache, unsigned number, int create)
{
    if (create)
        note(pages_of(cache), number);
    return real.xFetch(pages_of(cache)->real, number, create);
}

static void pages_unpin(sqlite3_pcache *cache, sqlite3_pcache_page *page, int drop)
{
    real.xUnpin(pages_of(cache)->real, page, drop);
}

static void pages_rekey(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned from,
                        unsigned number)
{
    struct pages *pages = pages_of(cache);

    if (from == pages->lock_page)
        pages->waiting = false;
    note(pages, number);
    real.xRekey(pages->real, page, from, number);
}

/* Drops the pages from a number on. */
static void pages_truncate(sqlite3_pcache *cache, unsigned from)
{
    struct pages *pages = pages_of(cache);

    if (from > pages->highest && !pages->waiting)
        return;
    real.xTruncate(pages->real, from);
    if (from <= pages->highest)
        pages->highest = from ? from - 1 : 0;
    if (from <= pages->lock_page)
        pages->waiting = false;
}

void store_pages_configure(void)
{
    sqlite3_pcache_methods2 ours;

    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &real) != SQLITE_OK)
        return;
    ours = real;
    ours.xCreate = pages_create;
    ours.xDestroy = pages_destroy;
    ours.xCachesize = pages_set_limit;
    ours.xPagecount = pages_count;
    ours.xShrink = pages_shrink;
    ours.xFetch = pages_fetch;
    ours.xUnpin = pages_unpin;
    ours.xRekey = pages_rekey;
    ours.xTruncate = pages_truncate;
    (void)sqlite3_config(SQLITE_CONFIG_PCACHE2, &ours);
}
