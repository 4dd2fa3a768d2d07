/* lock_read.c - from a lock to a model; see lock.h. Read from the bottom.
 *
 * A lock is written by lock_write.c and merged by people, so it is taken apart with care: whatever
 * does not fit is reported once, as one fault of the file, and nothing is read further. */
#include "evolve/lock.h"

#include "base/map.h"
#include "base/text_check.h"
#include "base/vector.h"
#include "evolve/steps.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    struct model *model;
    struct vector classes; /* of struct model_class */
    struct vector roles;   /* of struct model_role */
    struct map class_of;
    bool failed;
};

/* Reports the fault; the first one is enough to say that the file is none of ours. */
static void fail(struct reader *reader, const struct json_value *at, const char *what)
{
    if (!reader->failed)
        diag_report(reader->diag, DIAG_BAD_LOCK, json_span(reader->source, at), what);
    reader->failed = true;
}

/* The member's text, or NULL when it is not there. */
static const char *text_of(struct reader *reader, const struct json_value *object, const char *key)
{
    const struct json_value *member = json_member(object, key);
    if (!member)
        return NULL;
    if (member->kind != JSON_STRING) {
        fail(reader, member, arena_printf(reader->arena, "'%s' is no string", key));
        return NULL;
    }
    return member->text;
}

static const char *name_of(struct reader *reader, const struct json_value *object, const char *key)
{
    const char *text = text_of(reader, object, key);
    if (!text)
        fail(reader, object, arena_printf(reader->arena, "'%s' is missing", key));
    return text ? text : "";
}

static bool flag_of(const struct json_value *object, const char *key)
{
    const struct json_value *member = json_member(object, key);
    return member && member->kind == JSON_BOOLEAN && member->boolean;
}

static int64_t number_of(const struct json_value *object, const char *key)
{
    const struct json_value *member = json_member(object, key);
    return member && member->kind == JSON_NUMBER ? strtoll(member->text, NULL, 10) : 0;
}

/* The elements of a list; an empty one when it is not there. */
static const struct json_value *list_of(struct reader *reader, const struct json_value *object,
                                        const char *key)
{
    static const struct json_value none = {.kind = JSON_ARRAY};
    const struct json_value *member = json_member(object, key);
    if (member && member->kind != JSON_ARRAY)
        fail(reader, member, arena_printf(reader->arena, "'%s' is no list", key));
    return member && member->kind == JSON_ARRAY ? member : &none;
}

static const char *const *texts_of(struct reader *reader, const struct json_value *object,
                                   const char *key, size_t *count)
{
    const struct json_value *list = list_of(reader, object, key);
    const char **texts = arena_alloc_array(reader->arena, list->count, sizeof *texts);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        if (item->kind == JSON_STRING)
            texts[(*count)++] = item->text;
        else
            fail(reader, item, "a list of texts has something else in it");
    return texts;
}

static int type_of(struct reader *reader, const struct json_value *object, const char *key)
{
    const char *name = text_of(reader, object, key);
    for (int type = 0; name && type < FIELD_TYPE_COUNT; type++)
        if (strcmp(field_type_name((enum field_type)type), name) == 0)
            return type;
    if (name)
        fail(reader, object, arena_printf(reader->arena, "'%s' is no type", name));
    return -1;
}

static struct model_class *class_named(struct reader *reader, const char *name)
{
    return name ? map_get(&reader->class_of, name) : NULL;
}

static const struct model_field *field_named(struct reader *reader, const struct json_value *at,
                                             const struct model_class *class, const char *name)
{
    const struct model_field *field = class && name ? model_find_field(class, name) : NULL;
    if (!field)
        fail(reader, at,
             arena_printf(reader->arena, "there is no field '%s' in %s", name ? name : "",
                          class ? class->name : "it"));
    return field;
}

/* The names under which an edit has kept something: what a purge drops. */
static const char *const *kept_of(struct reader *reader, const struct json_value *object,
                                  const char *key, size_t *count)
{
    const char *const *names = texts_of(reader, object, key, count);
    for (size_t i = 0; i < *count; i++)
        if (!steps_is_retired_name(names[i]))
            fail(reader, object,
                 arena_printf(reader->arena, "'%s' is no name under which something is kept",
                              names[i]));
    return names;
}

