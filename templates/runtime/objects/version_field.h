/* version_field.h - the field of a class that keeps versions in which their number stands.
 *
 * The server counts. A client may send the number of the version that it read: is that the newest
 * one, the change is made; is it not, somebody else was faster, and nothing is overwritten unseen. */
#ifndef RUNTIME_OBJECTS_VERSION_FIELD_H
#define RUNTIME_OBJECTS_VERSION_FIELD_H

#include "objects/object_step.h"

/* Steps of a save (object_step.h). Before it is written: refuses (119) another number than the newest
 * version's, of a new object 1, and takes the field out of the edit. Once it is: puts the number into
 * the object, for the answer and for hooks. */
bool version_field_before_save(struct request *request, struct save *save);
bool version_field_after_save(struct request *request, const struct save *save);

#endif
