/* object_step.c - see object_step.h. */
#include "objects/object_step.h"

#include "request/server.h"

static const struct object_steps *steps_of(const struct request *request)
{
    static const struct object_steps none = {NULL, 0};

    return request->server->object_steps ? request->server->object_steps : &none;
}

/* Asks the one function of each step that has it. */
#define ASK(request, ask, ...)                                                                     \
    const struct object_steps *steps = steps_of(request);                                          \
    if (!steps->count)                                                                             \
        return fail_internal(&(request)->context, "nobody is asked about objects");                \
    for (size_t i = 0; i < steps->count; i++)                                                      \
        if (steps->list[i].ask && !steps->list[i].ask(request, __VA_ARGS__))                       \
            return false;                                                                          \
    return true

bool object_steps_check(struct request *request, const struct object_edit *edit)
{
    ASK(request, check, edit);
}

bool object_steps_complete(struct request *request, const struct object_edit *edit)
{
    ASK(request, complete, edit);
}

bool object_steps_ask_save(struct request *request, struct object_edit *edit, struct text object_id)
{
    ASK(request, ask_save, edit, object_id);
}

bool object_steps_ask_delete(struct request *request, const struct class *class,
                             struct text object_id)
{
    ASK(request, ask_delete, class, object_id);
}

bool object_steps_before_save(struct request *request, struct save *save)
{
    ASK(request, before_save, save);
}

bool object_steps_after_save(struct request *request, const struct save *save)
{
    ASK(request, after_save, save);
}

bool object_steps_before_delete(struct request *request, const struct deletion *deletion)
{
    ASK(request, before_delete, deletion);
}

bool object_steps_after_delete(struct request *request, const struct deletion *deletion)
{
    ASK(request, after_delete, deletion);
}

bool object_steps_want_saved(const struct request *request, const struct class *class)
{
    const struct object_steps *steps = steps_of(request);

    for (size_t i = 0; i < steps->count; i++)
        if (steps->list[i].wants_saved && steps->list[i].wants_saved(request, class))
            return true;
    return false;
}

bool object_steps_want_deleted(const struct request *request, const struct class *class)
{
    const struct object_steps *steps = steps_of(request);

    for (size_t i = 0; i < steps->count; i++)
        if (steps->list[i].wants_deleted && steps->list[i].wants_deleted(request, class))
            return true;
    return false;
}
