/* key_rings.h - the keys of the data: from where they are kept to the rings that everybody uses (key_ring.h), held
 * against what the database knows of them (write/data_keys.h). */
#ifndef RUNTIME_PROGRAM_KEY_RINGS_H
#define RUNTIME_PROGRAM_KEY_RINGS_H

#include "crypto/key_ring_file.h"
#include "model/class.h"
#include "request/options.h"
#include "store/store.h"

/* For a server, before there are other threads: fills the rings of DATA/seal-key and so on. Those that are missing are
 * made in a folder that is new. False when one cannot be read or written, is missing, or can be read by others; the
 * reason and what to do went to the log, as everywhere here. */
bool key_rings_open(const struct options *options, const struct app *app, bool is_new);

/* Whether they hold all keys that the database needs. A missing key of sessions only ends these, which is said. */
bool key_rings_check(struct store_connection *store, const struct options *options,
                     const struct app *app);

/* The same of one ring. */
bool key_rings_check_one(struct store_connection *store, const struct options *options,
                         enum key_purpose purpose);

/* When the database is up to date: makes the rings that no data depend on where they are missing, wraps their files by
 * what comes from outside now, and notes the newest keys in the database. */
bool key_rings_settle(struct store_connection *store, const struct options *options,
                      const struct app *app, bool is_new);

/* For commands that change nothing: fills one ring, from the data folder and what comes from outside. */
enum ring_found key_rings_fill(const struct options *options, enum key_purpose purpose);

/* The same of one that must be there, held against the database, unless that is NULL. */
bool key_rings_open_one(struct store_connection *store, const struct options *options,
                        enum key_purpose purpose);

/* Wraps the rings' files by the newest of these keys from outside, on the writer. The rings stay as they are. */
bool key_rings_wrap(const struct options *options, const struct app *app,
                    const struct key_list *outer);

/* Whether servers of this app have such a ring. */
bool key_rings_has(const struct app *app, enum key_purpose purpose);

#endif
