/* file_record.h - what the server knows of each stored file: the rows of the table _File. */
#ifndef RUNTIME_FILES_FILE_RECORD_H
#define RUNTIME_FILES_FILE_RECORD_H

#include "crypto/key_ring.h"
#include "request/request.h"

struct file_record {
    struct text name;         /* RANDOM_NAME, see file_name.h */
    struct text owner_id;     /* who uploaded it; no text: the master key, or nobody */
    struct text content_type; /* "type/subtype" */
    int64_t size;             /* bytes */
    struct text
        sealed_key; /* of its contents, for file_contents.h; no text: by an earlier version */
    unsigned char key[KEY_BYTES]; /* of one that is uploaded: the same, opened */
};

/* The part of a stored file's name that it is kept under (file_store.h). */
struct text file_record_id(struct text name);

/* Which row of "_File" is that of the file whose id is ?1, found by the index: '`' follows '_'. */
#define FILE_RECORD_OF_ID "\"name\" >= ?1 || '_' AND \"name\" < ?1 || '`'"

/* Finds the file; *found tells whether there is one. */
bool file_record_find(struct request *request, struct text name, struct file_record *record,
                      bool *found);

/* Hands over each file that a database names, in the order of their names, until `take` returns false. False then, and
 * when the database cannot be read, of which the context's error tells. */
bool file_record_each(struct context *context, struct store_connection *store,
                      bool (*take)(void *state, struct text name, int64_t size), void *state);

/* On the writer, where a rotation of the file-key cannot come between. */
bool file_record_insert(struct request *request, const struct file_record *record);
/* Keeps record->key with a file of that name which an earlier version has kept, and which has none. */
bool file_record_set_key(struct request *request, const struct file_record *record);
bool file_record_delete(struct request *request, struct text name);

/* A file that goes with an erasure as soon as nothing names it, whatever else files wait for: it is marked with
 * this time, which no search gives (accounts/erasure.h). */
enum { FILE_GIVEN_UP = 1 };
bool file_record_give_up(struct request *request, struct text name);

/* The same of all files that the user uploaded, which are nobody's then. */
bool file_record_give_up_of(struct request *request, struct text owner_id);

#endif
