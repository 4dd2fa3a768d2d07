/* lock_read.c - from a lock to a model; see lock.h. Read from the bottom.
 *
 * A lock is written by lock_write.c and merged by people, so it is taken apart with care: whatever
 * does not fit is reported once, as one fault of the file, and nothing is read further. */
#include "evolve/lock.h"

#include "base/map.h"
#include "base/text_check.h"
#include "evolve/lock_reader.h"
#include "evolve/steps.h"

#include <stdlib.h>
#include <string.h>

static struct model_field *read_field(struct lock_reader *reader, const struct json_value *written)
{
    struct model_field *field = arena_alloc(reader->arena, sizeof *field);
    field->name = lock_name_of(reader, written, "name");
    int type = lock_type_of(reader, written, "type");
    field->type = type < 0 ? FIELD_STRING : (enum field_type)type;
    field->element_type = lock_type_of(reader, written, "element");
    const char *column = lock_text_of(reader, written, "column");
    field->column = column ? column : field->name;
    const char *record = lock_text_of(reader, written, "record");
    field->record = record ? record : field->name;
    field->required = lock_flag_of(written, "required");
    field->unique = lock_flag_of(written, "unique");
    field->indexed = lock_flag_of(written, "indexed");
    field->text_indexed = lock_flag_of(written, "words");
    field->sealed = lock_flag_of(written, "encrypted");
    field->server_set = lock_flag_of(written, "system");
    field->reserved = lock_flag_of(written, "reserved");
    field->default_json = lock_text_of(reader, written, "default");
    field->one_of = lock_texts_of(reader, written, "oneOf", &field->one_of_count);
    field->aliases = lock_texts_of(reader, written, "aliases", &field->alias_count);
    return field;
}

static const struct model_field *const *read_fields(struct lock_reader *reader,
                                                    const struct json_value *written,
                                                    const char *key, size_t *count)
{
    const struct json_value *list = lock_list_of(reader, written, key);
    const struct model_field **fields =
        arena_alloc_array(reader->arena, list->count, sizeof *fields);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        fields[(*count)++] = read_field(reader, item);
    return fields;
}

static void read_class(struct lock_reader *reader, const struct json_value *written)
{
    struct model_class *class = arena_alloc(reader->arena, sizeof *class);
    class->name = lock_name_of(reader, written, "name");
    const char *table = lock_text_of(reader, written, "table");
    class->table = table ? table : class->name;
    const char *record = lock_text_of(reader, written, "record");
    class->record = record ? record : class->name;
    class->builtin = lock_flag_of(written, "builtin");
    class->has_access_rules = lock_flag_of(written, "ruled");
    class->append_only = lock_flag_of(written, "appendOnly");
    class->keeps_versions = lock_flag_of(written, "versions");
    class->is_grant = lock_flag_of(written, "grant");
    class->audited_reads = (unsigned)lock_number_of(written, "auditedReads");
    class->fields = read_fields(reader, written, "fields", &class->field_count);
    class->retired = read_fields(reader, written, "retired", &class->retired_count);
    class->kept = lock_kept_of(reader, written, "kept", &class->kept_count);
    if (lock_flag_of(written, "trail"))
        reader->model->audit_log = class;
    if (map_add(&reader->class_of, class->name, class))
        lock_fail(reader, written,
                  arena_printf(reader->arena, "the class %s stands in it twice", class->name));
    vector_add(&reader->classes, reader->arena, class);
}

/* Pointers and relations, once all classes are there. The fields are ours to complete. */
static void read_targets(struct lock_reader *reader, const struct json_value *list,
                         const struct model_field *const *fields)
{
    size_t i = 0;
    for (const struct json_value *item = list->first; item; item = item->next, i++) {
        struct model_field *field = (struct model_field *)(uintptr_t)fields[i];
        const char *target = lock_text_of(reader, item, "target");
        field->target = lock_class_named(reader, target);
        if (target && !field->target)
            lock_fail(reader, item, arena_printf(reader->arena, "there is no class '%s'", target));
    }
}

