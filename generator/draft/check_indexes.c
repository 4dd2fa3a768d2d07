/* check_indexes.c - the indexes of each class. See draft.h.
 *
 * Single-column indexes are flags of their fields: every pointer, and every field that is unique or
 * that the inputs want indexed. Here are the others: those that the schema lists, and (pointer,
 * date) for the pointer that leads to the owner, because clients list an owner's rows by date. */
#include "draft/check_indexes.h"

#include "model/builtin.h"

#include <stdlib.h>
#include <string.h>

enum { DATES_PER_CLASS = 3 };

/* An index in the making: a name, and fields with their directions. */
struct plan {
    const char *name;
    struct vector fields;  /* of struct model_field; NULL for the columns of every class */
    struct vector columns; /* of char */
    struct buffer keys;    /* as the schema lists it, as JSON; nothing: it is not the schema's */
};

struct class_indexes {
    struct draft *draft;
    struct draft_class *class;
    struct vector plans; /* of struct plan */
    struct vector told;  /* the same, of those that are not built */
    struct map names;    /* and the lists of columns, so that none is built twice */
};

static void add_column(struct draft *draft, struct plan *plan, const struct model_field *field,
                       const char *column, bool descending)
{
    struct buffer text;
    buffer_init(&text, draft->arena);
    buffer_quote_sql_name(&text, column);
    buffer_add_string(&text, descending ? " DESC" : "");
    vector_add(&plan->fields, draft->arena, (void *)(uintptr_t)field);
    vector_add(&plan->columns, draft->arena, text.bytes);
}

/* Whether the index is only what a field's own flag says. */
static bool is_single(const struct plan *plan)
{
    const struct model_field *field = plan->fields.count == 1 ? plan->fields.items[0] : NULL;
    return field && (field->indexed || field->unique);
}

static void add_plan(struct class_indexes *indexes, struct plan *plan)
{
    struct arena *arena = indexes->draft->arena;
    struct buffer columns;
    buffer_init(&columns, arena);
    for (size_t i = 0; i < plan->columns.count; i++)
        buffer_printf(&columns, "%s,", (const char *)plan->columns.items[i]);
    bool is_served = plan->columns.count == 0 || is_single(plan) ||
                     map_add(&indexes->names, columns.bytes, plan);
    if (is_served && plan->keys.length == 0)
        return;
    const char *name = plan->name;
    for (unsigned i = 2; map_add(&indexes->names, name, plan); i++)
        name = arena_printf(arena, "%s_%u", plan->name, i);
    plan->name = name;
    vector_add(is_served ? &indexes->told : &indexes->plans, arena, plan);
}

/* A member of what the schema lists: "patient":1 */
static void add_key(struct plan *plan, const char *name, const char *value)
{
    buffer_add_string(&plan->keys, plan->keys.length == 0 ? "{" : ",");
    buffer_quote_json(&plan->keys, name);
    buffer_printf(&plan->keys, ":%s", value);
}

