/* sealed_places.c - see sealed_places.h. */
#include "write/sealed_places.h"

#include "base/log.h"
#include "crypto/seal.h"

enum { SAID = 20 /* rows that cannot be opened, of a walk */ };

static const char none[] = "''";

/* The server's own tables. A file's row without a key is under what derives of the file-key: files/file_contents.h
 * moves it, and sealed_places_count() counts it. */
static const struct sealed_place own_places[] = {
    {.purpose = KEY_SEAL,
     .table = "\"_AuthData\"",
     .column = "\"secret\"",
     .key = "\"userId\"",
     .key_more = "\"provider\"",
     .owner = "\"userId\""},
    {.purpose = KEY_SEAL,
     .table = "\"_PersonKey\"",
     .column = "\"wrapped\"",
     .key = "\"person\"",
     .key_more = none,
     .owner = "'person ' || \"person\""},
    {.purpose = KEY_SEAL,
     .table = "\"_Outbox\"",
     .column = "\"letter\"",
     .key = "\"id\"",
     .key_more = none,
     .owner = "'outbox ' || \"id\""},
    {.purpose = KEY_FILE,
     .table = "\"_File\"",
     .column = "\"contentsKey\"",
     .key = "\"name\"",
     .key_more = none,
     .owner = "substr(\"name\", 1, 32)"},
    {.purpose = KEY_SESSION,
     .table = "\"_SessionToken\"",
     .column = "\"tokenHash\"",
     .key = "\"tokenHash\"",
     .key_more = none},
};

static bool add(struct context *context, const struct sealed_place *place,
                const struct sealed_place **places)
{
    struct sealed_place *kept = arena_alloc(context->arena, sizeof *kept);

    if (!kept)
        return fail_internal(context, "out of memory");
    *kept = *place;
    kept->next = *places;
    *places = kept;
    return true;
}

/* 'Class.field.' || "objectId": sealed_value.c has it so. No name has a quote in it. */
static const char *owner_of(struct arena *arena, const struct class *class,
                            const struct class_field *field)
{
    struct text of = class_record(class);
    struct text in = class_field_record(field);

    return arena_printf(arena, "'%.*s.%.*s.' || \"objectId\"", TEXT_PRINTED(of), TEXT_PRINTED(in))
        .bytes;
}

static bool add_field(struct context *context, const struct class *class,
                      const struct class_field *field, const struct sealed_place **places)
{
    struct sealed_place place = {.purpose = KEY_SEAL,
                                 .table = class->table,
                                 .column = field->column_name,
                                 .key = "\"objectId\"",
                                 .key_more = none};

    if (!field->sealed)
        return true;
    place.owner = owner_of(context->arena, class, field);
    if (!place.owner)
        return fail_internal(context, "out of memory");
    if (!add(context, &place, places))
        return false;
    if (!class->version_table)
        return true;
    place.table = class->version_table;
    place.owner = NULL;
    return add(context, &place, places);
}

static bool add_class(struct context *context, const struct class *class,
                      const struct sealed_place **places)
{
    for (int i = 0; i < class->field_count; i++)
        if (!add_field(context, class, &class->fields[i], places))
            return false;
    return true;
}

/* Columns of bytes that an edit of the schema has retired, alone or with their table. Those that a version's class still
 * knows are among them. */
static bool add_retired(struct context *context, struct store_connection *store,
                        const struct sealed_place **places)
{
    struct store_statement *rows = sql_statement(
        context, store,
        "SELECT '\"' || replace(t.\"name\", '\"', '\"\"') || '\"', "
        "'\"' || replace(c.\"name\", '\"', '\"\"') || '\"' "
        "FROM pragma_table_list t, pragma_table_info(t.\"name\") c WHERE t.\"schema\" = 'main' AND "
        "t.\"type\" = 'table' AND c.\"type\" = 'BLOB' AND (substr(t.\"name\", 1, 9) = '_Retired:' "
        "OR substr(c.\"name\", 1, 9) = '_Retired:')",
        NULL);
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found) {
        struct sealed_place place = {
            .purpose = KEY_SEAL,
            .table = arena_copy(context->arena, store_column_text(rows, 0)).bytes,
            .column = arena_copy(context->arena, store_column_text(rows, 1)).bytes,
            .key_more = none,
            .is_retired = true};
        done = (place.table && place.column) || fail_internal(context, "out of memory");
        done = done && add(context, &place, places);
        if (!done)
            break;
    }
    store_release(rows);
    return done;
}

