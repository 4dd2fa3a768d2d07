/* object_edit.h - what a client wants an object to be: read from a body, checked, and written.
 *
 *     struct object_edit edit;
 *     object_edit_read(request, class, body, NULL, &edit)         on a worker
 *         && object_edit_complete(request, &edit)                 only for a create
 *         && object_edit_insert(request, &edit)                   on the writer
 *
 * An edit is a typed object, whose fields are set, unset or absent, and a list of changes: the
 * operations ({"__op": ...}) that need the stored value, and those on relations. */
#ifndef RUNTIME_OBJECTS_OBJECT_EDIT_H
#define RUNTIME_OBJECTS_OBJECT_EDIT_H

#include "request/request.h"

/* One operation on a field. */
struct field_change {
    const struct class_field *field;
    struct text path;      /* "phone" of the key "contact.phone", or no text */
    struct text operation; /* "Increment", "Add", "AddUnique", "Remove", "Delete", "AddRelation",
                              "RemoveRelation", "SetOnInsert"; "Set" for a plain value at a path */
    const cJSON *operand;  /* the whole {"__op": ...}; of the two that set, the value */
    struct field_change *next;
};

struct object_edit {
    const struct class *class;
    void *object;                 /* the class's struct */
    struct field_change *changes; /* in the body's order */
    struct field_change **last_change;
    bool *computed;    /* for each field: its value is the server's, and the answer tells it */
    bool computed_acl; /* the same for the ACL */
};

/* Reads a body, which may be NULL, into an edit. Unknown fields fail with 119 and their name, wrong
 * types with 111, fields that only the server may set with 119, reserved and malformed keys with
 * 105, an unset or empty required field and a value that is not one of the field's with 142.
 * `ignored` names members that the caller handles itself ("password"), or is NULL; it ends with
 * NULL. */
bool object_edit_read(struct request *request, const struct class *class, const cJSON *body,
                      const char *const *ignored, struct object_edit *edit);

/* Checks the fields that an edit sets or unsets, as object_edit_read() does. */
bool object_edit_check(struct request *request, const struct object_edit *edit);

/* Applies operations and defaults, and checks that what is required is there, for an object about
 * to be created. */
bool object_edit_complete(struct request *request, struct object_edit *edit);

/* Whether the edit may be made of the object, as far as that is known before it is: what object_edit_update()
 * asks first, but for hooks. Nothing is written. */
bool object_edit_rehearse_update(struct request *request, struct object_edit *edit,
                                 struct text object_id);

/* Inserts a completed edit: dates are set here, and id and ACL (the private default included) where
 * the caller has not set them yet. Appends {"objectId", "createdAt", and what the server computed}
 * to the response. To be called on the writer. */
bool object_edit_insert(struct request *request, struct object_edit *edit);

/* Applies the edit to the stored object with that id, which the principal must be able to write,
 * else it fails with 101. Appends {"updatedAt", and what the server computed} to the response. To
 * be called on the writer. */
bool object_edit_update(struct request *request, struct object_edit *edit, struct text object_id);

#endif
