/* difference.c - see difference.h. Read from the bottom: classes, then their fields, then rules. */
#include "evolve/difference.h"

#include "base/map.h"
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

static struct difference *add(struct differences *differences, enum difference_kind kind,
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

/* One field, then and now. */
struct pair {
    struct differences *differences;
    const struct model_class *class;
    const struct model_class *former;
    const struct model_field *field;
    const struct model_field *was;
};

static struct difference *tell(const struct pair *pair, enum difference_kind kind, const char *what)
{
    const char *text = arena_printf(pair->differences->arena, "%s.%s %s", pair->class->name,
                                    pair->field->name, what);
    struct difference *difference = add(pair->differences, kind, pair->class, pair->former, text);
    difference->field = pair->field;
    difference->was = pair->was;
    return difference;
}

static const char *type_text(struct arena *arena, const struct model_field *field)
{
    const char *name = field_type_name(field->type);
    if (field->target)
        return arena_printf(arena, "%s to %s", name, field->target->name);
    return field->element_type < 0
               ? name
               : arena_printf(arena, "%s of %s", name,
                              field_type_name((enum field_type)field->element_type));
}

static struct difference *tell_types(const struct pair *pair, enum difference_kind kind)
{
    struct arena *arena = pair->differences->arena;
    return tell(pair, kind,
                arena_printf(arena, "is a %s and was a %s", type_text(arena, pair->field),
                             type_text(arena, pair->was)));
}

static void compare_types(const struct pair *pair)
{
    struct arena *arena = pair->differences->arena;
    const struct model_field *was = pair->was;
    const struct model_field *field = pair->field;
    if (was->type != field->type) {
        struct difference *difference = tell_types(pair, DIFFERENCE_TYPE_CHANGED);
        bool is_join = was->type == FIELD_RELATION || field->type == FIELD_RELATION;
        if (is_join || !difference_conversion(was, field)) {
            difference->safety = SAFETY_DATA;
            difference->hint =
                arena_printf(arena,
                             "no conversion keeps every value: say how with --using "
                             "'%s.%s=EXPRESSION', SQL over "
                             "the former column; or remove the field and add another",
                             pair->class->name, field->name);
        }
        return;
    }
    const struct model_class *target = field->target;
    bool same_target = !target || !was->target || strcmp(target->name, was->target->name) == 0 ||
                       difference_former_class(pair->differences->before, pair->differences->after,
                                               target) == was->target;
    if (!same_target)
        tell_types(pair, DIFFERENCE_TARGET_CHANGED);
    else if (field->element_type != was->element_type) {
        struct difference *difference = tell_types(pair, DIFFERENCE_ELEMENT_CHANGED);
        difference->is_breaking = field->element_type >= 0;
    }
}

static bool has_value(const struct model_field *field, const char *value)
{
    for (size_t i = 0; i < field->one_of_count; i++)
        if (strcmp(field->one_of[i], value) == 0)
            return true;
    return field->one_of_count == 0;
}

/* Tells of the values that the one field takes and the other does not. */
static void compare_values(const struct pair *pair)
{
    struct buffer taken;
    struct buffer added;
    buffer_init(&taken, pair->differences->arena);
    buffer_init(&added, pair->differences->arena);
    for (size_t i = 0; i < pair->was->one_of_count; i++)
        if (!has_value(pair->field, pair->was->one_of[i]))
            buffer_printf(&taken, "%s'%s'", taken.length ? ", " : "", pair->was->one_of[i]);
    for (size_t i = 0; i < pair->field->one_of_count && pair->was->one_of_count > 0; i++)
        if (!has_value(pair->was, pair->field->one_of[i]))
            buffer_printf(&added, "%s'%s'", added.length ? ", " : "", pair->field->one_of[i]);
    struct arena *arena = pair->differences->arena;
    if (pair->was->one_of_count == 0 && pair->field->one_of_count > 0)
        tell(pair, DIFFERENCE_VALUES_NARROWED, "takes a few values only and took any");
    else if (taken.length > 0)
        tell(pair, DIFFERENCE_VALUES_NARROWED,
             arena_printf(arena, "no longer takes %s", taken.bytes));
    if (pair->was->one_of_count > 0 && pair->field->one_of_count == 0)
        tell(pair, DIFFERENCE_VALUES_WIDENED, "takes any value");
    else if (added.length > 0)
        tell(pair, DIFFERENCE_VALUES_WIDENED, arena_printf(arena, "takes %s, too", added.bytes));
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static bool is_alias(const struct model_field *field, const char *name)
{
    for (size_t i = 0; i < field->alias_count; i++)
        if (strcmp(field->aliases[i], name) == 0)
            return true;
    return false;
}

static void compare_names(const struct pair *pair)
{
    struct arena *arena = pair->differences->arena;
    if (strcmp(pair->field->name, pair->was->name) != 0)
        tell(pair, DIFFERENCE_FIELD_RENAMED, arena_printf(arena, "was called %s", pair->was->name))
            ->is_breaking = !is_alias(pair->field, pair->was->name);
    else if (strcmp(pair->field->column, pair->was->column) != 0)
        tell(pair, DIFFERENCE_COLUMN_RENAMED,
             arena_printf(arena, "is kept in the column %s", pair->field->column));
    for (size_t i = 0; i < pair->field->alias_count; i++)
        if (!is_alias(pair->was, pair->field->aliases[i]))
            tell(pair, DIFFERENCE_ALIAS_ADDED,
                 arena_printf(arena, "is called %s, too", pair->field->aliases[i]));
    for (size_t i = 0; i < pair->was->alias_count; i++)
        if (!is_alias(pair->field, pair->was->aliases[i]))
            tell(pair, DIFFERENCE_ALIAS_REMOVED,
                 arena_printf(arena, "is no longer called %s", pair->was->aliases[i]));
}

/* What a row that has no value in the field is given: the default, where there is one. */
static void tell_required(const struct pair *pair)
{
    struct difference *difference = tell(pair, DIFFERENCE_REQUIRED, "is required");
    if (pair->field->default_json)
        difference->safety = SAFETY_SAFE;
    else
        difference->hint = arena_printf(
            pair->differences->arena,
            "rows may lack it: give it a default, or say what they get with --fill "
            "'%s.%s=EXPRESSION' (SQL over the row), or with --fill '%s.%s' that none lacks it",
            pair->class->name, pair->field->name, pair->class->name, pair->field->name);
}

static void compare_field(const struct pair *pair)
{
    const struct model_field *field = pair->field;
    const struct model_field *was = pair->was;
    compare_names(pair);
    compare_types(pair);
    if (field->required && !was->required)
        tell_required(pair);
    if (!field->required && was->required)
        tell(pair, DIFFERENCE_OPTIONAL, "is optional");
    if (field->unique != was->unique)
        tell(pair, field->unique ? DIFFERENCE_UNIQUE : DIFFERENCE_NOT_UNIQUE,
             field->unique ? "is unique" : "is no longer unique");
    else if (model_field_has_index(pair->class, field) != model_field_has_index(pair->former, was))
        tell(pair, field->indexed ? DIFFERENCE_INDEXED : DIFFERENCE_NOT_INDEXED,
             field->indexed ? "has an index" : "has no index any more");
    if (field->text_indexed != was->text_indexed)
        tell(pair, field->text_indexed ? DIFFERENCE_INDEXED : DIFFERENCE_NOT_INDEXED,
             field->text_indexed ? "has an index of its words" : "has no index of its words");
    if (field->sealed != was->sealed)
        tell(pair, field->sealed ? DIFFERENCE_ENCRYPTED : DIFFERENCE_NOT_ENCRYPTED,
             field->sealed ? "is encrypted" : "is no longer encrypted");
    if (!same_text(field->default_json, was->default_json))
        tell(pair, DIFFERENCE_DEFAULT_CHANGED,
             field->default_json
                 ? arena_printf(pair->differences->arena, "has the default %s", field->default_json)
                 : "has no default");
    compare_values(pair);
}

static void tell_added(struct differences *differences, const struct model_class *class,
                       const struct model_class *former, const struct model_field *field)
{
    struct pair pair = {differences, class, former, field, NULL};
    const char *text =
        arena_printf(differences->arena, "is new, a %s%s", type_text(differences->arena, field),
                     field->required ? ", required" : "");
    struct difference *difference = tell(&pair, DIFFERENCE_FIELD_ADDED, text);
    difference->is_breaking = field->required && !field->default_json && !field->server_set;
    if (field->required && !field->default_json && field->type != FIELD_RELATION) {
        difference->safety = SAFETY_DATA;
        difference->hint = arena_printf(
            differences->arena,
            "rows that are there lack it: give it a default, or say what they get with --fill "
            "'%s.%s=EXPRESSION' (SQL over the row), or with --fill '%s.%s' that there are no rows",
            class->name, field->name, class->name, field->name);
    }
}

/* Of a removed and an added field of one type, one may be the other under a new name. That is said,
 * and never assumed. */
static const char *likely_name(struct differences *differences, const struct model_class *class,
                               const struct model_class *former, const struct model_field *gone)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!difference_former_field(former, class, field) && field->type == gone->type &&
            field->target == gone->target)
            return arena_printf(differences->arena,
                                "if %s is its new name, say so: `%s (..., was %s)` in the spec, or "
                                "\"renamedFrom\": \"%s\" in the schema",
                                field->name, field->name, gone->name, gone->name);
    }
    return NULL;
}

