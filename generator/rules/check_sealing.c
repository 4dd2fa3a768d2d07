/* check_sealing.c - rules about how files and fields are kept and handed out; see rule_roles.h.
 *
 * What a File names is kept encrypted in any case. So "F of C is encrypted" asks nothing more of a File, or of an
 * Array of File; every other field is sealed in its column, and what SQL can't see, no rule, index or
 * query can look at. */
#include "rules/check_sealing.h"

#include "model/in_force.h"
#include "rules/check_rules.h"

#include <stdint.h>
#include <string.h>

/* The types whose values can be sealed. */
static bool can_be_sealed(int type)
{
    switch (type) {
    case FIELD_STRING:
    case FIELD_NUMBER:
    case FIELD_DATE:
    case FIELD_OBJECT:
    case FIELD_ARRAY:
    case FIELD_BYTES:
        return true;
    default:
        return false;
    }
}

static bool holds_files(const struct ast_type *type)
{
    return type->kind == FIELD_FILE || (type->kind == FIELD_ARRAY && type->element == FIELD_FILE);
}

static void keep_fields(struct rule_checker *checker, struct model_rule *rule,
                        const struct vector *fields)
{
    const struct model_field **list =
        arena_alloc_array(checker->arena, fields->count, sizeof *list);
    for (size_t i = 0; i < fields->count; i++)
        list[i] = &((struct draft_field *)fields->items[i])->model;
    rule->fields = list;
    rule->field_count = fields->count;
}

/* Calls `check` for each field that the sentence names, and keeps those that pass in a rule for each
 * class. */
static void check_each_field(struct rule_checker *checker, const struct ast_rule *written,
                             bool (*check)(struct rule_checker *checker,
                                           const struct ast_rule *written,
                                           const struct draft_class *class,
                                           struct draft_field *field, const struct ast_name *name),
                             const char *value)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        struct vector fields = {0};
        const struct ast_value *at = !class ? NULL : written->slots[SLOT_FIELDS];
        for (; at; at = at->next) {
            struct draft_field *field = rule_field(checker, class, &at->name);
            if (field && check(checker, written, class, field, &at->name))
                vector_add(&fields, checker->arena, field);
        }
        if (fields.count > 0) {
            struct model_rule *rule = rule_add(checker, written, class);
            rule->value = value;
            keep_fields(checker, rule, &fields);
        }
    }
}

static bool check_signed(struct rule_checker *checker, const struct ast_rule *written,
                         const struct draft_class *class, struct draft_field *field,
                         const struct ast_name *name)
{
    (void)class, (void)written;
    bool is_good = field->type.kind == FIELD_FILE || field->type.kind == FIELD_ARRAY ||
                   field->type.kind == AST_TYPE_FAULTY;
    if (!is_good) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->span, name->text,
                    "only a File, or an Array of them, has a URL");
    }
    return is_good;
}

void check_signed_url_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    check_each_field(checker, written, check_signed, NULL);
}

/* Extensions, of which the server knows the types (templates/runtime/files/file_name.c), but for what browsers take for
 * pages. */
static const char *const file_types[] = {
    "pdf",  "txt",  "csv", "png", "jpg", "jpeg", "gif",  "webp", "bmp",  "tif",  "tiff",
    "heic", "json", "zip", "gz",  "rtf", "doc",  "docx", "xls",  "xlsx", "ppt",  "pptx",
    "odt",  "ods",  "dcm", "mp3", "m4a", "wav",  "ogg",  "mp4",  "mov",  "webm",
};

static const char *find_file_type(struct arena *arena, const char *word)
{
    char *lower = arena_copy(arena, word, strlen(word));
    for (char *c = lower; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    for (size_t i = 0; i < sizeof file_types / sizeof file_types[0]; i++)
        if (strcmp(file_types[i], lower) == 0)
            return file_types[i];
    return NULL;
}

/* False when one of the words is no type. */
static bool read_file_types(struct rule_checker *checker, const struct ast_rule *written,
                            struct vector *types)
{
    for (const struct ast_value *at = written->slots[SLOT_VALUES]; at; at = at->next) {
        const char *type = find_file_type(checker->arena, at->name.text);
        if (!type) {
            diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, at->name.text,
                        "types of files are named by their extensions: pdf, png, jpeg, docx, ...");
            return false;
        }
        vector_add(types, checker->arena, (void *)(uintptr_t)type);
    }
    return true;
}

static bool check_file_types(struct rule_checker *checker, const struct ast_rule *written,
                             const struct draft_class *class, struct draft_field *field,
                             const struct ast_name *name)
{
    struct vector types = {0};
    if (field->type.kind == AST_TYPE_FAULTY)
        return true;
    if (!holds_files(&field->type)) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->span, name->text,
                    "only a File, or an Array of Files, has types of files");
        return false;
    }
    if (field->model.file_type_count > 0) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                    arena_printf(checker->arena, "the types of files of '%s.%s' are listed already",
                                 class->model.name, field->model.name));
        return false;
    }
    (void)read_file_types(checker, written, &types);
    field->model.file_types = (const char *const *)types.items;
    field->model.file_type_count = types.count;
    return true;
}

