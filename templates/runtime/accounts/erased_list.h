/* erased_list.h - the file DATA/erased: who is erased, beside the database, so that what is restored of an older
 * backup can be told. A line for each: the user's id, when, and "shared" where rows of others went along. It has no
 * more of anybody than an id that nobody gets again. */
#ifndef RUNTIME_ACCOUNTS_ERASED_LIST_H
#define RUNTIME_ACCOUNTS_ERASED_LIST_H

#include "request/request.h"

#define ERASED_LIST "erased"

/* Has the file name everybody who is in the table _Erased. False when it cannot be written. */
bool erased_list_complete(struct request *request);

/* Calls take() for each line of the list in the folder. False when it cannot be read, or take() says so; a list
 * that is not there is empty. */
bool erased_list_each(struct context *context, const char *folder,
                      bool (*take)(void *state, struct text user_id, bool with_shared),
                      void *state);

/* Adds to the list in a folder what it lacks of that in another. False, with the reason in the log, when that fails. */
bool erased_list_merge(struct arena *arena, const char *from, const char *to);

#endif
