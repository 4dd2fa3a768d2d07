/* object_step.h - who has a word when objects are saved and deleted, besides the rows and their
 * class: the app's hooks, webhooks, accounts, roles, versions, notices.
 *
 * All of them are rows of one table, program/object_steps.c, whose order is the order in which they
 * are asked, before the row is written and after it. A server that has no table saves and deletes
 * nothing (error 1): no step can be forgotten. What stays behind a step that fails is undone with
 * the request's savepoint. */
#ifndef RUNTIME_OBJECTS_OBJECT_STEP_H
#define RUNTIME_OBJECTS_OBJECT_STEP_H

#include "objects/object_edit.h"

/* An object on its way into its row, on the writer. Its id and dates are set. */
struct save {
    struct object_edit *edit;
    bool is_new;
    const void *stored; /* as it was; NULL of a new one, and where nobody wants to know */
    bool new_email;     /* account_mail.c's: the user has another address than before */
};

/* An object that is to go, on the writer. */
struct deletion {
    const struct class *class;
    struct text object_id;
    void *object; /* as it is; NULL where nobody wants to know */
};

/* A row of the table. What is NULL has no word there; each does nothing for objects that are not its
 * own, and fails the request where it refuses. */
struct object_step {
    /* What a body, a hook or a webhook has set, each time that it has. */
    bool (*check)(struct request *request, const struct object_edit *edit);
    /* A new object, before defaults are filled in. */
    bool (*complete)(struct request *request, const struct object_edit *edit);
    /* At the end of prepare, where there may be waited for others: of a new object no id. */
    bool (*ask_save)(struct request *request, struct object_edit *edit, struct text object_id);
    bool (*ask_delete)(struct request *request, const struct class *class, struct text object_id);
    /* Whether the step wants to know the object as it was. */
    bool (*wants_saved)(const struct request *request, const struct class *class);
    bool (*wants_deleted)(const struct request *request, const struct class *class);
    bool (*before_save)(struct request *request, struct save *save);
    bool (*after_save)(struct request *request, const struct save *save);
    bool (*before_delete)(struct request *request, const struct deletion *deletion);
    bool (*after_delete)(struct request *request, const struct deletion *deletion);
};

struct object_steps {
    const struct object_step *list;
    size_t count;
};

/* Ask all steps in their order, until one fails. */
bool object_steps_check(struct request *request, const struct object_edit *edit);
bool object_steps_complete(struct request *request, const struct object_edit *edit);
bool object_steps_ask_save(struct request *request, struct object_edit *edit,
                           struct text object_id);
bool object_steps_ask_delete(struct request *request, const struct class *class,
                             struct text object_id);
bool object_steps_before_save(struct request *request, struct save *save);
bool object_steps_after_save(struct request *request, const struct save *save);
bool object_steps_before_delete(struct request *request, const struct deletion *deletion);
bool object_steps_after_delete(struct request *request, const struct deletion *deletion);

/* Whether any of them wants to know the object as it was. */
bool object_steps_want_saved(const struct request *request, const struct class *class);
bool object_steps_want_deleted(const struct request *request, const struct class *class);

#endif