bool sealed_places_list(struct context *context, const struct app *app,
                        struct store_connection *store, const struct sealed_place **places)
{
    bool done = true;

    *places = NULL;
    for (size_t i = 0; done && i < sizeof own_places / sizeof *own_places; i++)
        done = add(context, &own_places[i], places);
    for (size_t i = 0; done && i < app->class_count; i++)
        done = add_class(context, app->classes[i], places);
    return done && add_retired(context, store, places);
}

/* Counting. */

/* A statement of names that are the tables' own; NULL when out of memory. */
static const char *put_together(struct context *context, const char *const *parts, size_t count)
{
    struct buffer sql;

    buffer_init(&sql, context->arena, 256);
    for (size_t i = 0; i < count; i++)
        buffer_add_string(&sql, parts[i]);
    buffer_add_char(&sql, '\0');
    if (!sql.failed)
        return sql.bytes;
    fail_internal(context, "out of memory");
    return NULL;
}

/* What is there, or what is under the key of that id. The length tells a session's hash under no key from one that begins
 * with a key's id. */
static bool count_rows(struct context *context, struct store_connection *store,
                       const struct sealed_place *place, struct text id, int64_t *count)
{
    const char *const parts[] = {"SELECT count(*) FROM ", place->table,         " WHERE ",
                                 place->column,           " IS NOT NULL",       " AND length(",
                                 place->column,           ") > 32 AND substr(", place->column,
                                 ", 1, 8) = ?1"};
    const char *sql = put_together(context, parts, id.bytes ? sizeof parts / sizeof *parts : 5);

    return sql && sql_number(context,
                             sql_statement(context, store, sql,
                                           id.bytes ? SQL_VALUES(sql_bytes(id)) : NULL),
                             count);
}

static void add_count(struct sealed_count *count, const struct sealed_place *place, int64_t more)
{
    count->needed += more;
    if (!place->owner)
        count->fixed += more;
    if (place->is_retired)
        count->retired += more;
}

static bool count_place(struct context *context, struct store_connection *store,
                        const struct sealed_place *place, const struct key_list *ring,
                        struct sealed_count *counts)
{
    int64_t left;

    if (!count_rows(context, store, place, text_none(), &left))
        return false;
    for (size_t i = 0; left && i < ring->count; i++) {
        struct text id = {(const char *)ring->keys[i].id, KEY_ID_BYTES};
        int64_t count;
        if (!count_rows(context, store, place, id, &count))
            return false;
        add_count(&counts[i], place, count);
        left -= count;
    }
    if (ring->count)
        add_count(&counts[ring->count - 1], place, left);
    return true;
}

bool sealed_places_count(struct context *context, struct store_connection *store,
                         const struct sealed_place *places, enum key_purpose purpose,
                         const struct key_list *ring, struct sealed_count *counts)
{
    int64_t files = 0;

    memset(counts, 0, KEY_RING_LIMIT * sizeof *counts);
    /* All at one moment: what moves from one key to another meanwhile would be missed. */
    if (!store_savepoint(store))
        return fail_internal(context, "no view of the database");
    for (const struct sealed_place *place = places; place; place = place->next)
        if (place->purpose == purpose && !count_place(context, store, place, ring, counts))
            break;
    if (purpose == KEY_FILE && !context->error.code &&
        sql_number(context,
                   sql_statement(context, store,
                                 "SELECT count(*) FROM \"_File\" WHERE \"contentsKey\" IS NULL",
                                 NULL),
                   &files) &&
        ring->count)
        counts[ring->count - 1].needed += files;
    return store_savepoint_release(store) && !context->error.code;
}

/* Moving. */