static bool is_kept(const struct model_class *class, const struct model_class *former,
                    const struct model_field *was)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (difference_former_field(former, class, class->fields[i]) == was)
            return true;
    return false;
}

static void compare_fields(struct differences *differences, const struct model_class *class,
                           const struct model_class *former)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        const struct model_field *was = difference_former_field(former, class, field);
        if (was)
            compare_field(&(struct pair){differences, class, former, field, was});
        else
            tell_added(differences, class, former, field);
    }
    for (size_t i = 0; i < former->field_count; i++) {
        const struct model_field *was = former->fields[i];
        if (is_kept(class, former, was))
            continue;
        struct pair pair = {differences, class, former, was, was};
        tell(&pair, DIFFERENCE_FIELD_REMOVED, "is gone")->hint =
            likely_name(differences, class, former, was);
    }
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
            struct difference *difference =
                add(differences, class->indexes[i].unique ? DIFFERENCE_UNIQUE : DIFFERENCE_INDEXED,
                    class, former, arena_printf(arena, "%s has the index %s", class->name, text));
            difference->is_breaking = class->indexes[i].unique;
        }
    }
    for (size_t i = 0; i < former->index_count; i++) {
        const char *text = index_text(arena, &former->indexes[i]);
        if (!has_index(arena, class, text))
            add(differences, DIFFERENCE_NOT_INDEXED, class, former,
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
        add(differences, DIFFERENCE_CLASS_RENAMED, class, former,
            arena_printf(arena, "%s was called %s", class->name, former->name));
    if (is_trail != was_trail) {
        add(differences, is_trail ? DIFFERENCE_TRAIL_ON : DIFFERENCE_TRAIL_OFF, class, former,
            arena_printf(arena,
                         is_trail ? "%s shows the audit trail, and no longer what it held"
                                  : "%s no longer shows the audit trail",
                         class->name));
        return;
    }
    if (class->keeps_versions != former->keeps_versions)
        add(differences, class->keeps_versions ? DIFFERENCE_VERSIONS_ON : DIFFERENCE_VERSIONS_OFF,
            class, former,
            arena_printf(
                arena, class->keeps_versions ? "%s keeps versions" : "%s no longer keeps versions",
                class->name));
    if (class->append_only != former->append_only)
        add(differences,
            class->append_only ? DIFFERENCE_APPEND_ONLY_ON : DIFFERENCE_APPEND_ONLY_OFF, class,
            former,
            arena_printf(arena,
                         class->append_only ? "%s is append-only" : "%s is no longer append-only",
                         class->name));
    compare_fields(differences, class, former);
    compare_indexes(differences, class, former);
    if (strcmp(permissions_text(arena, class), permissions_text(arena, former)) != 0)
        add(differences, DIFFERENCE_PERMISSIONS, class, former,
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

/* What a rule says, whatever its sentence; one that says who has a role, whom it means. */
static const char *rule_text(struct arena *arena, const struct model_rule *rule)
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
        map_add(&known, rule_text(arena, there->rules[i]), (void *)(uintptr_t)there);
    for (size_t i = 0; i < here->rule_count; i++) {
        const struct model_rule *rule = here->rules[i];
        if (map_get(&known, rule_text(arena, rule)))
            continue;
        const char *sentence =
            rule->sentence < here->sentence_count ? here->sentences[rule->sentence].text : "";
        if (!map_add(&known, sentence, (void *)(uintptr_t)here))
            add(differences, kind, rule->class, NULL,
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
            add(differences, DIFFERENCE_CLASS_ADDED, class, NULL,
                arena_printf(arena, "%s is new", class->name));
    }
    for (size_t i = 0; i < before->class_count; i++) {
        const struct model_class *former = before->classes[i];
        if (!map_get(&kept, former->name)) {
            struct difference *difference =
                add(differences, DIFFERENCE_CLASS_REMOVED, former, former,
                    arena_printf(arena, "%s is gone", former->name));
            difference->hint = likely_class(differences, former);
            if (former == before->audit_log)
                difference->safety = SAFETY_SAFE; /* a view; the trail itself stays */
        }
    }
    tell_rules(differences, after, before, DIFFERENCE_RULE_ADDED);
    tell_rules(differences, before, after, DIFFERENCE_RULE_REMOVED);
}
