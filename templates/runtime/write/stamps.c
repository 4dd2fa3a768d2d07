/* stamps.c - see stamps.h. A stamp's trigger is a String or a Boolean, whose values are
 * compared as words. */
#include "write/stamps.h"

#include "model/class_checks.h"
#include "model/columns.h"
#include "store/sql.h"

/* What is being written, and what was there before. */
struct stamping {
    struct request *request;
    const struct class *class;
    void *object;
    struct text *stored; /* for each field its word, or no text */
    bool *fired;         /* for each stamp */
    bool is_new;
};

static bool has_lifecycle(const struct class *class, int field)
{
    for (size_t i = 0; i < class->checks->lifecycle_count; i++)
        if (class->checks->lifecycles[i].field == field)
            return true;
    return false;
}

static bool is_stamped(const struct class *class, int field)
{
    for (size_t i = 0; i < class->checks->stamp_count; i++)
        if (class->checks->stamps[i].field == field)
            return true;
    return false;
}

bool rows_is_reserved(const struct class *class, int field)
{
    return class->fields[field].reserved ||
           (class->checks->acknowledgement && class->checks->acknowledgement->field == field) ||
           (is_stamped(class, field) && !has_lifecycle(class, field));
}

static unsigned char *state_of(const struct stamping *stamping, int field)
{
    return object_state(stamping->class, stamping->object, field);
}

static void *member_of(const struct stamping *stamping, int field)
{
    return (char *)stamping->object + stamping->class->fields[field].offset;
}

static struct text truth_word(bool value)
{
    return text_of(value ? "true" : "false");
}

static bool is_word_field(const struct class *class, int field)
{
    return class->fields[field].type == FIELD_STRING || class->fields[field].type == FIELD_BOOLEAN;
}

/* The word that a field is going to have. */
static struct text word_of(const struct stamping *stamping, int field)
{
    switch (*state_of(stamping, field)) {
    case FIELD_SET:
        if (stamping->class->fields[field].type == FIELD_BOOLEAN)
            return truth_word(*(const bool *)member_of(stamping, field));
        return *(const struct text *)member_of(stamping, field);
    case FIELD_UNSET:
        return text_none();
    default:
        return stamping->stored[field];
    }
}

static bool is_word(struct text value, struct text word)
{
    return value.bytes && text_equal(value, word);
}

static bool is_reached(const struct stamp *stamp, struct text value)
{
    for (size_t i = 0; i < stamp->reached_count; i++)
        if (is_word(value, stamp->reached[i]))
            return true;
    return false;
}

/* Whether steps of the field's lifecycles lead from one value to the other. */
static bool leads_to(const struct class *class, int field, struct text from, struct text to,
                     size_t steps_left)
{
    if (is_word(from, to))
        return true;
    for (size_t i = 0; i < class->checks->lifecycle_count && steps_left > 0; i++) {
        const struct lifecycle *lifecycle = &class->checks->lifecycles[i];
        for (size_t j = 0; lifecycle->field == field && j < lifecycle->step_count; j++)
            if (is_word(from, lifecycle->steps[j].from) &&
                leads_to(class, field, lifecycle->steps[j].to, to, steps_left - 1))
                return true;
    }
    return false;
}

enum { MOST_STEPS = 8 }; /* from the first state of a lifecycle to its last, by way of stamps */

static void set_word(const struct stamping *stamping, int field, struct text word)
{
    if (stamping->class->fields[field].type == FIELD_BOOLEAN)
        *(bool *)member_of(stamping, field) = text_is(word, "true");
    else
        *(struct text *)member_of(stamping, field) = word;
    *state_of(stamping, field) = FIELD_SET;
}

static void set_user(const struct stamping *stamping, int field)
{
    struct text user = stamping->request->principal.user_id;

    *(struct text *)member_of(stamping, field) = user;
    *state_of(stamping, field) = user.bytes ? FIELD_SET : FIELD_UNSET;
}

/* A time or a user that came with a new object from the master key, which may know it better. */
static bool is_given(const struct stamping *stamping, int field)
{
    return stamping->is_new && stamping->request->principal.master &&
           *state_of(stamping, field) == FIELD_SET;
}

static void move_to(const struct stamping *stamping, int field, struct text word)
{
    const struct class *class = stamping->class;
    struct text now = word_of(stamping, field);

    if (!is_word(now, word) &&
        (!has_lifecycle(class, field) || leads_to(class, field, now, word, MOST_STEPS)))
        set_word(stamping, field, word);
}

