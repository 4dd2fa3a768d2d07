/* file_store.h - the contents of files, on disk below DATA/files and never in the clear.
 *
 * A file is a header and chunks of libsodium's secretstream (XChaCha20-Poly1305), under a key that the caller has
 * (file_contents.h) and bound to the file's id: contents that are changed, cut short, put
 * together anew or moved to another file's place do not open. Ids are FILE_ID_LENGTH hex digits. */
#ifndef RUNTIME_FILES_FILE_STORE_H
#define RUNTIME_FILES_FILE_STORE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct file_reader;

/* To be called once at start, before any other thread: makes DATA/files, drops what uploads that were
 * cut off left there. False, with the reason in the log, when that fails. */
bool file_store_open(const char *data_folder);

/* Keeps the bytes under the id, encrypted with the key of KEY_BYTES. When it returns true the file is on disk, whatever happens next; its upload
 * is under way until it is settled, or dropped, or the process ends. */
bool file_store_keep(struct text id, const unsigned char *key, struct text bytes);

/* What says that the file is there is on disk as well. */
void file_store_settle(struct text id);

bool file_store_is_under_way(struct text id);

/* Calls `take` with the id of each file until it returns false. */
void file_store_each(bool (*take)(void *state, struct text id), void *state);

bool file_store_is_there(struct text id);

/* Notes that no row names the file, unless that is noted; *since is when that was, in ms. False, with the reason in the
 * log, when it cannot be. */
bool file_store_note_unnamed(struct text id, int64_t *since);
void file_store_forget_unnamed(struct text id);

/* Calls `take` with each id of which that is noted, until it returns false. */
void file_store_each_unnamed(bool (*take)(void *state, struct text id), void *state);

/* Removes the file, if it is there; its contents stay as long as a backup needs them (file_hold.h). */
void file_store_drop(struct text id);

/* Removes what stayed for a backup that is over. */
void file_store_clear_held(void);

/* How many bytes a file of that size takes in its place; -1: there is none of that size. */
int64_t file_store_size_on_disk(int64_t size);

/* Opens a file of that size for reading `first` to `last`, both included (last = first - 1: nothing). NULL
 * when there is no such file or no memory. */
struct file_reader *file_store_read(struct text id, const unsigned char *key, int64_t size,
                                    int64_t first, int64_t last);

/* Takes the next bytes, at most `limit`: how many, 0 at the end, -1 when the file is not what was kept. */
ssize_t file_reader_take(struct file_reader *reader, char *bytes, size_t limit);

/* NULL is allowed. */
void file_reader_close(struct file_reader *reader);

#endif
