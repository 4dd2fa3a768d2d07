/* difference.c - see difference.h. Read from the bottom: classes, then rules; their fields are in field_difference.c. */
#include "evolve/difference.h"

#include "base/map.h"
#include "evolve/field_difference.h"
#include "evolve/lock.h"

#include <string.h>

#define DIFFERENCE(kind, name, safety, breaking, tables) {name, safety, breaking, tables},
static const struct {
    const char *name;
    enum difference_safety safety;
    bool is_breaking;
    bool changes_tables;
} kinds[DIFFERENCE_KIND_COUNT] = {
#include "evolve/differences.def"
};
#undef DIFFERENCE

const char *difference_kind_name(enum difference_kind kind)
{
    return kinds[kind].name;
}

const char *difference_safety_name(enum difference_safety safety)
{
    static const char *const names[SAFETY_COUNT] = {"safe", "needs data", "loses data"};
    return names[safety];
}

struct difference *difference_add(struct differences *differences, enum difference_kind kind,
                                  const struct model_class *class, const struct model_class *former,
                                  const char *text)
{
    struct difference *difference = arena_alloc(differences->arena, sizeof *difference);
    *difference = (struct difference){.kind = kind,
                                      .safety = kinds[kind].safety,
                                      .is_breaking = kinds[kind].is_breaking,
                                      .changes_tables = kinds[kind].changes_tables,
                                      .text = text,
                                      .class = class,
                                      .former = former};
    vector_add(&differences->list, differences->arena, difference);
    return difference;
}

const struct model_class *difference_former_class(const struct model *before,
                                                  const struct model *after,
                                                  const struct model_class *class)
{
    const struct model_class *former = model_find_class(before, class->name);
    if (former || !class->renamed_from || model_find_class(after, class->renamed_from))
        return former;
    return model_find_class(before, class->renamed_from);
}

/* By its own name; what model_find_field() finds by a second name is another field's. */
static const struct model_field *field_called(const struct model_class *class, const char *name)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (strcmp(class->fields[i]->name, name) == 0)
            return class->fields[i];
    return NULL;
}

const struct model_field *difference_former_field(const struct model_class *former,
                                                  const struct model_class *class,
                                                  const struct model_field *field)
{
    const struct model_field *was = field_called(former, field->name);
    if (was || !field->renamed_from || field_called(class, field->renamed_from))
        return was;
    return field_called(former, field->renamed_from);
}

bool differences_change_tables(const struct differences *differences)
{
    for (size_t i = 0; i < differences->list.count; i++)
        if (difference_at(differences, i)->changes_tables)
            return true;
    return false;
}

bool differences_lose_data(const struct differences *differences)
{
    for (size_t i = 0; i < differences->list.count; i++)
        if (difference_at(differences, i)->safety == SAFETY_LOSES)
            return true;
    return false;
}

const char *difference_conversion(const struct model_field *was, const struct model_field *field)
{
    static const struct {
        enum field_type from;
        enum field_type to;
        const char *sql;
    } conversions[] = {
        {FIELD_NUMBER, FIELD_STRING, "number_text(%s)"},
        {FIELD_BOOLEAN, FIELD_STRING, "CASE %s WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"},
        {FIELD_BOOLEAN, FIELD_NUMBER, "CAST(%s AS REAL)"},
        {FIELD_DATE, FIELD_STRING, "date_text(%s)"},
        {FIELD_DATE, FIELD_NUMBER, "CAST(%s AS REAL)"},
        {FIELD_POINTER, FIELD_STRING, "%s"},
        {FIELD_FILE, FIELD_STRING, "%s"},
    };
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++)
        if (conversions[i].from == was->type && conversions[i].to == field->type)
            return conversions[i].sql;
    return NULL;
}

/* A list of column names with their directions, as text. */
static const char *index_text(struct arena *arena, const struct model_index *index)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text, "%s%s (", index->unique ? "unique " : "", index->name);
    for (size_t i = 0; i < index->column_count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? "" : ", ", index->columns[i]);
    buffer_add_string(&text, ")");
    return text.bytes;
}

static bool has_index(struct arena *arena, const struct model_class *class, const char *wanted)
{
    for (size_t i = 0; i < class->index_count; i++)
        if (strcmp(index_text(arena, &class->indexes[i]), wanted) == 0)
            return true;
    return false;
}

static void compare_indexes(struct differences *differences, const struct model_class *class,
                            const struct model_class *former)
{
    struct arena *arena = differences->arena;
    for (size_t i = 0; i < class->index_count; i++) {
        const char *text = index_text(arena, &class->indexes[i]);
        if (!has_index(arena, former, text)) {
            struct difference *difference = difference_add(
                differences, class->indexes[i].unique ? DIFFERENCE_UNIQUE : DIFFERENCE_INDEXED,
                class, former, arena_printf(arena, "%s has the index %s", class->name, text));
            difference->is_breaking = class->indexes[i].unique;
        }
    }
    for (size_t i = 0; i < former->index_count; i++) {
        const char *text = index_text(arena, &former->indexes[i]);
        if (!has_index(arena, class, text))
            difference_add(differences, DIFFERENCE_NOT_INDEXED, class, former,
                           arena_printf(arena, "%s no longer has the index %s", class->name, text));
    }
}

