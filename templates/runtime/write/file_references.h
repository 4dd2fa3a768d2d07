/* file_references.h - which rows name which files, asked both ways.
 *
 * A row that names a file opens it to whoever may read the row. So a client may put into a row only what is its to
 * give: a file that it uploaded, one that this field of the row names already, if it is shown what the field names, or one that another row names that it
 * may read. It says which row by sending the File back with the URL it got; what it says is checked. */
#ifndef RUNTIME_WRITE_FILE_REFERENCES_H
#define RUNTIME_WRITE_FILE_REFERENCES_H

#include "files/file_url.h"
#include "request/request.h"
#include "write/row_change.h"

/* Takes the URLs out of all Files in a body, and remembers which files it names, and of which rows they say they are. */
bool file_references_note(struct request *request, const cJSON *body);

/* Whether the change's object, about to be inserted or to be written over a row that was selected for
 * OPERATION_UPDATE, names only files that the principal may give it. Fails with 119; for a file that is not there,
 * too, and for one that is somebody else's, with the same words. The master key may name any file. What a sentence says of the field's types holds
 * for everybody, and fails with 142. */
bool file_references_check(struct row_change *change);

/* Whether the principal may read the row now, with a field that names the file. *shown is false also for rows and
 * classes that are not there. Fails only when the database does. */
bool file_references_show(struct request *request, const struct file_place *place, struct text name,
                          bool *shown);

/* Whether a version of some row names the file, so that it has to stay. */
bool file_references_is_kept(struct request *request, struct text name, bool *kept);

#endif