/* A member that names a field of the class; NULL when it is not there. */
static const struct model_field *field_of(struct reader *reader, const struct json_value *object,
                                          const char *key, const struct model_class *class)
{
    const char *name = text_of(reader, object, key);
    return name ? field_named(reader, object, class, name) : NULL;
}

/* Members that name fields of the class; of an index, null is none of them but objectId or a date. */
static const struct model_field *const *fields_of(struct reader *reader,
                                                  const struct json_value *object, const char *key,
                                                  const struct model_class *class, size_t *count)
{
    const struct json_value *list = list_of(reader, object, key);
    const struct model_field **fields =
        arena_alloc_array(reader->arena, list->count, sizeof *fields);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        fields[(*count)++] =
            item->kind == JSON_NULL ? NULL : field_named(reader, item, class, item->text);
    return fields;
}

/* The same, without any that is null. */
static const struct model_field *const *
named_fields_of(struct reader *reader, const struct json_value *object, const char *key,
                const struct model_class *class, size_t *count)
{
    const struct model_field *const *fields = fields_of(reader, object, key, class, count);
    for (size_t i = 0; i < *count; i++)
        if (!fields[i])
            fail(reader, object, "a list of fields has something else in it");
    return fields;
}

/* Each step is a pointer of the class that the one before leads to. */
static struct model_path path_of(struct reader *reader, const struct json_value *object,
                                 const char *key, const struct model_class *class)
{
    const struct json_value *list = list_of(reader, object, key);
    const struct model_field **steps = arena_alloc_array(reader->arena, list->count, sizeof *steps);
    struct model_path path = {.steps = steps};
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        const struct model_field *field = field_named(reader, item, class, item->text);
        if (!field)
            break;
        steps[path.length++] = field;
        class = field->target;
    }
    return path;
}

static struct model_field *read_field(struct reader *reader, const struct json_value *written)
{
    struct model_field *field = arena_alloc(reader->arena, sizeof *field);
    field->name = name_of(reader, written, "name");
    int type = type_of(reader, written, "type");
    field->type = type < 0 ? FIELD_STRING : (enum field_type)type;
    field->element_type = type_of(reader, written, "element");
    const char *column = text_of(reader, written, "column");
    field->column = column ? column : field->name;
    const char *record = text_of(reader, written, "record");
    field->record = record ? record : field->name;
    field->required = flag_of(written, "required");
    field->unique = flag_of(written, "unique");
    field->indexed = flag_of(written, "indexed");
    field->text_indexed = flag_of(written, "words");
    field->sealed = flag_of(written, "encrypted");
    field->server_set = flag_of(written, "system");
    field->reserved = flag_of(written, "reserved");
    field->default_json = text_of(reader, written, "default");
    field->one_of = texts_of(reader, written, "oneOf", &field->one_of_count);
    field->aliases = texts_of(reader, written, "aliases", &field->alias_count);
    return field;
}

static const struct model_field *const *
read_fields(struct reader *reader, const struct json_value *written, const char *key, size_t *count)
{
    const struct json_value *list = list_of(reader, written, key);
    const struct model_field **fields =
        arena_alloc_array(reader->arena, list->count, sizeof *fields);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        fields[(*count)++] = read_field(reader, item);
    return fields;
}

static void read_class(struct reader *reader, const struct json_value *written)
{
    struct model_class *class = arena_alloc(reader->arena, sizeof *class);
    class->name = name_of(reader, written, "name");
    const char *table = text_of(reader, written, "table");
    class->table = table ? table : class->name;
    const char *record = text_of(reader, written, "record");
    class->record = record ? record : class->name;
    class->builtin = flag_of(written, "builtin");
    class->has_access_rules = flag_of(written, "ruled");
    class->append_only = flag_of(written, "appendOnly");
    class->keeps_versions = flag_of(written, "versions");
    class->is_grant = flag_of(written, "grant");
    class->audited_reads = (unsigned)number_of(written, "auditedReads");
    class->fields = read_fields(reader, written, "fields", &class->field_count);
    class->retired = read_fields(reader, written, "retired", &class->retired_count);
    class->kept = kept_of(reader, written, "kept", &class->kept_count);
    if (flag_of(written, "trail"))
        reader->model->audit_log = class;
    if (map_add(&reader->class_of, class->name, class))
        fail(reader, written,
             arena_printf(reader->arena, "the class %s stands in it twice", class->name));
    vector_add(&reader->classes, reader->arena, class);
}

