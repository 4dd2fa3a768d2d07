/* steps_columns.c - see steps_columns.h. */
#include "evolve/steps_columns.h"

#include <string.h>
#include <strings.h>

/* Up to the ';' that is in no text. */
static size_t expression_length(const char *at)
{
    bool is_in_text = false;
    size_t length = 0;
    for (; at[length] && (is_in_text || at[length] != ';'); length++)
        is_in_text = is_in_text != (at[length] == '\'');
    return length;
}

/* What the user says about a field: "" when it is named without an expression, NULL when it is not. */
static const char *said(struct planner *planner, const char *list, const struct model_class *class,
                        const struct model_field *field)
{
    const char *name = arena_printf(planner->arena, "%s.%s", class->name, field->name);
    size_t length = strlen(name);
    for (const char *at = list; at && *at; at += expression_length(at), at += *at == ';') {
        at += strspn(at, " ");
        if (strncmp(at, name, length) != 0 || !strchr("=; ", at[length]))
            continue;
        const char *value = at + length;
        value += *value == '=' ? 1 : 0;
        return arena_copy(planner->arena, value, expression_length(value));
    }
    return NULL;
}

/* The old column goes out of the way, and the new one is filled from it. */
static void replace_column(struct planner *planner, const struct difference *difference,
                           enum step_kind kind, const char *text)
{
    const char *name = planner_retired(planner, difference->was->column);
    struct step *step = planner_add(planner, STEP_RETIRE_COLUMN, difference);
    step->retired = name;
    planner_add(planner, STEP_ADD_COLUMN, difference);
    step = planner_add(planner, kind, difference);
    step->retired = name;
    step->text = text;
}

/* An expression gives one value, and is of one column: no GeoPoint. */
static bool has_two_columns(const struct difference *difference)
{
    return difference->was->type == FIELD_GEOPOINT || difference->field->type == FIELD_GEOPOINT;
}

static void plan_type(struct planner *planner, const struct difference *difference)
{
    const char *text = said(planner, planner->options->using, difference->class, difference->field);
    const char *conversion = difference_conversion(difference->was, difference->field);
    if (difference->was->type == FIELD_RELATION) {
        struct step *step = planner_add(planner, STEP_RETIRE_JOIN, difference);
        step->retired = planner_retired(planner, difference->was->column);
        planner_add(planner, STEP_ADD_COLUMN, difference);
    } else if (difference->field->type == FIELD_RELATION) {
        struct step *step = planner_add(planner, STEP_RETIRE_COLUMN, difference);
        step->retired = planner_retired(planner, difference->was->column);
        planner_add(planner, STEP_ADD_JOIN, difference);
    } else if (text && *text && !has_two_columns(difference)) {
        replace_column(planner, difference, STEP_CONVERT_USING, text);
    } else if (conversion && !difference->was->sealed && !difference->field->sealed) {
        replace_column(planner, difference, STEP_CONVERT, conversion);
    } else {
        planner_ask(planner, difference);
    }
}

/* The SQL of a default: what a column of the field holds for it. NULL: none that SQL can say. */
static const char *default_sql(struct planner *planner, const struct model_field *field)
{
    struct buffer sql;
    buffer_init(&sql, planner->arena);
    const char *json = field->default_json;
    switch (json && !field->sealed ? field->type : FIELD_TYPE_COUNT) {
    case FIELD_NUMBER:
        return arena_printf(planner->arena, "CAST(%s AS REAL)", json);
    case FIELD_BOOLEAN:
        return strcmp(json, "true") == 0 ? "1" : "0";
    case FIELD_STRING:
        buffer_quote_sql_text(&sql, json);
        return arena_printf(planner->arena, "json_extract(%s, '$')", sql.bytes);
    case FIELD_ARRAY:
    case FIELD_OBJECT:
        buffer_quote_sql_text(&sql, json);
        return sql.bytes;
    default:
        return NULL;
    }
}

/* What rows get that lack a required field, and the question whether any is left. */
static void plan_required(struct planner *planner, const struct difference *difference)
{
    const struct model_field *field = difference->field;
    const char *text = said(planner, planner->options->fill, difference->class, field);
    const char *value = text && *text ? text : default_sql(planner, field);
    if (!text && !value) {
        planner_ask(planner, difference);
        return;
    }
    if (value)
        planner_add(planner, STEP_FILL, difference)->text = value;
    planner_add(planner, STEP_ASK_MISSING, difference);
}

