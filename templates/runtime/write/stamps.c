/* stamps.c - see stamps.h. */
#include "write/stamps.h"

#include "guard/guard.h"

static unsigned char state_of(const struct row_change *change, int field)
{
    return *object_state(change->class, change->object, field);
}

static bool is_true(const struct row_change *change, const void *object, int field)
{
    return *(const bool *)object_value(object, &change->class->fields[field]);
}

bool stamp_fires(struct row_change *change, size_t number)
{
    if (change->fired[number])
        return false;
    change->fired[number] = change->again = true;
    return true;
}

/* The member in what is written, and in the row as it becomes; of a new row that is the same. */
static void set(struct row_change *change, int field, const void *value, size_t size)
{
    size_t offset = change->class->fields[field].offset;

    memcpy((char *)change->object + offset, value, size);
    memcpy((char *)change->after + offset, value, size);
    *object_state(change->class, change->object, field) = FIELD_SET;
    *object_state(change->class, change->after, field) = FIELD_SET;
    change->stamped[field] = true;
}

static bool is_given(const struct row_change *change, int field)
{
    return change->is_new && change->request->principal.master &&
           state_of(change, field) == FIELD_SET;
}

void stamp_now(struct row_change *change, int field)
{
    if (!is_given(change, field))
        set(change, field, &change->request->now, sizeof change->request->now);
}

void stamp_user(struct row_change *change, int field)
{
    struct text user = change->request->principal.user_id;

    if (is_given(change, field))
        return;
    set(change, field, &user, sizeof user);
    if (user.bytes)
        return;
    *object_state(change->class, change->object, field) = FIELD_UNSET;
    *object_state(change->class, change->after, field) = FIELD_ABSENT;
}

void stamp_text(struct row_change *change, int field, struct text value)
{
    set(change, field, &value, sizeof value);
}

void stamp_boolean(struct row_change *change, int field, bool value)
{
    set(change, field, &value, sizeof value);
}

static bool fail_to_set(const struct row_change *change, int field)
{
    struct text name = change->class->fields[field].name;

    return guard_refuse_field(change->request, change->class,
                              change->is_new ? OPERATION_CREATE : OPERATION_UPDATE, name,
                              "the server stamps the field");
}

/* Whether a value is the field's default, which its JSON says: a word in quotes, true or false. */
static bool is_default(const struct row_change *change, int field)
{
    const struct class_field *described = &change->class->fields[field];
    struct text json = described->default_json;
    struct text word;

    if (described->type == FIELD_BOOLEAN)
        return text_is(json, is_true(change, change->object, field) ? "true" : "false");
    word = *(const struct text *)object_member(change->object, described);
    return word.bytes && json.length == word.length + 2 &&
           memcmp(json.bytes + 1, word.bytes, word.length) == 0;
}

/* Whether a client may say this of a new object: a time or a user of which the server then makes its
 * own is as good as none, a word has to be the default. */
static bool may_say(const struct row_change *change, int field)
{
    const struct class_field *described = &change->class->fields[field];

    if (!described->reserved || state_of(change, field) != FIELD_SET)
        return true;
    if (!described->stamped)
        return false;
    return (described->type != FIELD_STRING && described->type != FIELD_BOOLEAN) ||
           is_default(change, field);
}

/* After the stamps: whether what a client said of times and users is the server's now. */
static bool is_servers(const struct row_change *change, int field)
{
    const struct class_field *described = &change->class->fields[field];

    return !described->reserved || state_of(change, field) != FIELD_SET ||
           described->type == FIELD_STRING || described->type == FIELD_BOOLEAN ||
           (change->stamped && change->stamped[field]);
}

static bool check_each(const struct row_change *change,
                       bool (*may)(const struct row_change *change, int field))
{
    for (int field = 0; field < change->class->field_count; field++)
        if (!may(change, field))
            return fail_to_set(change, field);
    return true;
}

/* An acknowledgement that is there goes with any change of the rest; a client does not take it back. */

static bool check_acknowledged(const struct row_change *change)
{
    const struct acknowledgement *own = change->class->checks->acknowledgement;
    struct text name;

    if (!own || !change_has(change, own->field) || !is_true(change, change->before, own->field) ||
        is_true(change, change->after, own->field))
        return true;
    name = change->class->fields[own->field].name;
    return fail(change->context, PARSE_VALIDATION, "%.*s cannot be taken back", TEXT_PRINTED(name));
}

static bool changes_content(const struct row_change *change)
{
    const struct acknowledgement *own = change->class->checks->acknowledgement;

    for (int field = 0; field < change->class->field_count; field++)
        if (field != own->field && field != own->at && field != own->by &&
            change_has(change, field))
            return true;
    return false;
}

static void take_back(struct row_change *change)
{
    const struct acknowledgement *own = change->class->checks->acknowledgement;

    if (!own || change->is_new ||
        (!is_true(change, change->before, own->field) &&
         !is_true(change, change->after, own->field)) ||
        !changes_content(change))
        return;
    stamp_boolean(change, own->field, false);
    *object_state(change->class, change->object, own->at) = FIELD_UNSET;
    *object_state(change->class, change->object, own->by) = FIELD_UNSET;
}

bool stamps_set(struct row_change *change)
{
    const struct class_checks *checks = change->class->checks;
    bool client = !change->request->principal.master;

    if (change->is_new && client && !check_each(change, may_say))
        return false;
    if (change->before) {
        if (!change->is_new && client &&
            ((checks->check_stamped && !checks->check_stamped(change)) ||
             !check_acknowledged(change)))
            return false;
        take_back(change);
        do {
            change->again = false;
            if (checks->stamp)
                checks->stamp(change);
        } while (change->again);
    }
    return !change->is_new || !client || check_each(change, is_servers);
}
