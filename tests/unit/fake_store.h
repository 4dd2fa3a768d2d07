/* fake_store.h - a store of one statement, whose columns are the parameters that were bound to it.
 * Stands in for store_sqlite.c where only values matter. */
#ifndef FAKE_STORE_H
#define FAKE_STORE_H

#include "store/store.h"

enum { FAKE_COLUMNS = 64 };

struct fake_cell {
    char kind; /* 'n'ull, 'i'nteger, 'd'ouble, 't'ext, 'b'ytes, 'p'rincipal */
    int64_t integer;
    double number;
    struct text text;
    const struct principal *principal;
};

struct store_statement {
    struct fake_cell cells[FAKE_COLUMNS];
    bool released;
};

/* The statement's SQL text is kept here. */
struct store_connection {
    struct store_statement statement;
    struct text sql;
    bool refuses; /* store_prepare() gives NULL */
};

#endif