static void read_indexes(struct lock_reader *reader, const struct json_value *written,
                         struct model_class *class)
{
    const struct json_value *list = lock_list_of(reader, written, "indexes");
    struct model_index *indexes = arena_alloc_array(reader->arena, list->count, sizeof *indexes);
    size_t count = 0;
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_index *index = &indexes[count++];
        size_t columns = 0;
        index->name = lock_name_of(reader, item, "name");
        index->unique = lock_flag_of(item, "unique");
        index->fields = lock_fields_of(reader, item, "fields", class, &index->column_count);
        index->columns = lock_texts_of(reader, item, "columns", &columns);
        if (columns != index->column_count)
            lock_fail(reader, item, "an index has fields and columns that do not agree");
    }
    class->indexes = indexes;
    class->index_count = count;
}

static void read_permissions(struct lock_reader *reader, const struct json_value *written,
                             struct model_class *class)
{
    const struct json_value *permissions = json_member(written, "permissions");
    class->has_permissions = permissions != NULL;
    for (size_t i = 0; permissions && i < OPERATION_TOTAL; i++) {
        const struct json_value *one = json_member(permissions, operation_names[i]);
        struct model_permission *permission = &class->permissions[i];
        if (!one)
            continue;
        permission->everyone = lock_flag_of(one, "everyone");
        permission->requires_authentication = lock_flag_of(one, "signedIn");
        permission->principals =
            lock_texts_of(reader, one, "principals", &permission->principal_count);
        permission->pointer_fields =
            lock_named_fields_of(reader, one, "pointers", class, &permission->pointer_field_count);
    }
    class->default_acl = lock_text_of(reader, written, "acl");
    const struct json_value *list = lock_list_of(reader, written, "protected");
    struct model_protected *hidden = arena_alloc_array(reader->arena, list->count, sizeof *hidden);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_protected *one = &hidden[class->protected_count++];
        one->principal = lock_name_of(reader, item, "from");
        one->fields = lock_texts_of(reader, item, "fields", &one->field_count);
    }
    class->protected_fields = hidden;
}

static void read_role(struct lock_reader *reader, const struct json_value *written)
{
    struct model_role *role = arena_alloc(reader->arena, sizeof *role);
    const char *members = lock_name_of(reader, written, "members");
    bool known = false;
    role->name = lock_name_of(reader, written, "name");
    for (size_t i = 0; i < LOCK_MEMBERS; i++) {
        if (strcmp(lock_members[i], members) == 0) {
            role->members = (enum role_members)i;
            known = true;
        }
    }
    if (!known)
        lock_fail(reader, written, "who has a role is none of what there is");
    role->role_name = role->members == MEMBERS_ROLE ? lock_name_of(reader, written, "role")
                                                    : lock_text_of(reader, written, "role");
    role->profile = lock_class_named(reader, lock_text_of(reader, written, "profile"));
    if (role->profile)
        role->profile_user = lock_path_of(reader, written, "profileUser", role->profile);
    else if (role->members == MEMBERS_PROFILE)
        lock_fail(reader, written, "a role's profile is no class");
    vector_add(&reader->roles, reader->arena, role);
}

static const struct model_role *role_of(struct lock_reader *reader, const struct json_value *object)
{
    const char *name = lock_text_of(reader, object, "role");
    for (size_t i = 0; name && i < reader->roles.count; i++) {
        const struct model_role *role = reader->roles.items[i];
        if (strcmp(role->name, name) == 0)
            return role;
    }
    if (name)
        lock_fail(reader, object, arena_printf(reader->arena, "there is no role '%s'", name));
    return NULL;
}