static struct store_statement *select_next(struct context *context, struct store_connection *store,
                                           const struct sealed_place *place, int limit,
                                           const struct sealed_walk *walk)
{
    const char *const parts[] = {"SELECT ",
                                 place->key,
                                 ", ",
                                 place->key_more,
                                 ", ",
                                 place->owner,
                                 ", ",
                                 place->column,
                                 " FROM ",
                                 place->table,
                                 " WHERE (",
                                 place->key,
                                 ", ",
                                 place->key_more,
                                 ") > (?1, ?2) ORDER BY 1, 2 LIMIT ?3"};
    const char *sql = put_together(context, parts, sizeof parts / sizeof *parts);

    return sql ? sql_statement(
                     context, store, sql,
                     SQL_VALUES(sql_text(walk->key.bytes ? walk->key : text_of("")),
                                sql_text(walk->key_more.bytes ? walk->key_more : text_of("")),
                                sql_int64(limit)))
               : NULL;
}

static bool update_row(struct context *context, struct store_connection *store,
                       const struct sealed_place *place, const struct sealed_walk *walk,
                       struct text sealed)
{
    const char *const parts[] = {"UPDATE ",     place->table,    " SET ",
                                 place->column, " = ?3 WHERE ",  place->key,
                                 " = ?1 AND ",  place->key_more, " = ?2"};
    const char *sql = put_together(context, parts, sizeof parts / sizeof *parts);

    return sql &&
           sql_run(context, sql_statement(context, store, sql,
                                          SQL_VALUES(sql_text(walk->key), sql_text(walk->key_more),
                                                     sql_bytes(sealed))));
}

/* What cannot be opened is its row's fault alone, and stays for whoever mends it. */
static bool move_row(struct context *context, struct store_connection *store,
                     const struct sealed_place *place, struct sealed_walk *walk, struct text owner,
                     struct text sealed)
{
    struct context opening = {.arena = context->arena};
    struct text secret;

    if (!unseal(&opening, place->purpose, owner, sealed, &secret)) {
        if (context->arena->failed)
            return fail_internal(context, "out of memory");
        if (walk->unreadable++ < SAID)
            log_error("%s of %s %.*s cannot be opened: it is damaged, or was sealed with another "
                      "key",
                      place->column, place->table, TEXT_PRINTED(walk->key));
        return true;
    }
    walk->moved++;
    return seal(context, place->purpose, owner, secret, &sealed) &&
           update_row(context, store, place, walk, sealed);
}

/* A row as it was found: it is changed when the statement that found it is over. */
struct found_row {
    struct text key;
    struct text key_more;
    struct text owner;
    struct text sealed;
};

static bool read_rows(struct context *context, struct store_statement *rows, struct found_row *list,
                      int limit, int *count)
{
    struct arena *arena = context->arena;
    bool found = true;
    bool done = true;

    for (*count = 0; *count < limit && (done = sql_next(context, rows, &found)) && found;
         (*count)++)
        list[*count] = (struct found_row){
            .key = arena_copy(arena, store_column_text(rows, 0)),
            .key_more = arena_copy(arena, store_column_text(rows, 1)),
            .owner = arena_copy(arena, store_column_text(rows, 2)),
            .sealed = arena_copy(arena, store_column_bytes(rows, 3)),
        };
    store_release(rows);
    return done && (!arena->failed || fail_internal(context, "out of memory"));
}

bool sealed_places_move(struct context *context, struct store_connection *store,
                        const struct sealed_place *place, int limit, struct arena *kept,
                        struct sealed_walk *walk)
{
    struct found_row *list = arena_alloc_array(context->arena, (size_t)limit, sizeof *list);
    int count;

    walk->is_done = !place->owner;
    if (walk->is_done)
        return true;
    if (!list)
        return fail_internal(context, "out of memory");
    if (!read_rows(context, select_next(context, store, place, limit, walk), list, limit, &count))
        return false;
    for (int i = 0; i < count; i++) {
        walk->key = list[i].key;
        walk->key_more = list[i].key_more;
        if (list[i].sealed.length && !seal_is_newest(place->purpose, list[i].sealed) &&
            !move_row(context, store, place, walk, list[i].owner, list[i].sealed))
            return false;
    }
    walk->is_done = count < limit;
    if (count) {
        walk->key = arena_copy(kept, walk->key);
        walk->key_more = arena_copy(kept, walk->key_more);
    }
    return !kept->failed || fail_internal(context, "out of memory");
}
