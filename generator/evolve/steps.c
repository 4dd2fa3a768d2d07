/* steps.c - see steps.h. Read from the bottom: steps_plan() has the order. */
#include "evolve/steps.h"

#include <string.h>
#include <strings.h>

struct planner {
    struct arena *arena;
    const struct differences *differences;
    unsigned number;
    const struct step_options *options;
    struct vector *steps;
    struct vector *problems;
};

static const char retired_prefix[] = "_Retired:";

const char *steps_retired_name(struct arena *arena, unsigned number, const char *name)
{
    return arena_printf(arena, "%s%u:%s", retired_prefix, number, name);
}

bool steps_is_retired_name(const char *name)
{
    return strncmp(name, retired_prefix, strlen(retired_prefix)) == 0;
}

static struct step *add(struct planner *planner, enum step_kind kind,
                        const struct difference *difference)
{
    struct step *step = arena_alloc(planner->arena, sizeof *step);
    *step = (struct step){.kind = kind};
    if (difference) {
        step->class = difference->class;
        step->former = difference->former;
        step->field = difference->field;
        step->was = difference->was;
        step->why = difference->text;
    }
    vector_add(planner->steps, planner->arena, step);
    return step;
}

static const char *retired(struct planner *planner, const char *name)
{
    return steps_retired_name(planner->arena, planner->number, name);
}

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

/* Hangers. */

static void add_hanger(struct vector *list, struct arena *arena, struct hanger hanger)
{
    struct hanger *copy = arena_alloc(arena, sizeof *copy);
    *copy = hanger;
    vector_add(list, arena, copy);
}

static void list_hangers(struct vector *list, struct arena *arena, const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class == model->audit_log) {
            add_hanger(list, arena, (struct hanger){HANGER_TRAIL, class, NULL, NULL});
            continue;
        }
        for (size_t j = 0; j < class->field_count; j++) {
            const struct model_field *field = class->fields[j];
            if (field->type != FIELD_RELATION && model_field_has_index(class, field))
                add_hanger(list, arena, (struct hanger){HANGER_FIELD_INDEX, class, field, NULL});
            if (field->text_indexed)
                add_hanger(list, arena, (struct hanger){HANGER_WORDS, class, field, NULL});
        }
        for (size_t j = 0; j < class->index_count; j++)
            add_hanger(list, arena, (struct hanger){HANGER_INDEX, class, NULL, &class->indexes[j]});
    }
}

/* What a hanger is, whole: of two that are the same text, one can stand for the other. */
static const char *hanger_text(struct arena *arena, const struct hanger *hanger)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text, "%d %s", (int)hanger->kind, hanger->class->table);
    if (hanger->field)
        buffer_printf(&text, " %s %d %d %d", hanger->field->column, (int)hanger->field->type,
                      hanger->field->unique, hanger->field->sealed);
    for (size_t i = 0; hanger->index && i < hanger->index->column_count; i++) {
        const struct model_field *field = hanger->index->fields[i];
        buffer_printf(&text, " %s %s %d %d", hanger->index->name, hanger->index->columns[i],
                      hanger->index->unique, field ? (int)field->type : -1);
    }
    for (size_t i = 0; hanger->kind == HANGER_TRAIL && i < hanger->class->field_count; i++) {
        const struct model_field *field = hanger->class->fields[i];
        buffer_printf(&text, " %s %s %d", field->name, field->column, (int)field->type);
        for (size_t j = 0; j < field->alias_count; j++)
            buffer_printf(&text, "/%s", field->aliases[j]);
    }
    return text.bytes;
}

static bool is_among(struct arena *arena, const struct vector *list, const struct hanger *hanger)
{
    const char *text = hanger_text(arena, hanger);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(hanger_text(arena, list->items[i]), text) == 0)
            return true;
    return false;
}

/* Those of the one model that the other has not, each as a step. */
static void plan_hangers(struct planner *planner, const struct vector *list,
                         const struct vector *others, enum step_kind kind)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct hanger *hanger = list->items[i];
        if (is_among(planner->arena, others, hanger))
            continue;
        struct step *step = add(planner, kind, NULL);
        step->hanger = hanger;
        step->class = hanger->class;
        step->why = kind == STEP_ADD_HANGER ? "as the model has it now" : "as the model had it";
    }
}

/* Tables. */

