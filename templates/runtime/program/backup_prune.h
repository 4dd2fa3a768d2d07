/* backup_prune.h - how many backups stay. */
#ifndef RUNTIME_PROGRAM_BACKUP_PRUNE_H
#define RUNTIME_PROGRAM_BACKUP_PRUNE_H

#include "program/backup_folder.h"

/* Takes the oldest backups away, but for the last `keep` of those whose manifests hold, and then the shared
 * files that none names any more. Of a backup whose manifest does not hold nobody knows what it names: it
 * stays, and so do all shared files; the log says so. False, with the reason in the log, when something
 * could not be removed. Shared files that were written after `since`, ms, stay: somebody who follows may be about
 * to name them. */
bool backup_prune(struct backup_folder *folder, size_t keep, int64_t since);

#endif