static void set(const struct stamping *stamping, const struct stamp *stamp)
{
    if (stamp->value == STAMP_WORD) {
        move_to(stamping, stamp->field, stamp->word);
    } else if (is_given(stamping, stamp->field)) {
        return;
    } else if (stamp->value == STAMP_USER) {
        set_user(stamping, stamp->field);
    } else {
        *(int64_t *)member_of(stamping, stamp->field) = stamping->request->now;
        *state_of(stamping, stamp->field) = FIELD_SET;
    }
}

/* Each stamp once: what one sets may be what another waits for. */
static void set_all(const struct stamping *stamping)
{
    const struct class *class = stamping->class;

    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < class->checks->stamp_count; i++) {
            const struct stamp *stamp = &class->checks->stamps[i];
            if (stamping->fired[i] || !is_reached(stamp, word_of(stamping, stamp->trigger)) ||
                is_reached(stamp, stamping->stored[stamp->trigger]))
                continue;
            stamping->fired[i] = again = true;
            set(stamping, stamp);
        }
    }
}

static bool begin(struct stamping *stamping, struct request *request, const struct class *class,
                  void *object)
{
    struct arena *arena = request->context.arena;

    *stamping = (struct stamping){.request = request, .class = class, .object = object};
    stamping->stored =
        arena_alloc_array(arena, (size_t) class->field_count + 1, sizeof *stamping->stored);
    stamping->fired =
        arena_alloc_array(arena, class->checks->stamp_count + 1, sizeof *stamping->fired);
    return (stamping->stored && stamping->fired) ||
           fail_internal(&request->context, "out of memory");
}

static bool fail_named(struct request *request, const struct class *class, int field)
{
    struct text name = class->fields[field].name;

    return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied to set %.*s",
                (int)name.length, name.bytes);
}

/* Whether a client may say this of a new object: a time or a user of which the server then makes its
 * own is as good as none, a word has to be the default. */
static bool may_say(const struct stamping *stamping, int field)
{
    const struct class_field *described = &stamping->class->fields[field];
    struct text word;

    if (*state_of(stamping, field) != FIELD_SET || !rows_is_reserved(stamping->class, field))
        return true;
    if (!is_stamped(stamping->class, field) &&
        !(stamping->class->checks->acknowledgement &&
          stamping->class->checks->acknowledgement->field == field))
        return false;
    if (!is_word_field(stamping->class, field))
        return true;
    word = word_of(stamping, field);
    if (described->type == FIELD_STRING)
        return word.bytes && described->default_json.length == word.length + 2 &&
               memcmp(described->default_json.bytes + 1, word.bytes, word.length) == 0;
    return is_word(described->default_json, word);
}

static bool is_set_by_server(const struct stamping *stamping, int field)
{
    for (size_t i = 0; i < stamping->class->checks->stamp_count; i++)
        if (stamping->fired[i] && stamping->class->checks->stamps[i].field == field)
            return true;
    return false;
}

bool stamps_new(struct request *request, const struct class *class, void *object)
{
    bool client = !request->principal.master;
    struct stamping stamping;

    if (!begin(&stamping, request, class, object))
        return false;
    stamping.is_new = true;
    for (int field = 0; client && field < class->field_count; field++)
        if (!may_say(&stamping, field))
            return fail_named(request, class, field);
    set_all(&stamping);
    for (int field = 0; client && field < class->field_count; field++)
        if (*state_of(&stamping, field) == FIELD_SET && rows_is_reserved(class, field) &&
            !is_word_field(class, field) && !is_set_by_server(&stamping, field))
            return fail_named(request, class, field);
    return true;
}

/* Whether the update has to do with stamps at all. */
static bool concerns(const struct stamping *stamping)
{
    const struct class *class = stamping->class;

    if (class->checks->acknowledgement)
        return true;
    for (size_t i = 0; i < class->checks->stamp_count; i++)
        if (*state_of(stamping, class->checks->stamps[i].trigger) != FIELD_ABSENT ||
            *state_of(stamping, class->checks->stamps[i].field) != FIELD_ABSENT)
            return true;
    return false;
}

static bool is_wanted(const struct class *class, int field)
{
    if (class->checks->acknowledgement && class->checks->acknowledgement->field == field)
        return true;
    for (size_t i = 0; i < class->checks->stamp_count; i++)
        if (class->checks->stamps[i].trigger == field || class->checks->stamps[i].field == field)
            return is_word_field(class, field);
    return false;
}

