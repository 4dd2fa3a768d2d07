/* erase_rows.h - what an erasure asks of the tables of classes: which rows are a person's, and what is left of
 * rows elsewhere when they have gone. No guard is asked: it is the server's own doing (accounts/erasure.h), on
 * the writer. Lists of ids are JSON arrays of texts. */
#ifndef RUNTIME_WRITE_ERASE_ROWS_H
#define RUNTIME_WRITE_ERASE_ROWS_H

#include "model/class.h"
#include "request/request.h"

/* The rows that lead to the user, by any of the ways that make rows somebody's own. */
bool erase_rows_find(struct request *request, const struct class *class, struct text user_id,
                     struct text *ids);

/* Those of them that are another user's, too, who is there: they are about that one as well, or the user was only
 * there by a role or a grant and they lead to anybody else. Of objects that have gone, and of which versions are left, it
 * is asked what they were last. */
bool erase_rows_shared(struct request *request, const struct class *class, struct text user_id,
                       struct text ids, bool are_gone, struct text *shared);

/* The ids of a list that are not in another. */
bool erase_rows_without(struct request *request, struct text ids, struct text others,
                        struct text *left);

/* The objects that have gone, have left versions, and led to the user when they went; none of them is signed. */
bool erase_rows_versions_of_gone(struct request *request, const struct class *class,
                                 struct text user_id, struct text *ids);

/* Whether a sentence of the spec has the row stay. *reason says which, in words for the operator; no text: none
 * has. */
bool erase_rows_must_stay(struct request *request, const struct class *class, struct text object_id,
                          struct text *reason);

/* Marks the files that the objects or their versions name, for erase_files.h. */
bool erase_rows_mark_files(struct request *request, const struct class *class, struct text ids);

/* Takes away all versions of the objects. */
bool erase_rows_drop_versions(struct request *request, const struct class *class, struct text ids);

/* Has pointers to the objects point at nobody: those of the app's fields that may be missing, in classes that
 * keep no versions. What the server set stays, since it is evidence; it names an id that nobody has. */
bool erase_rows_unset_pointers(struct request *request, const struct class *class, struct text ids);

/* Takes away the devices on which the user was signed in. */
bool erase_rows_devices(struct request *request, struct text user_id);

/* Takes deleted words out of the full-text indexes. */
bool erase_rows_text_indexes(struct request *request);

#endif
