/* check_permissions.c - class-level permissions, as parse-server validates them
 * (SchemaController, validateCLP). See draft.h.
 *
 * An operation that the permissions do not mention is for the master key only. */
#include "draft/check_permissions.h"

#include "model/builtin.h"

#include "base/nearest.h"

#include <ctype.h>
#include <string.h>

struct checker {
    struct draft *draft;
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    struct draft_class *class;
};

static void report_shape(struct checker *checker, const struct json_value *value, const char *what,
                         const char *wanted)
{
    diag_report(checker->diag, DIAG_WRONG_SHAPE, json_span(checker->source, value), what, wanted,
                json_kind_name(value->kind));
}

static bool is_role(const char *key)
{
    return strncmp(key, "role:", 5) == 0 && key[5] != '\0';
}

static bool is_user_id(const char *key)
{
    for (const char *c = key; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c))
            return false;
    return *key != '\0';
}

static void add_once(struct vector *fields, struct arena *arena, void *field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i] == field)
            return;
    vector_add(fields, arena, field);
}

/* The fields of a list that hold users: pointers to _User, or arrays of them. Appends each to
 * *fields, and reports the others. */
static void read_user_fields(struct checker *checker, const struct json_value *list,
                             struct vector *fields)
{
    if (list->kind != JSON_ARRAY) {
        report_shape(checker, list, arena_printf(checker->arena, "'%s'", list->key), "an array");
        return;
    }
    for (const struct json_value *item = list->first; item; item = item->next) {
        if (item->kind != JSON_STRING) {
            report_shape(checker, item, "the name of a field", "a string");
            continue;
        }
        struct draft_field *field = map_get(&checker->class->field_of, item->text);
        bool holds_users =
            field && (field->type.kind == FIELD_ARRAY ||
                      (field->type.kind == FIELD_POINTER && field->type.target.text &&
                       strcmp(field->type.target.text, "_User") == 0));
        if (holds_users) {
            add_once(fields, checker->arena, &field->model);
        } else {
            diag_report(checker->diag, DIAG_PERMISSION_FIELD, json_span(checker->source, item),
                        item->text);
        }
    }
}

/* The value of one operation: whom it is for. */
static void read_operation(struct checker *checker, const struct json_value *written,
                           struct model_permission *permission, struct vector *pointer_fields)
{
    if (written->kind != JSON_OBJECT) {
        report_shape(checker, written, arena_printf(checker->arena, "'%s'", written->key),
                     "an object");
        return;
    }
    struct vector principals = {0};
    for (const struct json_value *item = written->first; item; item = item->next) {
        if (strcmp(item->key, "pointerFields") == 0) {
            read_user_fields(checker, item, pointer_fields);
            continue;
        }
        if (item->kind != JSON_BOOLEAN || !item->boolean)
            report_shape(checker, item, arena_printf(checker->arena, "'%s'", item->key), "true");
        if (strcmp(item->key, "*") == 0) {
            permission->everyone = true;
        } else if (strcmp(item->key, "requiresAuthentication") == 0) {
            permission->requires_authentication = true;
        } else if (is_role(item->key) || is_user_id(item->key)) {
            vector_add(&principals, checker->arena, arena_strdup(checker->arena, item->key));
        } else {
            diag_report(checker->diag, DIAG_BAD_PERMISSION, json_key_span(checker->source, item),
                        item->key);
        }
    }
    permission->principals = (const char *const *)principals.items;
    permission->principal_count = principals.count;
}

/* The reason why a field cannot be protected, or NULL. */
static const char *protected_fault(const struct checker *checker, const char *name)
{
    static const char *const own[] = {"objectId", "createdAt", "updatedAt", "ACL"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strcmp(own[i], name) == 0)
            return "it is in every class";
    return !map_get(&checker->class->field_of, name) ? "it is not a field of this class" : NULL;
}

/* Whether the field is one of Parse's that no answer ever has, such as a password. */
static bool is_never_shown(const struct checker *checker, const char *name)
{
    const char *class = checker->class->model.name;
    return !map_get(&checker->class->field_of, name) && builtin_hidden_type(class, name) &&
           !builtin_hidden_type("", name);
}

static void read_protected_list(struct checker *checker, const struct json_value *written,
                                struct model_protected *protected)
{
    struct vector fields = {0};
    for (const struct json_value *item = written->first; item; item = item->next) {
        if (item->kind != JSON_STRING) {
            report_shape(checker, item, "the name of a field", "a string");
            continue;
        }
        const char *fault = protected_fault(checker, item->text);
        if (is_never_shown(checker, item->text))
            continue;
        if (!fault) {
            vector_add(&fields, checker->arena, arena_strdup(checker->arena, item->text));
        } else {
            diag_report(checker->diag, DIAG_PROTECTED_FIELD, json_span(checker->source, item),
                        item->text, fault);
        }
    }
    protected->fields = (const char *const *)fields.items;
    protected->field_count = fields.count;
}

static void read_protected(struct checker *checker, const struct json_value *written)
{
    if (written->kind != JSON_OBJECT) {
        report_shape(checker, written, "'protectedFields'", "an object");
        return;
    }
    struct model_protected *list =
        arena_alloc_array(checker->arena, (size_t)written->count + 1, sizeof *list);
    size_t count = 0;
    for (const struct json_value *item = written->first; item; item = item->next) {
        bool is_known = strcmp(item->key, "*") == 0 || strcmp(item->key, "authenticated") == 0 ||
                        strncmp(item->key, "userField:", 10) == 0 || is_role(item->key) ||
                        is_user_id(item->key);
        if (!is_known) {
            diag_report(checker->diag, DIAG_BAD_PERMISSION, json_key_span(checker->source, item),
                        item->key);
        } else if (item->kind != JSON_ARRAY) {
            report_shape(checker, item, arena_printf(checker->arena, "'%s'", item->key),
                         "an array");
        } else {
            list[count].principal = item->key;
            read_protected_list(checker, item, &list[count]);
            count++;
        }
    }
    checker->class->model.protected_fields = list;
    checker->class->model.protected_count = count;
}