static void plan_added(struct planner *planner, const struct difference *difference)
{
    const struct model_field *field = difference->field;
    if (field->type == FIELD_RELATION) {
        planner_add(planner, STEP_ADD_JOIN, difference);
        return;
    }
    planner_add(planner, STEP_ADD_COLUMN, difference);
    const char *text = said(planner, planner->options->fill, difference->class, field);
    if (field->required)
        plan_required(planner, difference);
    else if (text && *text)
        planner_add(planner, STEP_FILL, difference)->text = text;
}

/* Whether another column of then has the name that the field's column has now. */
static bool is_taken(const struct difference *difference)
{
    for (size_t i = 0; i < difference->former->field_count; i++) {
        const struct model_field *other = difference->former->fields[i];
        if (other != difference->was && other->type != FIELD_RELATION &&
            strcasecmp(other->column, difference->field->column) == 0)
            return true;
    }
    return false;
}

static void plan_renamed(struct planner *planner, const struct difference *difference)
{
    if (difference->field->type != difference->was->type)
        return; /* the type's steps do it */
    if (difference->field->type == FIELD_RELATION) {
        if (strcmp(difference->class->name, difference->former->name) == 0)
            planner_add(planner, STEP_RENAME_JOIN, difference);
        return;
    }
    if (difference->field->sealed != difference->was->sealed)
        return;
    struct step *step = planner_add(planner, STEP_RENAME_COLUMN, difference);
    if (is_taken(difference))
        step->retired = arena_printf(planner->arena, "_Moving:%s", difference->field->column);
}

/* The second halves of renames whose names change places. */
static void plan_moves(struct planner *planner)
{
    size_t count = planner->steps->count;
    for (size_t i = 0; i < count; i++) {
        const struct step *first = planner->steps->items[i];
        if (first->kind != STEP_RENAME_COLUMN || !first->retired)
            continue;
        struct step *second = planner_add(planner, STEP_RENAME_COLUMN, NULL);
        *second = *first;
        second->was = NULL;
    }
}

static void plan_removed(struct planner *planner, const struct difference *difference)
{
    bool is_relation = difference->was->type == FIELD_RELATION;
    struct step *step =
        planner_add(planner, is_relation ? STEP_RETIRE_JOIN : STEP_RETIRE_COLUMN, difference);
    step->retired = planner_retired(planner, difference->was->column);
}

static void plan_field(struct planner *planner, const struct difference *difference)
{
    struct step *step;
    switch (difference->kind) {
    case DIFFERENCE_FIELD_ADDED:
        plan_added(planner, difference);
        break;
    case DIFFERENCE_FIELD_REMOVED:
        plan_removed(planner, difference);
        break;
    case DIFFERENCE_FIELD_RENAMED:
    case DIFFERENCE_COLUMN_RENAMED:
        plan_renamed(planner, difference);
        break;
    case DIFFERENCE_TYPE_CHANGED:
        plan_type(planner, difference);
        break;
    case DIFFERENCE_REQUIRED:
        plan_required(planner, difference);
        break;
    case DIFFERENCE_ENCRYPTED:
        if (difference->field->type == difference->was->type) {
            replace_column(planner, difference, STEP_SEAL, NULL);
            step = planner_add(planner, STEP_DROP_PLAIN, difference);
            step->retired = planner_retired(planner, difference->was->column);
        }
        break;
    case DIFFERENCE_NOT_ENCRYPTED:
        if (difference->field->type == difference->was->type)
            replace_column(planner, difference, STEP_UNSEAL, NULL);
        break;
    case DIFFERENCE_VALUES_NARROWED:
        planner_add(planner, STEP_ASK_VALUES, difference);
        break;
    case DIFFERENCE_TARGET_CHANGED:
        planner_add(planner, STEP_ASK_TARGET, difference);
        break;
    default:
        break;
    }
}

/* Columns that go are out of the way before others take their names: a rename may take a name that a
 * removed field had, or two fields may change names. */
void steps_plan_columns(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    static const bool frees[DIFFERENCE_KIND_COUNT] = {[DIFFERENCE_FIELD_REMOVED] = true};
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < differences->list.count; i++) {
            const struct difference *difference = difference_at(differences, i);
            bool renames = difference->kind == DIFFERENCE_FIELD_RENAMED ||
                           difference->kind == DIFFERENCE_COLUMN_RENAMED;
            int its_pass = frees[difference->kind] ? 0 : renames ? 1 : 2;
            bool is_trail = difference->class == differences->after->audit_log ||
                            difference->former == differences->before->audit_log;
            if (difference->field && its_pass == pass && !is_trail)
                plan_field(planner, difference);
        }
        if (pass == 1)
            plan_moves(planner);
    }
}
