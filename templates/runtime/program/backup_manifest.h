/* backup_manifest.h - the file `manifest` of a backup: what belongs to it, and a SHA-256 for each file.
 *
 *     # caregen backup 1
 *     # app NAME
 *     # at 2026-11-28T07:41:32.123Z
 *     # by caregen 1.2.3
 *     # log HEX                    (where a log goes on from it: follow_log.h)
 *     HEX  NAME.db
 *     HEX  ../files/ID
 *     # files N, bytes N
 *     # end HEX
 *
 * The files of the backup itself come first, then those that backups share, in the order of their ids. The
 * last line has the SHA-256 of all bytes above it, so that a manifest that was cut off or changed does not
 * hold. `sha256sum --check manifest`, run in the backup's folder, reads it, too. */
#ifndef RUNTIME_PROGRAM_BACKUP_MANIFEST_H
#define RUNTIME_PROGRAM_BACKUP_MANIFEST_H

#include "base/text.h"
#include "files/file_name.h"
#include "formats/date.h"
#include "program/whole_file.h"

#include <sodium.h>
#include <stdio.h>

enum { MANIFEST_LINE = 512, MANIFEST_NAME = 128 };

#define MANIFEST_FILE "manifest"
#define MANIFEST_SHARED "../files/"

/* What the first and last lines say. */
struct manifest_head {
    char app[MANIFEST_NAME];
    char by[MANIFEST_NAME];
    int64_t at; /* ms */
    bool has_log;
    unsigned char log[FILE_HASH_BYTES]; /* of the first record */
    int64_t files;
    int64_t bytes;
};

struct manifest_entry {
    char name[MANIFEST_NAME];    /* of a file of the backup itself; "" for one that is shared */
    char id[FILE_ID_LENGTH + 1]; /* of one that is shared */
    unsigned char sha256[FILE_HASH_BYTES];
};

struct manifest_writer {
    FILE *file;
    crypto_hash_sha256_state state;
    int64_t files;
    int64_t bytes;
    bool failed;
};

/* Begins the manifest in a folder; what is written is asked about at its end. */
void manifest_begin(struct manifest_writer *writer, int folder, const struct manifest_head *head);
void manifest_add(struct manifest_writer *writer, const char *name,
                  const struct file_digest *digest);
void manifest_add_shared(struct manifest_writer *writer, const char *id,
                         const struct file_digest *digest);

/* Ends it and puts it on disk; false, with the reason in the log, when it could not be written. To be called
 * whenever it was begun. */
bool manifest_end(struct manifest_writer *writer);

struct manifest_reader {
    FILE *file;
    struct manifest_head head;
    int64_t left; /* how many entries are still to come */
    char line[MANIFEST_LINE];
};

/* Opens the manifest of a folder, once all of it has been read and holds; NULL, or what is wrong with it, a
 * text that completes "the backup ...". To be closed in any case. */
const char *manifest_open(struct manifest_reader *reader, int folder);

/* The next entry; false at the end, and where it cannot be read. */
bool manifest_next(struct manifest_reader *reader, struct manifest_entry *entry);

/* Goes on, from the entry that was read last (all zero: none was), to that of a shared file, whose ids come in their
 * order; false, and the entry is a later one's, when there is none. */
bool manifest_find(struct manifest_reader *reader, struct manifest_entry *entry, struct text id);

/* Whether all entries have been read. */
bool manifest_is_read(const struct manifest_reader *reader);

/* Goes back to before the first entry. */
void manifest_rewind(struct manifest_reader *reader);

void manifest_close(struct manifest_reader *reader);

#endif