void check_file_types_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct vector types = {0};
    const char *words = "";
    if (!read_file_types(checker, written, &types))
        return;
    for (size_t i = 0; i < types.count; i++)
        words = arena_printf(checker->arena, "%s%s%s", words, i == 0 ? "" : ", ",
                             (const char *)types.items[i]);
    check_each_field(checker, written, check_file_types, words);
}

static bool check_encrypted(struct rule_checker *checker, const struct ast_rule *written,
                            const struct draft_class *class, struct draft_field *field,
                            const struct ast_name *name)
{
    (void)written;
    if (holds_files(&field->type) || field->type.kind == AST_TYPE_FAULTY)
        return true;
    bool is_own = class->model.builtin && !field->schema && !field->spec;
    const char *reason = is_own ? "it is Parse's own" : "there are no sealed values of its type";
    if (is_own || !can_be_sealed(field->type.kind)) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->span, name->text, reason);
        return false;
    }
    const char *search = field->model.unique ? "unique" : "indexed";
    if (field->model.unique || field->model.indexed) {
        diag_report(checker->diag, DIAG_ENCRYPTED_SEARCH, name->span, name->text,
                    arena_printf(checker->arena, "it cannot be %s", search));
        return false;
    }
    field->model.sealed = true;
    return true;
}

void check_encrypted_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    check_each_field(checker, written, check_encrypted, NULL);
}

static void check_unread(struct rule_checker *checker, const struct model_rule *rule,
                         const struct model_field *field)
{
    if (field && field->sealed) {
        diag_report(checker->diag, DIAG_ENCRYPTED_SEARCH, rule->span, field->name,
                    "no rule and no permission can depend on its value");
    }
}

/* Whether users have permissions by the field: class-level permissions, or protectedFields. */
static bool gives_permission(const struct model_class *class, const struct model_field *field)
{
    static const char prefix[] = "userField:";
    for (size_t i = 0; i < OPERATION_TOTAL; i++) {
        for (size_t j = 0; j < class->permissions[i].pointer_field_count; j++)
            if (class->permissions[i].pointer_fields[j] == field)
                return true;
    }
    for (size_t i = 0; i < class->protected_count; i++) {
        const char *principal = class->protected_fields[i].principal;
        if (strncmp(principal, prefix, sizeof prefix - 1) == 0 &&
            strcmp(principal + sizeof prefix - 1, field->name) == 0)
            return true;
    }
    return false;
}

/* Rules that name fields without a look at their values: the others are carried out by SQL. */
static bool looks_at_first(enum rule_kind kind)
{
    return kind != RULE_ACCESS && kind != RULE_READERS && kind != RULE_ONE_OF &&
           kind != RULE_ENCRYPTED && kind != RULE_SIGNED_URL && kind != RULE_FILE_TYPES;
}

/* What a value is only there with may be encrypted. */
static bool looks_at_all(enum rule_kind kind)
{
    return kind != RULE_REQUIREMENT;
}

/* By what an assignment says whether it counts, all rules about assigned patients go: see in_force.h. */
static void check_assignment(struct rule_checker *checker)
{
    const struct draft_class *class = draft_class(checker->draft, ASSIGNMENT_CLASS);
    const struct model_rule *rule = NULL;
    for (size_t i = 0; i < checker->draft->rules.count && !rule; i++) {
        const struct model_rule *one = checker->draft->rules.items[i];
        rule = one->scope == SCOPE_ASSIGNED ? one : NULL;
    }
    for (size_t i = 0; rule && i < class->fields.count; i++) {
        const struct draft_field *written = draft_field_at(class, i);
        const struct model_field *field = &written->model;
        const char *const *asked = NULL;
        bool negated = false;
        bool bounds = written->type.kind == FIELD_DATE &&
                      in_force_of(checker->arena, field->name, FIELD_DATE) != IN_FORCE_NOTHING;
        if (bounds ||
            in_force_values(checker->arena, field->one_of, field->one_of_count, &asked, &negated))
            check_unread(checker, rule, field);
    }
}

void close_encrypted_rules(struct rule_checker *checker)
{
    check_assignment(checker);
    for (size_t i = 0; i < checker->draft->rules.count; i++) {
        const struct model_rule *rule = checker->draft->rules.items[i];
        for (size_t j = 0; j < rule->condition_count; j++)
            check_unread(checker, rule, rule->conditions[j].field);
        for (size_t j = 0; j < rule->field_count && (j == 0 || looks_at_all(rule->kind)); j++)
            if (looks_at_first(rule->kind))
                check_unread(checker, rule, rule->fields[j]);
        check_unread(checker, rule, rule->from);
        check_unread(checker, rule, rule->to);
        for (size_t j = 0; rule->kind == RULE_ENCRYPTED && j < rule->field_count; j++)
            if (gives_permission(rule->class, rule->fields[j]))
                check_unread(checker, rule, rule->fields[j]);
        if (rule->grant) {
            check_unread(checker, rule, rule->grant->scope);
            check_unread(checker, rule, rule->grant->from);
            check_unread(checker, rule, rule->grant->until);
            check_unread(checker, rule, rule->grant->or_until);
        }
    }
}
