/* hook_run.h - running an app's hooks: what the emitted tables look like, and what a hook changed.
 *
 * hook.h is for those who write hooks, trigger.h and shown_row.h say when they run. */
#ifndef RUNTIME_REQUEST_HOOK_RUN_H
#define RUNTIME_REQUEST_HOOK_RUN_H

#include "model/class.h"
#include "request/request.h"

/* One call of a hook; lives until the hook returns. */
struct hook {
    struct request *request;
};

/* A function, called by POST /functions/NAME. Its parameters are a JSON object; what it appends to
 * `result` is one JSON value, or nothing. */
struct hook_function {
    const char *name; /* NULL ends a list of functions */
    bool (*run)(struct hook *hook, const cJSON *parameters, struct buffer *result);
};

enum hook_event {
    HOOK_BEFORE_SAVE = 1,
    HOOK_AFTER_SAVE = 2,
    HOOK_BEFORE_DELETE = 4,
    HOOK_AFTER_DELETE = 8,
    HOOK_BEFORE_FIND = 16,
    HOOK_AFTER_FIND = 32,
    HOOK_BEFORE_LOGIN = 64,
    HOOK_AFTER_LOGIN = 128
};

struct hook_class {
    /* Which hooks the app has for the class, ored. */
    unsigned (*events)(void);
    /* Runs one that it has. `object` is the class's struct, of BEFORE_FIND the struct text that
     * narrows the find; `original` is the stored object of BEFORE_SAVE and AFTER_SAVE, NULL for a new
     * one. */
    bool (*run)(struct hook *hook, enum hook_event event, void *object, const void *original);
};

/* Whether the app has one of these hooks (enum hook_event, ored) for the class. */
bool hook_wants(const struct class *class, unsigned events);

/* Runs a hook, which there is, and returns what it returned. */
bool hook_call(struct request *request, const struct class *class, enum hook_event event,
               void *object, const void *original);

/* Compares an object with what it was before a hook. A member that was assigned to counts as set;
 * changed[] marks the fields that the hook changed, and no others. Fails when it put malformed JSON
 * into one. */
bool hook_note_changes(struct request *request, const struct class *class, void *object,
                       const void *before, bool *changed);

#endif
