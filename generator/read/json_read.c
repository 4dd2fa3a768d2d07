/* json_read.c - see json_read.h.
 *
 * json.c has checked the JSON itself; here each value is checked for its shape on the way down:
 * json_read() reads the classes, read_class() one class, read_field() one field. */
#include "read/json_read.h"

#include "base/nearest.h"
#include "base/text_check.h"
#include "model/builtin.h"
#include "read/spec_words.h"

#include <string.h>

struct reader {
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
};

/* Whether a value is of a kind; reports it if not. What is for the message: "'fields'". */
static bool is_kind(struct reader *reader, const struct json_value *value, enum json_kind kind,
                    const char *what)
{
    if (value->kind == kind)
        return true;
    diag_report(reader->diag, DIAG_WRONG_SHAPE, json_span(reader->source, value), what,
                json_kind_name(kind), json_kind_name(value->kind));
    return false;
}

static struct ast_name name_at(struct reader *reader, const struct json_value *string)
{
    return (struct ast_name){.text = string->text, .span = json_span(reader->source, string)};
}

static struct ast_name key_at(struct reader *reader, const struct json_value *member)
{
    return (struct ast_name){.text = member->key, .span = json_key_span(reader->source, member)};
}

/* The member of an object if it is there and of the right kind. */
static const struct json_value *typed_member(struct reader *reader, const struct json_value *object,
                                             const char *key, enum json_kind kind)
{
    const struct json_value *member = json_member(object, key);
    if (!member || !is_kind(reader, member, kind, arena_printf(reader->arena, "'%s'", key)))
        return NULL;
    return member;
}

static bool flag(struct reader *reader, const struct json_value *object, const char *key)
{
    const struct json_value *member = typed_member(reader, object, key, JSON_BOOLEAN);
    return member && member->boolean;
}

