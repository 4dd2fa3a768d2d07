/* backup_folder.h - the folder in which the backups of one app stand.
 *
 *     caregen-backups          whose they are
 *     20261128T074132.123Z/    a backup: its database, its manifest
 *     files/ID                 contents of files, which backups share: they never change
 *     unfinished/              one that is being made, or was cut off
 *     lock
 *
 * A backup gets its name, its time, when all of it is on disk and has been verified. */
#ifndef RUNTIME_PROGRAM_BACKUP_FOLDER_H
#define RUNTIME_PROGRAM_BACKUP_FOLDER_H

#include "base/arena.h"

#include <dirent.h>
#include <stdint.h>

#define BACKUP_UNFINISHED "unfinished"

enum { BACKUP_NAME_LENGTH = 20 };

struct backup_name {
    char text[BACKUP_NAME_LENGTH + 1];
};

struct backup_folder {
    const char *path;
    const char *app;
    int folder; /* opened; -1: not */
    int files;  /* files/ */
    int lock;
    struct backup_name *names; /* of the backups, the oldest first */
    size_t count;
    size_t capacity;
};

/* Opens the folder to make a backup of `data` in it: makes it, or takes one that is empty or has this app's
 * backups, and keeps others out. False, with the reason and what to do in the log. To be closed in any
 * case. */
bool backup_folder_enter(struct backup_folder *folder, struct arena *arena, const char *path,
                         const char *app, const char *data);

/* Lets others read from a folder that was entered, for good, but nobody make backups in it; or keeps them out again,
 * which is false while somebody does read. */
void backup_folder_share(const struct backup_folder *folder);
bool backup_folder_claim(const struct backup_folder *folder);

/* Whether a folder that was entered is still there, under its path. */
bool backup_folder_is_there(const struct backup_folder *folder);

/* Whether there is a folder of backups under a path. */
bool backup_folder_is_marked(struct arena *arena, const char *path);

/* Opens one that is there, to read from it. */
bool backup_folder_open(struct backup_folder *folder, struct arena *arena, const char *path,
                        const char *app);

/* The same beside whoever writes in it: which backups there are, of which one may go meanwhile. */
bool backup_folder_look(struct backup_folder *folder, struct arena *arena, const char *path,
                        const char *app);

void backup_folder_close(struct backup_folder *folder);

/* Makes the folder unfinished/ anew, and returns it opened; -1, with the reason in the log. */
int backup_folder_begin(struct backup_folder *folder);

/* Takes what is unfinished away. */
void backup_folder_give_up(struct backup_folder *folder);

/* Puts what is unfinished on disk, and gives it its name. */
bool backup_folder_finish(struct backup_folder *folder, const struct backup_name *name);

/* Opens the folder of a backup; -1, with the reason in the log. */
int backup_folder_open_one(const struct backup_folder *folder, const char *name);

/* Removes a backup, or what is unfinished, by the name of its folder. False, with the reason in the log; what is
 * left then is no backup. */
bool backup_folder_remove(const struct backup_folder *folder, const char *name);

/* A list of what is in an opened folder, to be closed; NULL, with errno, when it cannot be read. */
DIR *backup_folder_entries(int folder);

/* The name of a backup of that time, which is later than all that are there: *at becomes so. */
struct backup_name backup_folder_next_name(const struct backup_folder *folder, int64_t *at);

/* Whether a text has the form of a name. */
bool backup_name_is(const char *text);

/* The time in a name, in ms. */
int64_t backup_name_time(const struct backup_name *name);

#endif
