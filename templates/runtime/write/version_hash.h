/* version_hash.h - what a version says, as 32 bytes: SHA-256 (FIPS 180-4) over the version's columns.
 *
 * The bytes that go in are, for each column that has a value: the length of its name and the name, the
 * length of its value and the value; lengths are 8 bytes, most significant first. Before them stands
 * "version 2" with the class's name, written in the same way. Numbers are IEEE 754 doubles, dates and
 * counts integers, of 8 bytes, most significant first; texts are UTF-8; of an encrypted field it is
 * what is kept. The fields come in the order of their names' bytes.
 *
 * It holds through all edits of the schema: columns without a value stay out, so that one that a
 * migration adds changes no hash; names are the first ones that class and field had; and a field that
 * is gone still counts where a version has it. */
#ifndef RUNTIME_WRITE_VERSION_HASH_H
#define RUNTIME_WRITE_VERSION_HASH_H

#include "model/class.h"
#include "store/store.h"

enum { VERSION_HASH_BYTES = 32 };

/* Of a row that version_select() has found. */
void version_hash(const struct class *class, struct store_statement *row,
                  unsigned char hash[VERSION_HASH_BYTES]);

/* The hash of parts in the same form: a name and a value each; text_none() stays out. */
struct hash_part {
    const char *name;
    struct text value;
};
void parts_hash(const char *what, const struct hash_part *parts, size_t count,
                unsigned char hash[VERSION_HASH_BYTES]);

#endif
