/* hooks.c - one hook of each kind, steered by the title of the task that it is about. */
#include "hooks.h"

static bool starts(struct text text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

/* An entry of the journal, written with the server's own rights. */
static bool note(struct hook *hook, const char *event, struct text about, struct text title)
{
    struct journal_object entry = {.event = text_of(event), .about = about, .title = title};

    entry.state[journal_EVENT] = entry.state[journal_ABOUT] = FIELD_SET;
    entry.state[journal_TITLE] = title.bytes ? FIELD_SET : FIELD_ABSENT;
    return journal_object_save(hook, HOOK_AS_MASTER, &entry);
}

static bool before_save(struct hook *hook, struct task_object *task,
                        const struct task_object *original)
{
    if (starts(task->title, "refuse"))
        return hook_refuse(hook, "not %s", "today");
    if (starts(task->title, "silent"))
        return false;
    if (starts(task->title, "code"))
        return fail(hook_context(hook), PARSE_VALIDATION, "own code");
    if (starts(task->title, "malformed"))
        task->data = text_of("{\"a\":");
    if (starts(task->title, "nameless"))
        task->state[task_TITLE] = FIELD_UNSET;
    if (starts(task->title, "zero"))
        task->state[task_COUNT] = FIELD_SET;
    if (starts(task->title, "place"))
        task->place = (struct geopoint){.latitude = 1.5, .longitude = -2.5};
    task->slug = arena_printf(hook_arena(hook), "%.*s/%s", (int)task->title.length,
                              task->title.bytes, original ? "again" : "new");
    if (original && starts(task->title, "vanishing"))
        return task_object_delete(hook, HOOK_AS_MASTER, task->object.object_id);
    if (original && original->state[task_COUNT] == FIELD_SET && task->count < original->count)
        return hook_refuse(hook, "counts only grow");
    return true;
}

static bool after_save(struct hook *hook, const struct task_object *task,
                       const struct task_object *original)
{
    if (!note(hook, original ? "updated" : "created", task->object.object_id, task->title))
        return false;
    if (starts(task->title, "too late"))
        return hook_refuse(hook, "too late");
    return true;
}

static bool before_delete(struct hook *hook, const struct task_object *task)
{
    return starts(task->title, "keep") ? hook_refuse(hook, "kept") : true;
}

static bool after_delete(struct hook *hook, const struct task_object *task)
{
    return note(hook, "deleted", task->object.object_id, task->title);
}

static bool before_find(struct hook *hook, struct text *narrow)
{
    if (!hook_has_master_key(hook))
        *narrow = text_of("{\"status\":{\"$ne\":\"hidden\"}}");
    return true;
}

static bool after_find(struct hook *hook, struct task_object *task)
{
    bool found;
    struct task_object parent;

    if (starts(task->title, "unshown"))
        return false;
    if (starts(task->title, "unreadable"))
        return hook_refuse(hook, "unreadable");
    if (starts(task->title, "writing"))
        return note(hook, "from a find", task->object.object_id, text_none());
    if (hook_has_master_key(hook))
        return true;
    if (task->state[task_SECRET] == FIELD_SET)
        task->secret = text_of("***");
    if (starts(task->title, "bare"))
        task->state[task_SECRET] = FIELD_UNSET;
    if (task->state[task_PARENT] == FIELD_SET &&
        task_object_get(hook, HOOK_AS_CALLER, task->parent, &parent, &found) && found)
        task->status = arena_printf(hook_arena(hook), "child of %.*s", (int)parent.title.length,
                                    parent.title.bytes);
    return true;
}

const struct task_hooks task_hooks = {
    .before_save = before_save,
    .after_save = after_save,
    .before_delete = before_delete,
    .after_delete = after_delete,
    .before_find = before_find,
    .after_find = after_find,
};

/* Each save of a Loop saves another one. */
static bool loop(struct hook *hook, struct loop_object *object, const struct loop_object *original)
{
    struct loop_object next = {.depth = object->depth + 1};

    (void)original;
    next.state[loop_DEPTH] = FIELD_SET;
    return loop_object_save(hook, HOOK_AS_CALLER, &next);
}

const struct loop_hooks loop_hooks = {.before_save = loop};

static bool before_login(struct hook *hook, const struct user_object *user)
{
    return starts(user->username, "barred") ? hook_refuse(hook, "You are barred.") : true;
}

static bool after_login(struct hook *hook, const struct user_object *user)
{
    return note(hook, "signed in", user->object.object_id, user->username);
}

const struct user_hooks user_hooks = {.before_login = before_login, .after_login = after_login};

static bool echo(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(parameters, "text");

    if (!cJSON_IsString(text))
        return hook_refuse(hook, "text is missing");
    buffer_add_string(result, "{\"said\":\"");
    buffer_add_string(result, text->valuestring); /* the test sends plain letters, and a quote */
    buffer_add_string(result, "\",\"user\":");
    buffer_add_string(result, hook_user(hook).bytes ? "true" : "false");
    buffer_add_string(result, ",\"master\":");
    buffer_add_string(result, hook_has_master_key(hook) ? "true" : "false");
    buffer_add_string(result, ",\"staff\":");
    buffer_add_string(result, hook_has_role(hook, "staff") ? "true" : "false");
    buffer_add_string(result, "}");
    return true;
}

static bool nothing(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    (void)hook;
    (void)parameters;
    (void)result;
    return true;
}

/* Reads, with the rights that are asked for, the task whose id is given, and adds one to its count. */
static bool increment(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct text id =
        text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "id")));
    bool master = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(parameters, "asMaster"));
    enum hook_rights rights = master ? HOOK_AS_MASTER : HOOK_AS_CALLER;
    struct task_object task;
    bool found;

    if (!task_object_get(hook, rights, id, &task, &found))
        return false;
    if (!found)
        return hook_refuse(hook, "no such task");
    memset(task.state, FIELD_ABSENT, sizeof task.state);
    task.count += 1;
    task.state[task_COUNT] = FIELD_SET;
    return task_object_save(hook, rights, &task) &&
           hook_write_object(hook, rights, &task_model, id, result);
}

