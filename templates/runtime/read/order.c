/* order.c - see order.h. */
#include "read/order.h"

#include "guard/guard.h"
#include "model/field_name.h"
#include "read/where_operand.h"

/* "address.city": a value within an Object or Array. */
static bool read_path(struct request *request, const struct class *class, struct text name,
                      struct order_key *key)
{
    struct where_key *path = arena_alloc(request->context.arena, sizeof *path);

    if (!path)
        return fail_internal(&request->context, "out of memory");
    key->path = path;
    return where_find_key(request, class, name, path) && where_check_readable(request, path->field);
}

bool order_find_column(const struct class *class, struct text name, struct order_key *key)
{
    static const struct {
        const char *name;
        int column;
    } builtin[] = {
        {"objectId", COLUMN_OBJECT_ID},     {"createdAt", COLUMN_CREATED_AT},
        {"_created_at", COLUMN_CREATED_AT}, {"updatedAt", COLUMN_UPDATED_AT},
        {"_updated_at", COLUMN_UPDATED_AT},
    };

    *key = (struct order_key){.descending = false};
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) {
        if (text_is(name, builtin[i].name)) {
            key->builtin_column = builtin[i].column;
            return true;
        }
    }
    key->field = class_find_field(class, name);
    return key->field && key->field->type != FIELD_RELATION;
}

/* "name", "-name", "$score" */
static bool read_key(struct request *request, const struct class *class, struct text name,
                     struct order_key *key)
{
    bool descending = name.length && name.bytes[0] == '-';
    bool found;

    if (descending) {
        name.bytes++;
        name.length--;
    }
    *key = (struct order_key){.relevance = text_is(name, "$score")};
    if (key->relevance)
        return true;
    if (field_name_root(name).length < name.length) {
        key->descending = descending;
        return read_path(request, class, name, key);
    }
    found = order_find_column(class, name, key);
    key->descending = descending;
    if (!found)
        return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid field name: %.*s.",
                    TEXT_PRINTED(name));
    if (key->field && guard_hides_field(request, class, class_field_index(class, key->field)))
        return guard_refuse(request, class, OPERATION_FIND, "the field is hidden from this user");
    return where_check_readable(request, key->field);
}

bool order_read(struct request *request, struct row_query *query)
{
    struct text rest = request_list_parameter(request, "order");
    struct order_key *keys;
    struct text name;

    if (!rest.length || text_is(rest, "null"))
        return true;
    keys = arena_alloc_array(request->context.arena, ORDER_LIMIT, sizeof *keys);
    if (!keys)
        return fail_internal(&request->context, "out of memory");
    query->order = keys;
    while (text_next_item(&rest, &name)) {
        if (query->order_count == ORDER_LIMIT)
            return fail(&request->context, PARSE_INVALID_QUERY, "order may have at most %d keys",
                        ORDER_LIMIT);
        if (!read_key(request, query->class, text_trim(name, " "), &keys[query->order_count++]))
            return false;
    }
    return true;
}