/* Pointers and relations, once all classes are there. The fields are ours to complete. */
static void read_targets(struct reader *reader, const struct json_value *list,
                         const struct model_field *const *fields)
{
    size_t i = 0;
    for (const struct json_value *item = list->first; item; item = item->next, i++) {
        struct model_field *field = (struct model_field *)(uintptr_t)fields[i];
        const char *target = text_of(reader, item, "target");
        field->target = class_named(reader, target);
        if (target && !field->target)
            fail(reader, item, arena_printf(reader->arena, "there is no class '%s'", target));
    }
}

static void read_indexes(struct reader *reader, const struct json_value *written,
                         struct model_class *class)
{
    const struct json_value *list = list_of(reader, written, "indexes");
    struct model_index *indexes = arena_alloc_array(reader->arena, list->count, sizeof *indexes);
    size_t count = 0;
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_index *index = &indexes[count++];
        size_t columns = 0;
        index->name = name_of(reader, item, "name");
        index->unique = flag_of(item, "unique");
        index->fields = fields_of(reader, item, "fields", class, &index->column_count);
        index->columns = texts_of(reader, item, "columns", &columns);
        if (columns != index->column_count)
            fail(reader, item, "an index has fields and columns that do not agree");
    }
    class->indexes = indexes;
    class->index_count = count;
}

static void read_permissions(struct reader *reader, const struct json_value *written,
                             struct model_class *class)
{
    const struct json_value *permissions = json_member(written, "permissions");
    class->has_permissions = permissions != NULL;
    for (size_t i = 0; permissions && i < OPERATION_TOTAL; i++) {
        const struct json_value *one = json_member(permissions, operation_names[i]);
        struct model_permission *permission = &class->permissions[i];
        if (!one)
            continue;
        permission->everyone = flag_of(one, "everyone");
        permission->requires_authentication = flag_of(one, "signedIn");
        permission->principals = texts_of(reader, one, "principals", &permission->principal_count);
        permission->pointer_fields =
            named_fields_of(reader, one, "pointers", class, &permission->pointer_field_count);
    }
    class->default_acl = text_of(reader, written, "acl");
    const struct json_value *list = list_of(reader, written, "protected");
    struct model_protected *hidden = arena_alloc_array(reader->arena, list->count, sizeof *hidden);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_protected *one = &hidden[class->protected_count++];
        one->principal = name_of(reader, item, "from");
        one->fields = texts_of(reader, item, "fields", &one->field_count);
    }
    class->protected_fields = hidden;
}

static void read_role(struct reader *reader, const struct json_value *written)
{
    struct model_role *role = arena_alloc(reader->arena, sizeof *role);
    const char *members = name_of(reader, written, "members");
    bool known = false;
    role->name = name_of(reader, written, "name");
    for (size_t i = 0; i < LOCK_MEMBERS; i++) {
        if (strcmp(lock_members[i], members) == 0) {
            role->members = (enum role_members)i;
            known = true;
        }
    }
    if (!known)
        fail(reader, written, "who has a role is none of what there is");
    role->role_name = role->members == MEMBERS_ROLE ? name_of(reader, written, "role")
                                                    : text_of(reader, written, "role");
    role->profile = class_named(reader, text_of(reader, written, "profile"));
    if (role->profile)
        role->profile_user = path_of(reader, written, "profileUser", role->profile);
    else if (role->members == MEMBERS_PROFILE)
        fail(reader, written, "a role's profile is no class");
    vector_add(&reader->roles, reader->arena, role);
}

static const struct model_role *role_of(struct reader *reader, const struct json_value *object)
{
    const char *name = text_of(reader, object, "role");
    for (size_t i = 0; name && i < reader->roles.count; i++) {
        const struct model_role *role = reader->roles.items[i];
        if (strcmp(role->name, name) == 0)
            return role;
    }
    if (name)
        fail(reader, object, arena_printf(reader->arena, "there is no role '%s'", name));
    return NULL;
}