static void plan_relations(struct planner *planner, const struct difference *difference)
{
    const struct model_class *class = difference->class;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *was =
            difference_former_field(difference->former, class, class->fields[i]);
        if (!was || was->type != FIELD_RELATION || class->fields[i]->type != FIELD_RELATION)
            continue;
        struct step *step = add(planner, STEP_RENAME_JOIN, difference);
        step->field = class->fields[i];
        step->was = was;
    }
}

static void plan_tables(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        struct step *step;
        switch (difference->kind) {
        case DIFFERENCE_CLASS_REMOVED:
            if (difference->former == differences->before->audit_log)
                break;
            step = add(planner, STEP_RETIRE_CLASS, difference);
            step->retired = retired(planner, difference->former->table);
            break;
        case DIFFERENCE_TRAIL_ON:
            step = add(planner, STEP_RETIRE_CLASS, difference);
            step->retired = retired(planner, difference->former->table);
            break;
        case DIFFERENCE_CLASS_RENAMED:
            if (difference->former == differences->before->audit_log)
                break;
            add(planner, STEP_RENAME_CLASS, difference);
            plan_relations(planner, difference);
            break;
        default:
            break;
        }
    }
}

static void plan_new_tables(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if ((difference->kind == DIFFERENCE_CLASS_ADDED &&
             difference->class != differences->after->audit_log) ||
            difference->kind == DIFFERENCE_TRAIL_OFF)
            add(planner, STEP_ADD_CLASS, difference);
    }
}

/* Steps of rows stand together in enum step_kind. */
static bool changes_values(const struct planner *planner, const struct model_class *class)
{
    for (size_t i = 0; i < planner->steps->count; i++) {
        const struct step *step = planner->steps->items[i];
        if (step->class == class && step->kind >= STEP_CONVERT && step->kind <= STEP_UNSEAL)
            return true;
    }
    return false;
}

/* The versions of rows: from now on, or, where a migration has changed values, one more. */
static void plan_versions(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    const struct model *after = differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(differences->before, after, class);
        if (!former || !former->keeps_versions || !class->keeps_versions ||
            !changes_values(planner, class))
            continue;
        struct step *step = add(planner, STEP_APPEND_VERSIONS, NULL);
        step->class = class;
        step->former = former;
        step->why = "its rows have changed";
    }
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_VERSIONS_ON)
            add(planner, STEP_ADD_VERSIONS, difference);
    }
}

/* Columns. */

/* The old column goes out of the way, and the new one is filled from it. */
static void replace_column(struct planner *planner, const struct difference *difference,
                           enum step_kind kind, const char *text)
{
    const char *name = retired(planner, difference->was->column);
    struct step *step = add(planner, STEP_RETIRE_COLUMN, difference);
    step->retired = name;
    add(planner, STEP_ADD_COLUMN, difference);
    step = add(planner, kind, difference);
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
        struct step *step = add(planner, STEP_RETIRE_JOIN, difference);
        step->retired = retired(planner, difference->was->column);
        add(planner, STEP_ADD_COLUMN, difference);
    } else if (difference->field->type == FIELD_RELATION) {
        struct step *step = add(planner, STEP_RETIRE_COLUMN, difference);
        step->retired = retired(planner, difference->was->column);
        add(planner, STEP_ADD_JOIN, difference);
    } else if (text && *text && !has_two_columns(difference)) {
        replace_column(planner, difference, STEP_CONVERT_USING, text);
    } else if (conversion && !difference->was->sealed && !difference->field->sealed) {
        replace_column(planner, difference, STEP_CONVERT, conversion);
    } else {
        vector_add(planner->problems, planner->arena, (void *)(uintptr_t)difference);
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
        vector_add(planner->problems, planner->arena, (void *)(uintptr_t)difference);
        return;
    }
    if (value)
        add(planner, STEP_FILL, difference)->text = value;
    add(planner, STEP_ASK_MISSING, difference);
}