/* Creates a task, deletes another, and then fails if it is told to. */
static bool replace(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct text id =
        text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "id")));
    struct task_object task = {.title = text_of("replacement")};

    task.state[task_TITLE] = FIELD_SET;
    if (!task_object_save(hook, HOOK_AS_CALLER, &task) ||
        !task_object_delete(hook, HOOK_AS_CALLER, id))
        return false;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(parameters, "fail")))
        return hook_refuse(hook, "failed at the end");
    buffer_add_char(result, '"');
    buffer_add_text(result, task.object.object_id);
    buffer_add_char(result, '"');
    return true;
}

static bool count_titles(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct task_object *tasks;
    size_t count;
    struct buffer where;

    buffer_init(&where, hook_arena(hook), 64);
    buffer_add_string(&where, "{\"title\":\"");
    buffer_add_string(&where,
                      cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "title")));
    buffer_add_string(&where, "\"}");
    buffer_add_char(&where, '\0');
    if (!task_object_find(hook, HOOK_AS_CALLER, where.bytes, 100, &tasks, &count))
        return false;
    buffer_add_int64(result, (int64_t)count);
    return true;
}

static bool make_user(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct user_object user = {.username = text_of("made by a hook")};

    (void)parameters;
    (void)result;
    user.state[user_USERNAME] = FIELD_SET;
    return user_object_save(hook, HOOK_AS_MASTER, &user);
}

const struct hook_function hook_functions[] = {
    {"echo", echo},       {"nothing", nothing},          {"increment", increment},
    {"replace", replace}, {"countTitles", count_titles}, {"makeUser", make_user},
    {NULL, NULL},
};
