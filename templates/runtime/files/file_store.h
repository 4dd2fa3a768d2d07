/* file_store.h - the contents of files, never in the clear (file_seal.h), and where they are: in DATA/files, or in
 * another store (blob_store.h). What comes is in DATA/files/new until all of it is there. Ids are FILE_ID_LENGTH hex
 * digits. */
#ifndef RUNTIME_FILES_FILE_STORE_H
#define RUNTIME_FILES_FILE_STORE_H

#include "files/file_reader.h"
#include "files/file_writer.h"
#include "outside/object_store.h"

/* To be called once at start, before any other thread: makes DATA/files, and drops what uploads that
 * were cut off left there. With a bucket, which stays the caller's, contents are kept there, and for `keep`
 * ms when they are removed; NULL: in the folder. False, with the reason in the log, when that fails. */
bool file_store_open(const char *data_folder, const struct object_store *bucket, int64_t keep);

/* Begins and ends what a bucket has done beside (blob_bucket.h). */
bool file_store_start(void);
void file_store_stop(void);

/* Begins to take contents that are to be kept under the id, sealed with a key of their own (KEY_BYTES); NULL, with the reason in the log, when that fails. */
struct file_writer *file_store_begin(struct text id, const unsigned char *key);

/* Keeps what has come. When it is BLOB_DONE the file is kept, whatever happens next, and its upload is under way until it is
 * settled, or dropped, or the process ends; else nothing is kept. The writer is gone in any case. */
enum blob_result file_store_end(struct text id, struct file_writer *writer);

/* Forgets what has come. NULL is allowed. */
void file_store_give_up(struct file_writer *writer);

/* The same of bytes that are there already. */
enum blob_result file_store_keep(struct text id, const unsigned char *key, struct text bytes);

/* Whether keeping and fetching contents waits for another machine. */
bool file_store_is_elsewhere(void);

/* What says that the file is there is on disk as well. */
void file_store_settle(struct text id);

bool file_store_is_under_way(struct text id);

/* Calls `take` with the id of each file until it returns false. False, with the reason in the log, when not all can be
 * told. */
bool file_store_each(bool (*take)(void *state, struct text id), void *state);

/* BLOB_UNAVAILABLE: nobody knows. */
enum blob_result file_store_exists(struct text id);

/* Notes that no row names the file, unless that is noted; *since is when that was, in ms. False, with the reason in the
 * log, when it cannot be. */
bool file_store_note_unnamed(struct text id, int64_t *since);
void file_store_forget_unnamed(struct text id);

/* Calls `take` with each id of which that is noted, until it returns false. */
void file_store_each_unnamed(bool (*take)(void *state, struct text id), void *state);

/* Calls `take` with each id of what was removed and stays a while, until it returns false; has such contents stay. */
void file_store_each_removed(bool (*take)(void *state, struct text id), void *state);
void file_store_restore(struct text id);

/* Removes the file, if it is there; its contents stay as long as a backup needs them (file_hold.h). */
void file_store_drop(struct text id);

/* Removes what stayed for a backup that is over. */
void file_store_clear_held(void);

/* How many bytes a file of that size takes where it is kept; -1: there is none of that size. */
int64_t file_store_size_on_disk(int64_t size);

/* A reader (file_reader.h) of `first` to `last` of a file of that size; it may have to wait. */
struct file_reader *file_store_read(struct text id, const unsigned char *key, int64_t size,
                                    int64_t first, int64_t last);

#endif