static void plan_added(struct planner *planner, const struct difference *difference)
{
    const struct model_field *field = difference->field;
    if (field->type == FIELD_RELATION) {
        add(planner, STEP_ADD_JOIN, difference);
        return;
    }
    add(planner, STEP_ADD_COLUMN, difference);
    const char *text = said(planner, planner->options->fill, difference->class, field);
    if (field->required)
        plan_required(planner, difference);
    else if (text && *text)
        add(planner, STEP_FILL, difference)->text = text;
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
            add(planner, STEP_RENAME_JOIN, difference);
        return;
    }
    if (difference->field->sealed != difference->was->sealed)
        return;
    struct step *step = add(planner, STEP_RENAME_COLUMN, difference);
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
        struct step *second = add(planner, STEP_RENAME_COLUMN, NULL);
        *second = *first;
        second->was = NULL;
    }
}

static void plan_removed(struct planner *planner, const struct difference *difference)
{
    bool is_relation = difference->was->type == FIELD_RELATION;
    struct step *step =
        add(planner, is_relation ? STEP_RETIRE_JOIN : STEP_RETIRE_COLUMN, difference);
    step->retired = retired(planner, difference->was->column);
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
            step = add(planner, STEP_DROP_PLAIN, difference);
            step->retired = retired(planner, difference->was->column);
        }
        break;
    case DIFFERENCE_NOT_ENCRYPTED:
        if (difference->field->type == difference->was->type)
            replace_column(planner, difference, STEP_UNSEAL, NULL);
        break;
    case DIFFERENCE_VALUES_NARROWED:
        add(planner, STEP_ASK_VALUES, difference);
        break;
    case DIFFERENCE_TARGET_CHANGED:
        add(planner, STEP_ASK_TARGET, difference);
        break;
    default:
        break;
    }
}

/* Columns that go are out of the way before others take their names: a rename may take a name that a
 * removed field had, or two fields may change names. */
static void plan_columns(struct planner *planner)
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

/* A lifecycle that comes to rows that are there: they begin where it does, or are in one of its
 * states. */
static void plan_lifecycles(struct planner *planner)
{
    const struct model *after = planner->differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(planner->differences->before, after, class);
        for (size_t j = 0; former && j < class->field_count; j++) {
            const struct model_field *field = class->fields[j];
            const struct model_field *was = difference_former_field(former, class, field);
            const char *first = model_first_state(class, field);
            if (!first || (was && model_first_state(former, was)) || field->sealed)
                continue;
            struct buffer value;
            buffer_init(&value, planner->arena);
            buffer_quote_sql_text(&value, first);
            struct step *step = add(planner, STEP_FILL, NULL);
            step->class = class;
            step->former = former;
            step->field = field;
            step->text = value.bytes;
            step->why = "where its lifecycle begins";
        }
    }
}

static void plan_questions(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_UNIQUE && difference->field)
            add(planner, STEP_ASK_UNIQUE, difference);
    }
    const struct model *after = differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(differences->before, after, class);
        for (size_t j = 0; former && j < class->index_count; j++) {
            struct hanger hanger = {HANGER_INDEX, class, NULL, &class->indexes[j]};
            struct vector old = {0};
            list_hangers(&old, planner->arena, differences->before);
            if (!class->indexes[j].unique || is_among(planner->arena, &old, &hanger))
                continue;
            struct step *step = add(planner, STEP_ASK_UNIQUE, NULL);
            step->class = class;
            step->hanger = arena_alloc(planner->arena, sizeof hanger);
            memcpy((void *)(uintptr_t)step->hanger, &hanger, sizeof hanger);
            step->why = arena_printf(planner->arena, "the index %s is unique", hanger.index->name);
        }
    }
}

struct vector *steps_plan(const struct differences *differences, unsigned number,
                          const struct step_options *options, struct vector *problems)
{
    struct arena *arena = differences->arena;
    struct planner planner = {
        arena, differences, number, options, arena_alloc(arena, sizeof(struct vector)), problems};
    struct vector before = {0};
    struct vector after = {0};
    list_hangers(&before, arena, differences->before);
    list_hangers(&after, arena, differences->after);
    plan_hangers(&planner, &before, &after, STEP_DROP_HANGER);
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_VERSIONS_OFF)
            add(&planner, STEP_RETIRE_VERSIONS, difference)->retired =
                retired(&planner, arena_printf(arena, "_Version:%s", difference->former->table));
    }
    plan_tables(&planner);
    plan_new_tables(&planner);
    plan_columns(&planner);
    plan_lifecycles(&planner);
    plan_questions(&planner);
    plan_versions(&planner);
    plan_hangers(&planner, &after, &before, STEP_ADD_HANGER);
    return planner.steps;
}