/* The columns that every class has, under their names in a schema and in MongoDB. */
static const char *own_column(const char *name)
{
    static const char *const columns[][2] = {
        {"_id", "objectId"},        {"objectId", "objectId"},     {"_created_at", "createdAt"},
        {"createdAt", "createdAt"}, {"_updated_at", "updatedAt"}, {"updatedAt", "updatedAt"},
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (strcmp(columns[i][0], name) == 0)
            return columns[i][1];
    return NULL;
}

static bool can_be_indexed(int type)
{
    return type != FIELD_GEOPOINT && type != FIELD_POLYGON && type != FIELD_RELATION;
}

static bool is_text_member(const struct json_value *member)
{
    return member->kind == JSON_STRING && strcmp(member->text, "text") == 0;
}

/* {"body": "text"}: a full-text index, which each field has to itself. */
static bool read_text_member(struct class_indexes *indexes, const struct json_value *index,
                             const struct json_value *member, struct draft_field *field,
                             struct plan *plan)
{
    struct draft *draft = indexes->draft;
    if (!field || field->type.kind != FIELD_STRING) {
        diag_report(draft->diag, DIAG_INDEX_KIND, json_span(draft->schema->source, member),
                    index->key);
        return false;
    }
    /* The audit trail is a view, which has no indexes of its own. */
    field->model.text_indexed = indexes->class != draft->audit_log;
    add_key(plan, field->model.name, "\"text\"");
    return true;
}

/* One member of an index: a field, or "_p_field" as MongoDB names pointers, and its direction. */
static bool read_member(struct class_indexes *indexes, const struct json_value *index,
                        const struct json_value *member, struct plan *plan)
{
    struct draft *draft = indexes->draft;
    const struct source *source = draft->schema->source;
    const char *own = own_column(member->key);
    struct draft_field *field = map_get(&indexes->class->field_of, member->key);
    if (!field && strncmp(member->key, "_p_", 3) == 0)
        field = map_get(&indexes->class->field_of, member->key + 3);
    if (!own && !field && (*member->key == '_' || strchr(member->key, '.'))) {
        /* A column of parse-server's own, or a part of an Object. */
        diag_report(draft->diag, DIAG_INDEX_KIND, json_key_span(source, member), index->key);
        return false;
    }
    if (!own && !field) {
        diag_report(draft->diag, DIAG_INDEX_FIELD, json_key_span(source, member), index->key,
                    member->key, indexes->class->model.name);
        return false;
    }
    if (field && field->model.sealed) {
        diag_report(draft->diag, DIAG_ENCRYPTED_SEARCH, json_key_span(source, member), member->key,
                    "it cannot be indexed");
        return false;
    }
    if (is_text_member(member))
        return read_text_member(indexes, index, member, field, plan);
    double direction = member->kind == JSON_NUMBER ? strtod(member->text, NULL) : 0;
    bool is_plain = direction == 1 || direction == -1;
    if (!is_plain || (field && !can_be_indexed(field->type.kind))) {
        diag_report(draft->diag, DIAG_INDEX_KIND, json_span(source, member), index->key);
        return false;
    }
    add_key(plan, !field ? own : field->model.name, direction < 0 ? "-1" : "1");
    add_column(draft, plan, !field ? NULL : &field->model, !field ? own : field->model.column,
               direction < 0);
    return true;
}

static void read_indexes(struct class_indexes *indexes, const struct json_value *written)
{
    struct draft *draft = indexes->draft;
    for (const struct json_value *index = written->first; index; index = index->next) {
        if (index->kind != JSON_OBJECT) {
            diag_report(draft->diag, DIAG_WRONG_SHAPE, json_span(draft->schema->source, index),
                        "an index", "an object", json_kind_name(index->kind));
            continue;
        }
        struct plan *plan = arena_alloc(draft->arena, sizeof *plan);
        plan->name = index->key;
        buffer_init(&plan->keys, draft->arena);
        bool is_good = true;
        for (const struct json_value *member = index->first; member; member = member->next)
            is_good = read_member(indexes, index, member, plan) && is_good;
        bool is_primary_key = plan->fields.count == 1 && !plan->fields.items[0] &&
                              strcmp(plan->columns.items[0], "\"objectId\"") == 0;
        if (is_good && !is_primary_key)
            add_plan(indexes, plan);
    }
}

/* The pointer whose rows are listed together: the first step to the owner, or the first pointer. */
static const struct model_field *listing_pointer(const struct draft_class *class)
{
    if (class->model.ownership_length > 0)
        return class->model.ownership[0];
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind == FIELD_POINTER)
            return &field->model;
    }
    return NULL;
}

