/* file_holders.h - which stored files something in the database still names.
 *
 * All that is kept is looked through, whatever table it is in: rows, versions, what an edit of the schema
 * has retired, configuration; in Files, in JSON and in plain texts that hold a URL; sealed values are
 * opened. Entries of the audit trail hold nothing: they tell of files that are gone, too. No guard is
 * asked, since nobody is shown anything. */
#ifndef RUNTIME_WRITE_FILE_HOLDERS_H
#define RUNTIME_WRITE_FILE_HOLDERS_H

#include "files/file_name.h"
#include "request/request.h"

/* A file, and whether it is named. */
struct held_file {
    char id[FILE_ID_LENGTH];
    bool is_held;
    int64_t created_at;   /* ms */
    int64_t orphan_since; /* ms: when it was first found that nothing names it; 0: never */
};

/* A search through all files. */
struct file_pass {
    const struct app *app;
    struct store_connection *store;
    bool (*goes_on)(
        void *state); /* asked now and then: when it says no, the search fails without an error */
    void *goes_on_state;
    /* Takes files in the order of their ids, so many at a time as memory allows; the search for these began at that
     * time, ms. False ends it as a failure. */
    bool (*take)(void *state, struct held_file *files, size_t count, int64_t began);
    void *take_state;
};

/* Marks those that are named, and hands all of them on. What a retired column holds sealed can't be opened any
 * more: it holds all files that were there when it was retired. Fails, with the row in the log, when one cannot be
 * read: it may name any. */
bool file_holders_pass(const struct file_pass *pass);

/* To be called when the object's new values have been kept, on the writer: the files that they name are no
 * orphans, whatever a search that is under way has found. */
bool file_holders_note(struct request *request, const struct class *class, void *object);

/* The same of a text. */
bool file_holders_note_text(struct request *request, struct text text);

#endif
