/* account_name.c - see account_name.h. */
#include "write/account_name.h"

#include "base/fold.h"

/* Folding may make a text much longer; no name needs to be this long. */
enum { NAME_BYTES_LIMIT = 1000 };

static const struct name_kind {
    const char *field;
    enum parse_code code;
    const char *taken;
} kinds[] = {
    {"username", PARSE_USERNAME_TAKEN, "Account already exists for this username."},
    {"email", PARSE_EMAIL_TAKEN, "Account already exists for this email address."},
};

/* Drops the user's name of one kind. */
static bool drop(struct request *request, const char *kind, struct text user_id)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("DELETE FROM \"_AccountName\" WHERE \"userId\" = ?1 AND \"kind\" = ?2"));
    bool done = statement && store_bind_text(statement, 1, user_id) &&
                store_bind_text(statement, 2, text_of(kind)) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "a name could not be dropped");
}

static bool take(struct request *request, const struct name_kind *kind, struct text name,
                 struct text user_id)
{
    struct store_statement *statement;
    enum store_step step = STORE_ERROR;
    struct text folded;

    if (name.length > NAME_BYTES_LIMIT)
        return fail(&request->context, PARSE_VALIDATION, "%s may have at most %d bytes.",
                    kind->field, NAME_BYTES_LIMIT);
    if (!text_fold(&request->context, name, &folded))
        return false;
    statement =
        store_prepare(request->store, text_of("INSERT INTO \"_AccountName\" (\"kind\", \"folded\", "
                                              "\"userId\") VALUES (?1, ?2, ?3)"));
    if (statement && store_bind_text(statement, 1, text_of(kind->field)) &&
        store_bind_text(statement, 2, folded) && store_bind_text(statement, 3, user_id))
        step = store_step(statement);
    store_release(statement);
    if (step == STORE_NOT_UNIQUE)
        return fail(&request->context, kind->code, "%s", kind->taken);
    return step == STORE_DONE ? true : fail_internal(&request->context, "a name could not be kept");
}

bool account_names_keep(struct request *request, const void *user)
{
    const struct class *class = request->app->user;
    struct text user_id = ((const struct object *)user)->object_id;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct class_field *field = class_find_field(class, text_of(kinds[i].field));
        unsigned char state = FIELD_ABSENT;
        if (field)
            state = *object_state(class, (void *)(uintptr_t)user, (int)(field - class->fields));
        if (state == FIELD_ABSENT)
            continue;
        if (!drop(request, kinds[i].field, user_id))
            return false;
        if (state == FIELD_SET &&
            !take(request, &kinds[i],
                  *(const struct text *)(const void *)((const char *)user + field->offset),
                  user_id))
            return false;
    }
    return true;
}

bool account_names_forget(struct request *request, struct text user_id)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!drop(request, kinds[i].field, user_id))
            return false;
    return true;
}
