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
    return sql_run(
        &request->context,
        request_statement(request,
                          "DELETE FROM \"_AccountName\" WHERE \"userId\" = ?1 AND \"kind\" = ?2",
                          SQL_VALUES(sql_text(user_id), sql_text(text_of(kind)))));
}

static bool take(struct request *request, const struct name_kind *kind, struct text name,
                 struct text user_id)
{
    struct text folded;
    bool unique;

    if (name.length > NAME_BYTES_LIMIT)
        return fail(&request->context, PARSE_VALIDATION, "%s may have at most %d bytes.",
                    kind->field, NAME_BYTES_LIMIT);
    if (!text_fold(&request->context, name, &folded) ||
        !sql_run_unique(&request->context,
                        request_statement(request,
                                          "INSERT INTO \"_AccountName\" (\"kind\", \"folded\", "
                                          "\"userId\") VALUES (?1, ?2, ?3)",
                                          SQL_VALUES(sql_text(text_of(kind->field)),
                                                     sql_text(folded), sql_text(user_id))),
                        &unique))
        return false;
    return unique || fail(&request->context, kind->code, "%s", kind->taken);
}

bool account_names_keep(struct request *request, const void *user)
{
    const struct class *class = request->app->user;
    struct text user_id = ((const struct object *)user)->object_id;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct class_field *field = class_find_field(class, text_of(kinds[i].field));
        unsigned char state = FIELD_ABSENT;
        if (field)
            state = object_state_of(class, user, class_field_index(class, field));
        if (state == FIELD_ABSENT)
            continue;
        if (!drop(request, kinds[i].field, user_id))
            return false;
        if (state == FIELD_SET &&
            !take(request, &kinds[i], *(const struct text *)object_value(user, field), user_id))
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