static const char *permissions_text(struct arena *arena, const struct model_class *class)
{
    struct buffer text;
    buffer_init(&text, arena);
    lock_write_permissions(&text, class);
    return text.bytes;
}

static void compare_class(struct differences *differences, const struct model_class *class,
                          const struct model_class *former)
{
    struct arena *arena = differences->arena;
    bool is_trail = class == differences->after->audit_log;
    bool was_trail = former == differences->before->audit_log;
    if (strcmp(class->name, former->name) != 0)
        difference_add(differences, DIFFERENCE_CLASS_RENAMED, class, former,
                       arena_printf(arena, "%s was called %s", class->name, former->name));
    if (is_trail != was_trail) {
        difference_add(
            differences, is_trail ? DIFFERENCE_TRAIL_ON : DIFFERENCE_TRAIL_OFF, class, former,
            arena_printf(arena,
                         is_trail ? "%s shows the audit trail, and no longer what it held"
                                  : "%s no longer shows the audit trail",
                         class->name));
        return;
    }
    if (class->keeps_versions != former->keeps_versions)
        difference_add(
            differences, class->keeps_versions ? DIFFERENCE_VERSIONS_ON : DIFFERENCE_VERSIONS_OFF,
            class, former,
            arena_printf(
                arena, class->keeps_versions ? "%s keeps versions" : "%s no longer keeps versions",
                class->name));
    if (class->append_only != former->append_only)
        difference_add(
            differences,
            class->append_only ? DIFFERENCE_APPEND_ONLY_ON : DIFFERENCE_APPEND_ONLY_OFF, class,
            former,
            arena_printf(arena,
                         class->append_only ? "%s is append-only" : "%s is no longer append-only",
                         class->name));
    field_differences_find(differences, class, former);
    compare_indexes(differences, class, former);
    if (strcmp(permissions_text(arena, class), permissions_text(arena, former)) != 0)
        difference_add(differences, DIFFERENCE_PERMISSIONS, class, former,
                       arena_printf(arena, "%s has other class-level permissions", class->name));
}

static const char *likely_class(struct differences *differences, const struct model_class *gone)
{
    const struct model *after = differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        size_t same = 0;
        if (difference_former_class(differences->before, after, class))
            continue;
        for (size_t j = 0; j < gone->field_count; j++)
            same += field_called(class, gone->fields[j]->name) != NULL;
        if (same > 0 && 2 * same >= gone->field_count)
            return arena_printf(differences->arena,
                                "if %s is its new name, say so: `%s (was %s):` in the spec, or "
                                "\"renamedFrom\": \"%s\" in the schema",
                                class->name, class->name, gone->name, gone->name);
    }
    return NULL;
}

const char *difference_rule_text(struct arena *arena, const struct model_rule *rule)
{
    struct buffer text;
    buffer_init(&text, arena);
    lock_write_rule(&text, NULL, rule);
    if (rule->kind == RULE_ROLE && rule->role)
        lock_write_role(&text, rule->role);
    return text.bytes;
}

/* The sentences of one model's rules whose rule the other does not have, each once. */
static void tell_rules(struct differences *differences, const struct model *here,
                       const struct model *there, enum difference_kind kind)
{
    struct arena *arena = differences->arena;
    struct map known;
    map_init(&known, arena);
    for (size_t i = 0; i < there->rule_count; i++)
        map_add(&known, difference_rule_text(arena, there->rules[i]), (void *)(uintptr_t)there);
    for (size_t i = 0; i < here->rule_count; i++) {
        const struct model_rule *rule = here->rules[i];
        if (map_get(&known, difference_rule_text(arena, rule)))
            continue;
        const char *sentence =
            rule->sentence < here->sentence_count ? here->sentences[rule->sentence].text : "";
        if (!map_add(&known, sentence, (void *)(uintptr_t)here))
            difference_add(
                differences, kind, rule->class, NULL,
                arena_printf(arena, kind == DIFFERENCE_RULE_ADDED ? "'%s' is new" : "'%s' is gone",
                             sentence));
    }
}

void differences_find(struct differences *differences, struct arena *arena,
                      const struct model *before, const struct model *after)
{
    struct map kept; /* the names of then of classes that are still there */
    *differences = (struct differences){.arena = arena, .before = before, .after = after};
    map_init(&kept, arena);
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former = difference_former_class(before, after, class);
        if (former) {
            map_add(&kept, former->name, (void *)(uintptr_t)former);
            compare_class(differences, class, former);
        } else
            difference_add(differences, DIFFERENCE_CLASS_ADDED, class, NULL,
                           arena_printf(arena, "%s is new", class->name));
    }
    for (size_t i = 0; i < before->class_count; i++) {
        const struct model_class *former = before->classes[i];
        if (!map_get(&kept, former->name)) {
            struct difference *difference =
                difference_add(differences, DIFFERENCE_CLASS_REMOVED, former, former,
                               arena_printf(arena, "%s is gone", former->name));
            difference->hint = likely_class(differences, former);
            if (former == before->audit_log)
                difference->safety = SAFETY_SAFE; /* a view; the trail itself stays */
        }
    }
    tell_rules(differences, after, before, DIFFERENCE_RULE_ADDED);
    tell_rules(differences, before, after, DIFFERENCE_RULE_REMOVED);
}