static int find_operation(const char *key)
{
    for (int i = 0; i < OPERATION_TOTAL; i++)
        if (strcmp(operation_names[i], key) == 0)
            return i;
    return -1;
}

static void report_unknown(struct checker *checker, const struct json_value *member)
{
    static const char *const others[] = {"readUserFields", "writeUserFields", "protectedFields"};
    diag_report(checker->diag, DIAG_UNKNOWN_OPERATION, json_key_span(checker->source, member),
                member->key);
    struct nearest nearest = nearest_to(member->key);
    for (size_t i = 0; i < OPERATION_TOTAL; i++)
        nearest_consider(&nearest, operation_names[i], (struct span){0});
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        nearest_consider(&nearest, others[i], (struct span){0});
    nearest_note(&nearest, checker->diag);
}

/* readUserFields opens the reading operations to the users in those fields, and writeUserFields
 * the writing ones but create, for which there is no row yet (parse-server, validatePermission). */
static bool field_opens(bool writes, int operation)
{
    bool reads =
        operation == OPERATION_GET || operation == OPERATION_FIND || operation == OPERATION_COUNT;
    return writes ? !reads && operation != OPERATION_CREATE : reads;
}

static void keep_user_fields(struct model_class *model, const struct vector *fields, bool writes)
{
    const struct model_field *const *list = (const struct model_field *const *)fields->items;
    if (writes) {
        model->write_user_fields = list;
        model->write_user_field_count = fields->count;
    } else {
        model->read_user_fields = list;
        model->read_user_field_count = fields->count;
    }
}

/* {"read": true, "write": true} as "b"; "" when it gives nothing, NULL when it is something else. */
static const char *read_rights(const struct json_value *written)
{
    bool reads = false;
    bool writes = false;
    if (written->kind != JSON_OBJECT)
        return NULL;
    for (const struct json_value *right = written->first; right; right = right->next) {
        bool is_read = strcmp(right->key, "read") == 0;
        if ((!is_read && strcmp(right->key, "write") != 0) || right->kind != JSON_BOOLEAN)
            return NULL;
        reads = reads || (is_read && right->boolean);
        writes = writes || (!is_read && right->boolean);
    }
    return reads && writes ? "b" : reads ? "r" : writes ? "w" : "";
}

/* The ACL of new objects (parse-server from 8.1 on). That everybody reads and writes is what
 * parse-server's own answers say of any class: it is no wish, and keeps nothing from being private. */
static void read_default_acl(struct checker *checker, const struct json_value *written)
{
    const char *acl = "";
    if (written->kind != JSON_OBJECT) {
        report_shape(checker, written, "'ACL'", "an object");
        return;
    }
    for (const struct json_value *entry = written->first; entry; entry = entry->next) {
        const char *rights = read_rights(entry);
        bool is_known = strcmp(entry->key, "*") == 0 || strcmp(entry->key, "currentUser") == 0 ||
                        is_role(entry->key) || is_user_id(entry->key);
        if (!is_known)
            diag_report(checker->diag, DIAG_BAD_PERMISSION, json_key_span(checker->source, entry),
                        entry->key);
        else if (!rights)
            report_shape(checker, entry, arena_printf(checker->arena, "'%s'", entry->key),
                         "an object of read and write");
        else if (*rights != '\0')
            acl = arena_printf(checker->arena, "%s%s%s\n", acl, rights, entry->key);
    }
    if (strcmp(acl, "b*\n") == 0)
        diag_report(checker->diag, DIAG_PERMISSION_IGNORED, json_key_span(checker->source, written),
                    "ACL");
    else
        checker->class->model.default_acl = acl;
}

static void check_class(struct checker *checker, const struct json_value *written)
{
    struct model_class *model = &checker->class->model;
    struct vector pointer_fields[OPERATION_TOTAL] = {0};
    model->has_permissions = true;
    for (const struct json_value *member = written->first; member; member = member->next) {
        int operation = find_operation(member->key);
        bool writes = strcmp(member->key, "writeUserFields") == 0;
        if (operation >= 0) {
            read_operation(checker, member, &model->permissions[operation],
                           &pointer_fields[operation]);
        } else if (writes || strcmp(member->key, "readUserFields") == 0) {
            struct vector fields = {0};
            read_user_fields(checker, member, &fields);
            keep_user_fields(model, &fields, writes);
            for (int i = 0; i < OPERATION_TOTAL; i++)
                for (size_t j = 0; j < fields.count && field_opens(writes, i); j++)
                    add_once(&pointer_fields[i], checker->arena, fields.items[j]);
        } else if (strcmp(member->key, "protectedFields") == 0) {
            read_protected(checker, member);
        } else if (strcmp(member->key, "ACL") == 0) {
            read_default_acl(checker, member);
        } else {
            report_unknown(checker, member);
        }
    }
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        model->permissions[i].pointer_fields =
            (const struct model_field *const *)pointer_fields[i].items;
        model->permissions[i].pointer_field_count = pointer_fields[i].count;
    }
}

void check_permissions(struct draft *draft)
{
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        if (!class->schema || !class->schema->permissions)
            continue;
        struct checker checker = {.draft = draft,
                                  .diag = draft->diag,
                                  .arena = draft->arena,
                                  .source = draft->schema->source,
                                  .class = class};
        check_class(&checker, class->schema->permissions);
    }
}