static const struct model_grant *read_grant(struct lock_reader *reader,
                                            const struct json_value *written)
{
    if (!written)
        return NULL;
    struct model_grant *grant = arena_alloc(reader->arena, sizeof *grant);
    grant->class = lock_class_named(reader, lock_name_of(reader, written, "class"));
    if (!grant->class) {
        lock_fail(reader, written, "a grant's class is not there");
        return NULL;
    }
    grant->grantee = lock_path_of(reader, written, "grantee", grant->class);
    grant->target = lock_field_of(reader, written, "target", grant->class);
    grant->scope = lock_field_of(reader, written, "scope", grant->class);
    grant->word = lock_text_of(reader, written, "word");
    grant->is_emergency = lock_flag_of(written, "emergency");
    grant->is_consent = lock_flag_of(written, "consent");
    grant->from = lock_field_of(reader, written, "from", grant->class);
    grant->until = lock_field_of(reader, written, "until", grant->class);
    grant->or_until = lock_field_of(reader, written, "orUntil", grant->class);
    if (!grant->target)
        lock_fail(reader, written, "a grant has no target");
    return grant;
}

static void read_conditions(struct lock_reader *reader, const struct json_value *written,
                            const struct model_class *class, struct model_rule *rule)
{
    const struct json_value *list = lock_list_of(reader, written, "conditions");
    struct model_condition *conditions =
        arena_alloc_array(reader->arena, list->count, sizeof *conditions);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_condition *condition = &conditions[rule->condition_count++];
        condition->field =
            lock_field_named(reader, item, class, lock_text_of(reader, item, "field"));
        condition->negated = lock_flag_of(item, "not");
        condition->values = lock_texts_of(reader, item, "values", &condition->value_count);
    }
    rule->conditions = conditions;
}

static void read_lifecycle(struct lock_reader *reader, const struct json_value *written,
                           struct model_rule *rule)
{
    const struct json_value *list = lock_list_of(reader, written, "steps");
    struct model_step *steps = arena_alloc_array(reader->arena, list->count, sizeof *steps);
    for (const struct json_value *item = list->first; item; item = item->next)
        steps[rule->step_count++] = (struct model_step){.from = lock_name_of(reader, item, "from"),
                                                        .to = lock_name_of(reader, item, "to")};
    rule->steps = steps;
    list = lock_list_of(reader, written, "actors");
    struct model_actor *actors = arena_alloc_array(reader->arena, list->count, sizeof *actors);
    for (const struct json_value *item = list->first; item; item = item->next) {
        struct model_actor *actor = &actors[rule->actor_count++];
        actor->role = role_of(reader, item);
        actor->path = lock_path_of(reader, item, "path", rule->class);
    }
    rule->actors = actors;
}

static unsigned operations_of(struct lock_reader *reader, const struct json_value *written)
{
    size_t count = 0;
    const char *const *names = lock_texts_of(reader, written, "operations", &count);
    unsigned operations = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < OPERATION_TOTAL; j++)
            if (strcmp(names[i], operation_names[j]) == 0)
                operations |= 1U << j;
    return operations;
}

static struct model_rule *read_rule(struct lock_reader *reader, const struct json_value *written)
{
    struct model_rule *rule = arena_alloc(reader->arena, sizeof *rule);
    const char *kind = lock_name_of(reader, written, "kind");
    int found = 0;
    while (found < RULE_KIND_COUNT && strcmp(rule_kind_name((enum rule_kind)found), kind) != 0)
        found++;
    if (found == RULE_KIND_COUNT)
        lock_fail(reader, written,
                  arena_printf(reader->arena, "there is no kind of rule '%s'", kind));
    rule->kind = (enum rule_kind)found;
    rule->class = lock_class_named(reader, lock_text_of(reader, written, "class"));
    if (json_member(written, "class") && !rule->class)
        lock_fail(reader, written, "a rule's class is not there");
    rule->role = role_of(reader, written);
    rule->operations = operations_of(reader, written);
    const char *scope = lock_text_of(reader, written, "scope");
    for (size_t i = 0; scope && i < LOCK_SCOPES; i++)
        if (strcmp(scope, lock_scopes[i]) == 0)
            rule->scope = (enum rule_scope)i;
    rule->path = lock_path_of(reader, written, "path", rule->class);
    rule->grant = read_grant(reader, json_member(written, "grant"));
    if (rule->scope == SCOPE_GRANTED && !rule->grant && rule->kind != RULE_SCOPE_WORD)
        lock_fail(reader, written, "a rule grants nothing");
    rule->fields = lock_named_fields_of(reader, written, "fields", rule->class, &rule->field_count);
    read_conditions(reader, written,
                    rule->scope == SCOPE_GRANTED && rule->grant ? rule->grant->class : rule->class,
                    rule);
    read_lifecycle(reader, written, rule);
    rule->from = lock_field_of(reader, written, "from", rule->class);
    rule->to = lock_field_of(reader, written, "to", rule->class);
    rule->value = lock_text_of(reader, written, "value");
    rule->duration_ms = lock_number_of(written, "milliseconds");
    return rule;
}