static bool is_listed(const char *const *list, const char *text)
{
    for (; *list; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

/* Warns of members whose keys are not in the NULL-terminated list of known ones. */
static void check_attributes(struct reader *reader, const struct json_value *object,
                             const char *const *known, const char *what)
{
    for (const struct json_value *member = object->first; member; member = member->next) {
        if (is_listed(known, member->key))
            continue;
        diag_report(reader->diag, DIAG_UNKNOWN_ATTRIBUTE, json_key_span(reader->source, member),
                    member->key, what);
        struct nearest nearest = nearest_to(member->key);
        for (size_t i = 0; known[i]; i++)
            nearest_consider(&nearest, known[i], (struct span){0});
        nearest_note(&nearest, reader->diag);
    }
}

/* The type that a word names in a schema, where case matters. Reports others. */
static int read_type_name(struct reader *reader, const struct json_value *value)
{
    for (int type = 0; type < FIELD_TYPE_COUNT; type++)
        if (strcmp(field_type_name((enum field_type)type), value->text) == 0)
            return type;
    diag_report(reader->diag, DIAG_UNKNOWN_TYPE, json_span(reader->source, value), value->text);
    struct nearest nearest = nearest_to(value->text);
    for (int type = 0; type < FIELD_TYPE_COUNT; type++)
        nearest_consider(&nearest, field_type_name((enum field_type)type), (struct span){0});
    struct spec_type_words words;
    if (!nearest.best && spec_type_of(reader->diag->arena, value->text, &words))
        nearest.best = field_type_name((enum field_type)words.kind);
    nearest_note(&nearest, reader->diag);
    return AST_TYPE_FAULTY;
}

static struct ast_type read_type(struct reader *reader, const struct json_value *written,
                                 const struct json_value *type)
{
    struct ast_type result = {.kind = read_type_name(reader, type),
                              .element = AST_ELEMENT_UNSTATED,
                              .span = json_span(reader->source, type)};
    const struct json_value *target = typed_member(reader, written, "targetClass", JSON_STRING);
    if (target)
        result.target = name_at(reader, target);
    const struct json_value *element = typed_member(reader, written, "elementType", JSON_STRING);
    if (element) {
        result.element = read_type_name(reader, element);
        if (result.kind != FIELD_ARRAY && result.kind != AST_TYPE_FAULTY) {
            diag_report(reader->diag, DIAG_WRONG_SHAPE, json_span(reader->source, type),
                        "the type of a field with 'elementType'", "Array",
                        field_type_name((enum field_type)result.kind));
        }
    }
    return result;
}

static struct ast_value *read_values(struct reader *reader, const struct json_value *written)
{
    const struct json_value *list = typed_member(reader, written, "enum", JSON_ARRAY);
    struct ast_value *first = NULL;
    struct ast_value **end = &first;
    for (const struct json_value *item = !list ? NULL : list->first; item; item = item->next) {
        if (is_kind(reader, item, JSON_STRING, "an element of 'enum'")) {
            *end = arena_alloc(reader->arena, sizeof **end);
            (*end)->name = name_at(reader, item);
            end = &(*end)->next;
        }
    }
    return first;
}

/* "renamedFrom": the name that a field or class had. */
static const char *former_name(struct reader *reader, const struct json_value *written)
{
    const struct json_value *name = typed_member(reader, written, "renamedFrom", JSON_STRING);
    return name ? name->text : NULL;
}

/* Whether a field is Parse's own, such as createdAt, and so no field of the tree. */
static bool is_hidden(struct reader *reader, const char *class_name,
                      const struct json_value *written, const struct json_value *type)
{
    const char *own_type = builtin_hidden_type(class_name, written->key);
    if (own_type && strcmp(own_type, type->text) != 0) {
        diag_report(reader->diag, DIAG_RESERVED_FIELD, json_span(reader->source, type),
                    written->key, own_type, type->text);
    }
    return own_type != NULL;
}

/* One member of "fields". Returns NULL when it makes no field. */
static struct ast_field *read_field(struct reader *reader, const char *class_name,
                                    const struct json_value *written)
{
    static const char *const known[] = {"type",        "required",    "targetClass", "defaultValue",
                                        "unique",      "enum",        "elementType", "indexed",
                                        "description", "renamedFrom", NULL};
    const char *what = arena_printf(reader->arena, "the field '%s'", written->key);
    if (!is_kind(reader, written, JSON_OBJECT, what))
        return NULL;
    check_attributes(reader, written, known, what);
    if (!json_member(written, "type")) {
        diag_report(reader->diag, DIAG_MISSING_ATTRIBUTE, json_key_span(reader->source, written),
                    what, "type");
        return NULL;
    }
    const struct json_value *type = typed_member(reader, written, "type", JSON_STRING);
    if (!type || is_hidden(reader, class_name, written, type))
        return NULL;
    struct ast_field *field = arena_alloc(reader->arena, sizeof *field);
    field->name = key_at(reader, written);
    field->type = read_type(reader, written, type);
    field->required = flag(reader, written, "required");
    field->unique = flag(reader, written, "unique");
    field->indexed = flag(reader, written, "indexed");
    field->values = read_values(reader, written);
    field->renamed_from = former_name(reader, written);
    const struct json_value *default_value = json_member(written, "defaultValue");
    if (default_value && default_value->kind != JSON_NULL)
        field->default_value = default_value;
    return field;
}

/* Whether the field is a column that parse-server keeps for itself, as dumps of _SCHEMA list them. */
static bool is_internal(struct reader *reader, const struct json_value *field)
{
    static const char *const columns[] = {"_rperm",
                                          "_wperm",
                                          "_hashed_password",
                                          "_password_changed_at",
                                          "_password_history",
                                          "_perishable_token",
                                          "_perishable_token_expires_at",
                                          "_email_verify_token",
                                          "_email_verify_token_expires_at",
                                          "_failed_login_count",
                                          "_account_lockout_expires_at",
                                          "_session_token",
                                          "_tombstone",
                                          NULL};
    bool is_internal =
        is_listed(columns, field->key) || strncmp(field->key, "_auth_data_", 11) == 0;
    if (is_internal) {
        diag_report(reader->diag, DIAG_UNKNOWN_ATTRIBUTE, json_key_span(reader->source, field),
                    field->key, "the fields");
    }
    return is_internal;
}

/* A member that is an object, or nothing: null says no more than its absence. */
static const struct json_value *object_member(struct reader *reader,
                                              const struct json_value *written, const char *key)
{
    const struct json_value *member = json_member(written, key);
    return member && member->kind == JSON_NULL ? NULL
                                               : typed_member(reader, written, key, JSON_OBJECT);
}

/* A row of _SCHEMA in PostgreSQL: {"className", "schema": {"fields", ...}, "isParseClass"}. */
static const struct json_value *inner_schema(const struct json_value *written)
{
    const struct json_value *schema = json_member(written, "schema");
    bool is_row = schema && schema->kind == JSON_OBJECT && !json_member(written, "fields");
    return is_row ? schema : written;
}

/* One element of the list of classes. Returns NULL when it makes no class. */
static struct ast_class *read_class(struct reader *reader, const struct json_value *written)
{
    static const char *const known[] = {"className", "fields",       "classLevelPermissions",
                                        "indexes",   "description",  "renamedFrom",
                                        "schema",    "isParseClass", NULL};
    if (!is_kind(reader, written, JSON_OBJECT, "a class"))
        return NULL;
    const struct json_value *name = typed_member(reader, written, "className", JSON_STRING);
    check_attributes(reader, written, known,
                     !name ? "a class" : arena_printf(reader->arena, "the class '%s'", name->text));
    if (!name) {
        if (!json_member(written, "className")) {
            diag_report(reader->diag, DIAG_MISSING_ATTRIBUTE,
                        span_of(reader->source, written->offset, 1), "a class", "className");
        }
        return NULL;
    }
    if (builtin_is_unserved_class(name->text)) {
        diag_report(reader->diag, DIAG_SYSTEM_CLASS, json_span(reader->source, name), name->text);
        return NULL;
    }
    struct ast_class *class = arena_alloc(reader->arena, sizeof *class);
    class->name = name_at(reader, name);
    written = inner_schema(written);
    const struct json_value *fields = typed_member(reader, written, "fields", JSON_OBJECT);
    struct ast_field **end = &class->fields;
    for (const struct json_value *item = !fields ? NULL : fields->first; item; item = item->next) {
        if (is_internal(reader, item))
            continue;
        *end = read_field(reader, name->text, item);
        if (*end)
            end = &(*end)->next;
    }
    class->permissions = object_member(reader, written, "classLevelPermissions");
    class->indexes = object_member(reader, written, "indexes");
    class->renamed_from = former_name(reader, written);
    return class;
}

/* Notes what a schema without classes seems to be. */
static void note_shape(struct reader *reader, const struct json_value *root)
{
    if (json_member(root, "className") || json_member(root, "fields")) {
        diag_note(reader->diag, (struct span){0},
                  "a single class stands in a list: {\"classes\": [...]}");
        return;
    }
    for (const struct json_value *member = root->first; member; member = member->next) {
        if (member->kind == JSON_ARRAY && member->first && member->first->kind == JSON_OBJECT) {
            diag_note(reader->diag, json_key_span(reader->source, member),
                      "the list of classes is called \"classes\", not \"%s\"", member->key);
            return;
        }
    }
}

/* The list of classes in any of the three forms, or NULL. */
static const struct json_value *find_classes(struct reader *reader, const struct json_value *root)
{
    static const char *const known[] = {"classes", "results",     "name",    "title",
                                        "version", "description", "$schema", NULL};
    if (root->kind == JSON_ARRAY)
        return root;
    if (!is_kind(reader, root, JSON_OBJECT, "a schema"))
        return NULL;
    check_attributes(reader, root, known, "the schema");
    const char *key = json_member(root, "results") ? "results" : "classes";
    if (!json_member(root, key)) {
        diag_report(reader->diag, DIAG_MISSING_ATTRIBUTE, span_of(reader->source, root->offset, 1),
                    "the schema", "classes");
        note_shape(reader, root);
        return NULL;
    }
    return typed_member(reader, root, key, JSON_ARRAY);
}

struct ast *json_read(struct diag *diag, const struct source *source)
{
    struct reader reader = {.diag = diag, .arena = diag->arena, .source = source};
    struct ast *ast = arena_alloc(diag->arena, sizeof *ast);
    ast->source = source;
    if (!text_check(diag, source))
        return ast;
    const struct json_value *root = json_parse(diag, source, text_start(source), source->length);
    const struct json_value *classes = !root ? NULL : find_classes(&reader, root);
    if (!classes)
        return ast;
    bool has_class = false;
    struct ast_class **end = &ast->classes;
    for (const struct json_value *item = classes->first; item; item = item->next) {
        *end = read_class(&reader, item);
        if (*end) {
            has_class = true;
            end = &(*end)->next;
        }
    }
    if (!has_class && diag->error_count == 0)
        diag_report(diag, DIAG_EMPTY_SCHEMA, json_span(source, classes), "schema");
    return ast;
}
