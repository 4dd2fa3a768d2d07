/* objects.h - create, get, find, update and delete, the same for every class. */
#ifndef RUNTIME_OBJECTS_OBJECTS_H
#define RUNTIME_OBJECTS_OBJECTS_H

#include "objects/object_edit.h"
#include "read/rows.h"
#include "request/request.h"

/* What the handlers of a class are made of (its handlers.c), and those of users, roles and sessions:
 * stages of a route that is about that class. */
bool object_get(struct request *request, const struct class *class, struct text object_id);
bool object_create_prepare(struct request *request, const struct class *class);
bool object_create(struct request *request);

/* A create that is prepared is to make an object with this id: for whoever has to know it before. */
void object_create_set_id(struct request *request, struct text object_id);
bool object_update_prepare(struct request *request, const struct class *class,
                           struct text object_id);
bool object_update(struct request *request, struct text object_id);
bool object_delete_prepare(struct request *request, const struct class *class,
                           struct text object_id);
bool object_delete(struct request *request, const struct class *class, struct text object_id);

/* Answer a /classes route for which there is no handler: the class may never do that, or there is no
 * such class. */
bool objects_refuse(struct request *request);
bool objects_find_none(struct request *request);

/* Deletes one guarded object; fails with 101 when there is none that the principal may delete. To
 * be called on the writer; writes no response. */
bool objects_delete_one(struct request *request, const struct class *class, struct text object_id);

/* Writes one guarded object, by id, as a JSON object with `include` and `keys` of the request.
 * Fails with 101 when there is none that the principal may get. `class_name` adds __type and
 * className. */
bool object_write_by_id(struct request *request, struct buffer *buffer, const struct class *class,
                        struct text object_id);

/* Runs a find with the request's where, order, limit, skip, count, keys and include, and writes
 * {"results":[...]}. `extra_where` is anded to the request's own, or NULL; without it the request may
 * redirect the find to another class (redirect.h). */
bool objects_find_class(struct request *request, const struct class *class,
                        const cJSON *extra_where);

#endif