/* Reads the words that the row has now. */
static bool read_stored(struct stamping *stamping)
{
    const struct class *class = stamping->class;
    struct request *request = stamping->request;
    struct store_statement *row;
    struct sql sql;
    int column = 0;
    bool found;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT TRUE");
    for (int field = 0; field < class->field_count; field++) {
        if (is_wanted(class, field)) {
            sql_add(&sql, ", ");
            sql_add_column(&sql, class, class->fields[field].column_name);
        }
    }
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, ((const struct object *)stamping->object)->object_id);
    if (!sql_prepare(&request->context, &sql, request->store, &row))
        return false;
    bool done = sql_next(&request->context, row, &found);
    if (found) {
        for (int field = 0; field < class->field_count; field++) {
            if (!is_wanted(class, field) || store_column_is_null(row, ++column))
                continue;
            stamping->stored[field] =
                class->fields[field].type == FIELD_BOOLEAN
                    ? truth_word(store_column_int64(row, column) != 0)
                    : arena_copy(request->context.arena, store_column_text(row, column));
        }
    }
    store_release(row);
    return done;
}

/* What a stamp has set stays as long as its trigger says the same. */
static bool check_kept(const struct stamping *stamping)
{
    const struct class *class = stamping->class;

    for (size_t i = 0; i < class->checks->stamp_count; i++) {
        const struct stamp *stamp = &class->checks->stamps[i];
        struct text name = class->fields[stamp->field].name;
        struct text trigger = class->fields[stamp->trigger].name;
        struct text value = word_of(stamping, stamp->trigger);
        if (stamp->value != STAMP_WORD || has_lifecycle(class, stamp->field) ||
            *state_of(stamping, stamp->field) == FIELD_ABSENT || !is_reached(stamp, value) ||
            is_word(word_of(stamping, stamp->field), stamp->word) ||
            !is_word(stamping->stored[stamp->field], stamp->word))
            continue;
        return fail(&stamping->request->context, PARSE_VALIDATION,
                    "%.*s stays %.*s where %.*s is %.*s", (int)name.length, name.bytes,
                    (int)stamp->word.length, stamp->word.bytes, (int)trigger.length, trigger.bytes,
                    (int)value.length, value.bytes);
    }
    return true;
}

static bool check_acknowledged(const struct stamping *stamping)
{
    const struct acknowledgement *acknowledgement = stamping->class->checks->acknowledgement;
    struct text name;

    if (!acknowledgement || *state_of(stamping, acknowledgement->field) == FIELD_ABSENT ||
        !text_is(stamping->stored[acknowledgement->field], "true") ||
        text_is(word_of(stamping, acknowledgement->field), "true"))
        return true;
    name = stamping->class->fields[acknowledgement->field].name;
    return fail(&stamping->request->context, PARSE_VALIDATION, "%.*s cannot be taken back",
                (int)name.length, name.bytes);
}

/* Whether the update changes what has been acknowledged. */
static bool changes_content(const struct stamping *stamping, const bool *related)
{
    const struct class *class = stamping->class;
    const struct acknowledgement *own = class->checks->acknowledgement;

    for (int field = 0; field < class->field_count; field++)
        if (field != own->field && field != own->at && field != own->by &&
            (*state_of(stamping, field) != FIELD_ABSENT || (related && related[field])))
            return true;
    return false;
}

static void take_back(const struct stamping *stamping)
{
    const struct acknowledgement *acknowledgement = stamping->class->checks->acknowledgement;

    set_word(stamping, acknowledgement->field, text_of("false"));
    *state_of(stamping, acknowledgement->at) = FIELD_UNSET;
    *state_of(stamping, acknowledgement->by) = FIELD_UNSET;
}

bool stamps_change(struct request *request, const struct class *class, void *object,
                   const bool *related)
{
    struct stamping stamping;
    bool acknowledged;

    if (class->checks->stamp_count == 0 && !class->checks->acknowledgement)
        return true;
    if (!begin(&stamping, request, class, object))
        return false;
    if (!concerns(&stamping))
        return true;
    if (!read_stored(&stamping) ||
        (!request->principal.master && (!check_kept(&stamping) || !check_acknowledged(&stamping))))
        return false;
    acknowledged = class->checks->acknowledgement &&
                   (text_is(stamping.stored[class->checks->acknowledgement->field], "true") ||
                    text_is(word_of(&stamping, class->checks->acknowledgement->field), "true"));
    if (acknowledged && changes_content(&stamping, related))
        take_back(&stamping);
    set_all(&stamping);
    return true;
}