/* Times that the server sets say what has become of a row: rows are not listed by them. */
static void add_dates(struct class_indexes *indexes)
{
    struct draft *draft = indexes->draft;
    const struct draft_class *class = indexes->class;
    const struct model_field *pointer = listing_pointer(class);
    size_t dates = 0;
    for (size_t i = 0; pointer && i < class->fields.count && dates < DATES_PER_CLASS; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != FIELD_DATE || field->model.sealed || field->model.server_set)
            continue;
        struct plan *plan = arena_alloc(draft->arena, sizeof *plan);
        plan->name = arena_printf(draft->arena, "%s_%s", pointer->name, field->model.name);
        add_column(draft, plan, pointer, pointer->column, false);
        add_column(draft, plan, &field->model, field->model.column, false);
        add_plan(indexes, plan);
        dates++;
    }
}

/* Two rows that may not overlap are found by what they share and by when they begin; those that a
 * sentence says are listed by fields come in the order of their making. */
static void add_ruled(struct class_indexes *indexes)
{
    struct draft *draft = indexes->draft;
    for (size_t i = 0; i < indexes->class->rules.count; i++) {
        const struct model_rule *rule = indexes->class->rules.items[i];
        if (rule->kind != RULE_NO_OVERLAP && rule->kind != RULE_LISTING)
            continue;
        struct plan *plan = arena_alloc(draft->arena, sizeof *plan);
        plan->name = rule->fields[0]->name;
        for (size_t j = 0; j < rule->field_count; j++)
            add_column(draft, plan, rule->fields[j], rule->fields[j]->column, false);
        const char *last = !rule->from ? "createdAt" : rule->from->name;
        plan->name = arena_printf(draft->arena, "%s_%s", plan->name, last);
        add_column(draft, plan, rule->from, !rule->from ? last : rule->from->column, false);
        add_plan(indexes, plan);
    }
}

/* The schema's own list, closed; NULL when there is none. */
static const char *keys_of(const struct draft *draft, const struct plan *plan)
{
    return plan->keys.length == 0 ? NULL : arena_printf(draft->arena, "%s}", plan->keys.bytes);
}

static void store_indexes(struct class_indexes *indexes)
{
    struct arena *arena = indexes->draft->arena;
    struct model_class *model = &indexes->class->model;
    struct model_index *list = arena_alloc_array(arena, indexes->plans.count, sizeof *list);
    struct model_index *told = arena_alloc_array(arena, indexes->told.count, sizeof *told);
    for (size_t i = 0; i < indexes->plans.count; i++) {
        const struct plan *plan = indexes->plans.items[i];
        list[i] = (struct model_index){
            .name = plan->name,
            .fields = (const struct model_field *const *)plan->fields.items,
            .columns = (const char *const *)plan->columns.items,
            .column_count = plan->columns.count,
            .keys = keys_of(indexes->draft, plan),
        };
    }
    for (size_t i = 0; i < indexes->told.count; i++) {
        const struct plan *plan = indexes->told.items[i];
        told[i] = (struct model_index){.name = plan->name, .keys = keys_of(indexes->draft, plan)};
    }
    model->indexes = list;
    model->index_count = indexes->plans.count;
    model->told_indexes = told;
    model->told_index_count = indexes->told.count;
}

void check_indexes(struct draft *draft)
{
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct class_indexes indexes = {.draft = draft, .class = draft_class_at(draft, i)};
        map_init_ignoring_case(&indexes.names, draft->arena); /* as SQL names are */
        for (size_t j = 0; j < indexes.class->fields.count; j++) {
            struct draft_field *field = draft_field_at(indexes.class, j);
            bool is_pointer = field->type.kind == FIELD_POINTER;
            field->model.indexed = field->model.indexed || is_pointer ||
                                   builtin_is_indexed(indexes.class->model.name, field->model.name);
        }
        const struct ast_class *schema = indexes.class->schema;
        if (schema && schema->indexes)
            read_indexes(&indexes, schema->indexes);
        if (!indexes.class->model.builtin) {
            add_ruled(&indexes);
            add_dates(&indexes);
        }
        store_indexes(&indexes);
    }
}