/* All rules, for each class those about it, and their sentences, then those that no rule names. */
static void read_rules(struct lock_reader *reader, const struct json_value *json)
{
    const struct json_value *list = lock_list_of(reader, json, "rules");
    struct model *model = reader->model;
    const struct model_rule **rules = arena_alloc_array(reader->arena, list->count, sizeof *rules);
    size_t other_count;
    const char *const *others = lock_texts_of(reader, json, "sentences", &other_count);
    struct model_sentence *sentences =
        arena_alloc_array(reader->arena, list->count + other_count, sizeof *sentences);
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        struct model_rule *rule = read_rule(reader, item);
        const char *sentence = lock_text_of(reader, item, "sentence");
        rule->sentence = model->rule_count;
        sentences[model->rule_count].text = sentence ? sentence : "";
        sentences[model->rule_count].section = "Rules";
        sentences[model->rule_count].understood = true;
        rules[model->rule_count++] = rule;
    }
    model->rules = rules;
    model->sentences = sentences;
    model->sentence_count = model->rule_count;
    for (size_t i = 0; i < other_count; i++)
        sentences[model->sentence_count++].text = others[i];
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

static void read_classes(struct lock_reader *reader, const struct json_value *json)
{
    const struct json_value *list = lock_list_of(reader, json, "classes");
    for (const struct json_value *item = list->first; item; item = item->next)
        read_class(reader, item);
    size_t i = 0;
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        struct model_class *class = reader->classes.items[i++];
        read_targets(reader, lock_list_of(reader, item, "fields"), class->fields);
        read_targets(reader, lock_list_of(reader, item, "retired"), class->retired);
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
    struct lock_reader reader = {.diag = diag, .arena = diag->arena, .source = source};
    reader.model = arena_alloc(diag->arena, sizeof *reader.model);
    map_init(&reader.class_of, diag->arena);
    if (!text_check(diag, source))
        return NULL;
    const struct json_value *json = json_parse(diag, source, text_start(source), source->length);
    if (!json)
        return NULL;
    if (json->kind != JSON_OBJECT || lock_number_of(json, "format") != LOCK_FORMAT) {
        lock_fail(&reader, json, "it is not of a form that this caregen knows");
        return NULL;
    }
    const char *access = lock_text_of(&reader, json, "access");
    reader.model->name = lock_name_of(&reader, json, "name");
    reader.model->title = reader.model->name;
    reader.model->access = access && strcmp(access, "public") == 0 ? ACCESS_PUBLIC : ACCESS_OWNER;
    reader.model->kept_tables =
        lock_kept_of(&reader, json, "keptTables", &reader.model->kept_table_count);
    read_classes(&reader, json);
    const struct json_value *roles = lock_list_of(&reader, json, "roles");
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
                          .migration = (unsigned)lock_number_of(json, "migration"),
                          .last = lock_name_of(&reader, json, "last"),
                          .json = json,
                          .source = source};
    return lock;
}