static const struct model_grant *read_grant(struct reader *reader, const struct json_value *written)
{
    if (!written)
        return NULL;
    struct model_grant *grant = arena_alloc(reader->arena, sizeof *grant);
    grant->class = class_named(reader, name_of(reader, written, "class"));
    if (!grant->class) {
        fail(reader, written, "a grant's class is not there");
        return NULL;
    }
    grant->grantee = path_of(reader, written, "grantee", grant->class);
    grant->target = field_of(reader, written, "target", grant->class);
    grant->scope = field_of(reader, written, "scope", grant->class);
    grant->word = text_of(reader, written, "word");
    grant->is_emergency = flag_of(written, "emergency");
    grant->is_consent = flag_of(written, "consent");
    grant->until = field_of(reader, written, "until", grant->class);
    grant->or_until = field_of(reader, written, "orUntil", grant->class);
    if (!grant->target)
        fail(reader, written, "a grant has no target");
    return grant;
}

static void read_conditions(struct reader *reader, const struct json_value *written,
                            const struct model_class *class, struct model_rule *rule)
{
    const struct json_value *list = list_of(reader, written, "conditions");
    struct model_condition *conditions =
        arena_alloc_array(reader->arena, list->count, sizeof *conditions);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_condition *condition = &conditions[rule->condition_count++];
        condition->field = field_named(reader, item, class, text_of(reader, item, "field"));
        condition->negated = flag_of(item, "not");
        condition->values = texts_of(reader, item, "values", &condition->value_count);
    }
    rule->conditions = conditions;
}

static void read_lifecycle(struct reader *reader, const struct json_value *written,
                           struct model_rule *rule)
{
    const struct json_value *list = list_of(reader, written, "steps");
    struct model_step *steps = arena_alloc_array(reader->arena, list->count, sizeof *steps);
    for (const struct json_value *item = list->first; item; item = item->next)
        steps[rule->step_count++] = (struct model_step){.from = name_of(reader, item, "from"),
                                                        .to = name_of(reader, item, "to")};
    rule->steps = steps;
    list = list_of(reader, written, "actors");
    struct model_actor *actors = arena_alloc_array(reader->arena, list->count, sizeof *actors);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_actor *actor = &actors[rule->actor_count++];
        actor->role = role_of(reader, item);
        actor->path = path_of(reader, item, "path", rule->class);
    }
    rule->actors = actors;
}

static unsigned operations_of(struct reader *reader, const struct json_value *written)
{
    size_t count = 0;
    const char *const *names = texts_of(reader, written, "operations", &count);
    unsigned operations = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < OPERATION_TOTAL; j++)
            if (strcmp(names[i], operation_names[j]) == 0)
                operations |= 1U << j;
    return operations;
}

static struct model_rule *read_rule(struct reader *reader, const struct json_value *written)
{
    struct model_rule *rule = arena_alloc(reader->arena, sizeof *rule);
    const char *kind = name_of(reader, written, "kind");
    int found = 0;
    while (found < RULE_KIND_COUNT && strcmp(rule_kind_name((enum rule_kind)found), kind) != 0)
        found++;
    if (found == RULE_KIND_COUNT)
        fail(reader, written, arena_printf(reader->arena, "there is no kind of rule '%s'", kind));
    rule->kind = (enum rule_kind)found;
    rule->class = class_named(reader, text_of(reader, written, "class"));
    if (json_member(written, "class") && !rule->class)
        fail(reader, written, "a rule's class is not there");
    rule->role = role_of(reader, written);
    rule->operations = operations_of(reader, written);
    const char *scope = text_of(reader, written, "scope");
    for (size_t i = 0; scope && i < LOCK_SCOPES; i++)
        if (strcmp(scope, lock_scopes[i]) == 0)
            rule->scope = (enum rule_scope)i;
    rule->path = path_of(reader, written, "path", rule->class);
    rule->grant = read_grant(reader, json_member(written, "grant"));
    if (rule->scope == SCOPE_GRANTED && !rule->grant && rule->kind != RULE_SCOPE_WORD)
        fail(reader, written, "a rule grants nothing");
    rule->fields = named_fields_of(reader, written, "fields", rule->class, &rule->field_count);
    read_conditions(reader, written,
                    rule->scope == SCOPE_GRANTED && rule->grant ? rule->grant->class : rule->class,
                    rule);
    read_lifecycle(reader, written, rule);
    rule->from = field_of(reader, written, "from", rule->class);
    rule->to = field_of(reader, written, "to", rule->class);
    rule->value = text_of(reader, written, "value");
    rule->duration_ms = number_of(written, "milliseconds");
    return rule;
}

