/* follow_clearing.c - see follow_clearing.h. */
#include "program/follow_clearing.h"

#include "base/wait.h"
#include "formats/date.h"
#include "program/backup_folder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EVERY = 10000,      /* ms */
    MOST_CLEARED = 4096 /* at a time */
};

bool follow_clearing_new(struct follow_clearing *clearing)
{
    *clearing = (struct follow_clearing){.files = calloc(MOST_CLEARED, sizeof *clearing->files)};
    return clearing->files != NULL;
}

/* Whether a name is that of contents. */
static bool is_id(const char *name)
{
    return strspn(name, "0123456789abcdef") == FILE_ID_LENGTH && name[FILE_ID_LENGTH] == '\0';
}

void follow_clear(struct follow_clearing *clearing, struct follow_watch *watch, int64_t through)
{
    int64_t now = wait_clock();
    int files;
    int followed;
    DIR *list;
    const struct dirent *entry;

    if (now < clearing->next_at)
        return;
    clearing->next_at = now + EVERY;
    if (clearing->count && through < clearing->seen_at)
        return;
    clearing->seen_at = date_now();
    follow_watch_folders(watch, &files, &followed);
    for (size_t i = 0; followed >= 0 && i < clearing->count; i++)
        unlinkat(followed, clearing->files[i].id, 0);
    clearing->count = 0;
    list = followed >= 0 ? backup_folder_entries(followed) : NULL;
    while (list && clearing->count < MOST_CLEARED && (entry = readdir(list)))
        if (is_id(entry->d_name))
            memcpy(clearing->files[clearing->count++].id, entry->d_name, FILE_ID_LENGTH + 1);
    if (list)
        closedir(list);
    if (files >= 0)
        close(files);
    if (followed >= 0)
        close(followed);
}
