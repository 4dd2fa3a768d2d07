/* objects.h - create, get, find, update and delete, the same for every class.
 *
 * Routes of /classes call the handlers; users, roles and sessions call the functions below them. */
#ifndef OBJECTS_H
#define OBJECTS_H

#include "request.h"
#include "rows.h"

/* Stages of the /classes routes (router.c lists them). */
bool objects_create_prepare(struct request *request);
bool objects_create(struct request *request);
bool objects_get(struct request *request);
bool objects_find(struct request *request);
bool objects_update_prepare(struct request *request);
bool objects_update(struct request *request);
bool objects_delete(struct request *request);

/* One change of an existing value, from an update's {"__op": ...}. */
struct field_change {
    const struct class_field *field;
    struct text operation; /* "Increment", "Add", "AddUnique", "Remove", "AddRelation", ... */
    const cJSON *operand;  /* the whole {"__op": ...} object */
    struct field_change *next;
};

/* What a body says: a typed object and the operations on its fields. */
struct object_edit {
    const struct class *class;
    void *object;                 /* the class's struct */
    struct field_change *changes; /* operations that need the stored value, or relations */
};

/* Reads a body into an edit. Unknown fields fail with 119 and their name, wrong types with 111,
 * fields that only the server may set with 119, an empty or reserved key with 105. `ignored` names
 * members that the caller handles itself ("password"), or is NULL; it ends with NULL. */
bool object_edit_read(struct request *request, const struct class *class, const cJSON *body,
                      const char *const *ignored, struct object_edit *edit);

/* Defaults, required fields, one-of, for an object about to be created. */
bool object_edit_complete(struct request *request, struct object_edit *edit);

/* Inserts a completed edit: dates are set here, and id and ACL (the private default included) where the
 * caller has not set them yet. To be called on the writer. */
bool object_edit_insert(struct request *request, struct object_edit *edit);

/* Applies the edit to the stored object with that id, which the principal must be able to write.
 * Appends what the server computed (results of operations) to the response after updatedAt. */
bool object_edit_update(struct request *request, struct object_edit *edit, struct text object_id);

/* Deletes one guarded object; fails with 101 when there is none that the principal may delete. To be
 * called on the writer; writes no response. */
bool objects_delete_one(struct request *request, const struct class *class, struct text object_id);

/* Writes one guarded object, by id, as a JSON object with `include` and `keys` of the request. Fails
 * with 101 when there is none that the principal may get. `class_name` adds __type and className. */
bool object_write_by_id(struct request *request, struct buffer *buffer, const struct class *class,
                        struct text object_id);

/* Runs a find with the request's where, order, limit, skip, count, keys and include, and writes
 * {"results":[...]}. `extra_where` is anded to the request's own, or NULL. */
bool objects_find_class(struct request *request, const struct class *class,
                        const cJSON *extra_where);

#endif