/* All rules, and for each class those about it. */
static void read_rules(struct reader *reader, const struct json_value *json)
{
    const struct json_value *list = list_of(reader, json, "rules");
    struct model *model = reader->model;
    const struct model_rule **rules = arena_alloc_array(reader->arena, list->count, sizeof *rules);
    struct model_sentence *sentences =
        arena_alloc_array(reader->arena, list->count, sizeof *sentences);
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        struct model_rule *rule = read_rule(reader, item);
        const char *sentence = text_of(reader, item, "sentence");
        rule->sentence = model->rule_count;
        sentences[model->rule_count].text = sentence ? sentence : "";
        sentences[model->rule_count].section = "Rules";
        sentences[model->rule_count].understood = true;
        rules[model->rule_count++] = rule;
    }
    model->rules = rules;
    model->sentences = sentences;
    model->sentence_count = model->rule_count;
    for (size_t i = 0; i < reader->classes.count; i++) {
        struct model_class *class = reader->classes.items[i];
        struct vector own = {0};
        for (size_t j = 0; j < model->rule_count; j++)
            if (rules[j]->class == class)
                vector_add(&own, reader->arena, (void *)(uintptr_t)rules[j]);
        class->rules = (const struct model_rule *const *)own.items;
        class->rule_count = own.count;
    }
}

static void read_classes(struct reader *reader, const struct json_value *json)
{
    const struct json_value *list = list_of(reader, json, "classes");
    for (const struct json_value *item = list->first; item; item = item->next)
        read_class(reader, item);
    size_t i = 0;
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        struct model_class *class = reader->classes.items[i++];
        read_targets(reader, list_of(reader, item, "fields"), class->fields);
        read_targets(reader, list_of(reader, item, "retired"), class->retired);
    }
    i = 0;
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        struct model_class *class = reader->classes.items[i++];
        read_indexes(reader, item, class);
        read_permissions(reader, item, class);
    }
    reader->model->classes = (const struct model_class *const *)reader->classes.items;
    reader->model->class_count = reader->classes.count;
}

const struct lock *lock_read(struct diag *diag, const struct source *source)
{
    struct reader reader = {.diag = diag, .arena = diag->arena, .source = source};
    reader.model = arena_alloc(diag->arena, sizeof *reader.model);
    map_init(&reader.class_of, diag->arena);
    if (!text_check(diag, source))
        return NULL;
    const struct json_value *json = json_parse(diag, source, text_start(source), source->length);
    if (!json)
        return NULL;
    if (json->kind != JSON_OBJECT || number_of(json, "format") != LOCK_FORMAT) {
        fail(&reader, json, "it is not of a form that this caregen knows");
        return NULL;
    }
    const char *access = text_of(&reader, json, "access");
    reader.model->name = name_of(&reader, json, "name");
    reader.model->title = reader.model->name;
    reader.model->access = access && strcmp(access, "public") == 0 ? ACCESS_PUBLIC : ACCESS_OWNER;
    reader.model->kept_tables =
        kept_of(&reader, json, "keptTables", &reader.model->kept_table_count);
    read_classes(&reader, json);
    const struct json_value *roles = list_of(&reader, json, "roles");
    for (const struct json_value *item = roles->first; item && !reader.failed; item = item->next)
        read_role(&reader, item);
    if (!reader.failed)
        read_rules(&reader, json);
    if (reader.failed)
        return NULL;
    struct map *class_of = arena_alloc(diag->arena, sizeof *class_of);
    *class_of = reader.class_of;
    reader.model->class_of = class_of;
    struct lock *lock = arena_alloc(diag->arena, sizeof *lock);
    *lock = (struct lock){.model = reader.model,
                          .migration = (unsigned)number_of(json, "migration"),
                          .last = name_of(&reader, json, "last"),
                          .json = json,
                          .source = source};
    return lock;
}
