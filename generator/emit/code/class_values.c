/* class_values.c - the first half of classes/NAME/validate.c: what may be said of an object, and what a
 * new one has where nothing is said. */
#include "emit/code/class_values.h"

#include "emit/c_code.h"
#include "emit/code/class_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Above what the field's constraints become: the sentence that lists its words, or its place. */
static void add_source(struct buffer *buffer, const struct model *model,
                       const struct model_class *class, const struct model_field *field, int indent)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_ONE_OF && rule->fields[0] == field) {
            c_sentence(buffer, indent, model, rule);
            return;
        }
    }
    c_origin_comment(buffer, indent, field->schema_span, field->spec_span);
}

/* return fail(context, PARSE_VALIDATION, "..."); the text is a format, and so free of %. */
static void add_refusal(struct buffer *buffer, int indent, const char *text)
{
    buffer_printf(buffer, "%*sreturn fail(context, PARSE_VALIDATION,", indent, "");
    const char *format = format_text(buffer->arena, text);
    if (c_column(buffer) + strlen(format) + sizeof " \"\");" > C_WIDTH)
        c_align(buffer, (size_t)indent + sizeof "return fail(" - 1);
    else
        buffer_add_string(buffer, " ");
    c_string(buffer, format);
    buffer_add_string(buffer, ");\n");
}

static bool has_words(const struct model_field *field)
{
    return field->one_of_count > 0 && (field->type == FIELD_STRING || field->type == FIELD_ARRAY);
}

static void add_is_known(struct buffer *buffer, const struct model *model,
                         const struct model_class *class, const struct model_field *field)
{
    add_source(buffer, model, class, field, 0);
    buffer_printf(buffer, "static bool is_known_%s(struct text word)\n{\n    return ",
                  field->c_name);
    struct c_list words = c_chain_open(buffer, " ||");
    for (size_t i = 0; i < field->one_of_count; i++) {
        const char *literal = c_literal_text(buffer->arena, field->one_of[i]);
        c_list_add(&words, arena_printf(buffer->arena, "text_is(word, %s)", literal));
    }
    buffer_add_string(buffer, ";\n}\n\n");
}

/* "Order.status must be one of: draft, active, done." */
static void add_words_check(struct buffer *buffer, const struct model_class *class,
                            const struct model_field *field)
{
    struct buffer text;
    buffer_init(&text, buffer->arena);
    buffer_printf(&text, "%s.%s must be one of: ", class->name, field->name);
    for (size_t i = 0; i < field->one_of_count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? "" : ", ", field->one_of[i]);
    buffer_add_string(&text, ".");
    const char *member = c_member_text(buffer->arena, "given", field);
    buffer_add_string(buffer, "    if (");
    struct c_list conditions = c_chain_open(buffer, " &&");
    c_list_add(&conditions, arena_printf(buffer->arena, "given->state[%s] == FIELD_SET",
                                         c_constant_text(buffer->arena, class, field)));
    c_list_add(&conditions,
               field->type == FIELD_STRING
                   ? arena_printf(buffer->arena, "!is_known_%s(%s)", field->c_name, member)
                   : arena_printf(buffer->arena, "!value_elements_are(context, %s, is_known_%s)",
                                  member, field->c_name));
    buffer_add_string(buffer, ")\n");
    add_refusal(buffer, 8, text.bytes);
}

static void add_required_check(struct buffer *buffer, const struct model_class *class,
                               const struct model_field *field)
{
    const char *state = c_constant_text(buffer->arena, class, field);
    if (field->type == FIELD_STRING) {
        buffer_add_string(buffer, "    if (value_lacks_text(");
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, arena_printf(buffer->arena, "given->state[%s]", state));
        c_list_add(&arguments, c_member_text(buffer->arena, "given", field));
        buffer_add_string(buffer, "))\n");
    } else {
        buffer_printf(buffer, "    if (given->state[%s] == FIELD_UNSET)\n", state);
    }
    add_refusal(buffer, 8, arena_printf(buffer->arena, "%s is required", field->name));
}

/* Whether a value that is given may be refused. */
static bool is_checked(const struct model_field *field)
{
    return field->type != FIELD_RELATION && (field->required || has_words(field));
}

static void add_check_values(struct buffer *buffer, const struct model *model,
                             const struct model_class *class)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (has_words(class->fields[i]))
            add_is_known(buffer, model, class, class->fields[i]);
    buffer_printf(buffer,
                  "/* What is given of an object: what is required is not taken away. */\n"
                  "static bool check_values(struct context *context, const void *object)\n{\n"
                  "    const struct %s_object *given = object;\n\n",
                  class->c_name);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!is_checked(field))
            continue;
        if (field->required)
            add_required_check(buffer, class, field);
        if (has_words(field))
            add_words_check(buffer, class, field);
    }
    buffer_add_string(buffer, "    return true;\n}\n\n");
}

/* The default of a String, without JSON's quotes; NULL where it has escapes. */
static const char *text_default(struct arena *arena, const struct model_field *field)
{
    size_t length = strlen(field->default_json);
    if (length < 2 || memchr(field->default_json, '\\', length))
        return NULL;
    return arena_copy(arena, field->default_json + 1, length - 2);
}

/* Whether C has a literal for the default; others are read from their JSON. */
static bool is_plain_default(struct arena *arena, const struct model_field *field)
{
    switch (field->type) {
    case FIELD_BOOLEAN:
        return true;
    case FIELD_NUMBER:
        return isnormal(strtod(field->default_json, NULL)) || strcmp(field->default_json, "0") == 0;
    case FIELD_STRING:
        return text_default(arena, field) != NULL;
    default:
        return false;
    }
}

/* new->status = (struct text)TEXT("draft"); */
static void add_default_value(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, "        new->");
    c_member(buffer, field);
    buffer_add_string(buffer, " = ");
    if (field->type == FIELD_STRING) {
        buffer_add_string(buffer, "(struct text)");
        c_text(buffer, text_default(buffer->arena, field));
    } else {
        buffer_add_string(buffer, field->default_json);
        if (field->type == FIELD_NUMBER &&
            strcspn(field->default_json, ".eE") == strlen(field->default_json))
            buffer_add_string(buffer, ".0");
    }
    buffer_add_string(buffer, ";\n");
}

static void add_default(struct buffer *buffer, const struct model_class *class,
                        const struct model_field *field)
{
    struct buffer constant;
    buffer_init(&constant, buffer->arena);
    c_constant(&constant, class, field);
    if (!is_plain_default(buffer->arena, field)) {
        buffer_printf(buffer,
                      "    if (new->state[%s] == FIELD_ABSENT &&\n        !value_set_default(",
                      constant.bytes);
        struct c_list arguments = c_list_open(buffer);
        c_list_add(&arguments, "context");
        c_list_add(&arguments, arena_printf(buffer->arena, "&%s_model", class->c_name));
        c_list_add(&arguments, constant.bytes);
        c_list_add(&arguments, "new");
        c_list_add(&arguments, "computed");
        buffer_add_string(buffer, "))\n        return false;\n");
        return;
    }
    buffer_printf(buffer, "    if (new->state[%s] == FIELD_ABSENT) {\n", constant.bytes);
    add_default_value(buffer, field);
    buffer_printf(buffer,
                  "        new->state[%s] = FIELD_SET;\n        computed[%s] = true;\n    }\n",
                  constant.bytes, constant.bytes);
}

/* Whether a new object gets a value for the field, or cannot be without. */
static bool is_completed(const struct model_field *field)
{
    return field->type != FIELD_RELATION && (field->required || field->default_json);
}

static void add_complete(struct buffer *buffer, const struct model_class *class)
{
    bool has_defaults = false;
    bool fails = false;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        bool plain = field->default_json && is_plain_default(buffer->arena, field);
        has_defaults = has_defaults || (is_completed(field) && field->default_json);
        fails = fails || (is_completed(field) && !plain);
    }
    buffer_printf(
        buffer,
        "/* A new object: it has what is required, and defaults for what is not given. */\n"
        "static bool complete(struct context *context, void *object, bool *computed)\n{\n"
        "    struct %s_object *new = object;\n\n%s%s",
        class->c_name, fails ? "" : "    (void)context;\n",
        has_defaults ? "" : "    (void)computed;\n");
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!is_completed(field))
            continue;
        c_origin_comment(buffer, 4, field->schema_span, field->spec_span);
        if (field->default_json) {
            add_default(buffer, class, field);
        } else {
            buffer_add_string(buffer, "    if (new->state[");
            c_constant(buffer, class, field);
            buffer_add_string(buffer, "] == FIELD_ABSENT)\n");
            add_refusal(buffer, 8, arena_printf(buffer->arena, "%s is required", field->name));
        }
    }
    buffer_add_string(buffer, "    return true;\n}\n\n");
}

static bool any(const struct model_class *class, bool (*is)(const struct model_field *field))
{
    for (size_t i = 0; i < class->field_count; i++)
        if (is(class->fields[i]))
            return true;
    return false;
}

void add_value_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class)
{
    if (any(class, is_checked))
        add_check_values(buffer, model, class);
    if (any(class, is_completed))
        add_complete(buffer, class);
}

void add_value_members(struct buffer *buffer, const struct model_class *class)
{
    buffer_add_string(buffer, any(class, is_checked) ? "    .check_values = check_values,\n" : "");
    buffer_add_string(buffer, any(class, is_completed) ? "    .complete = complete,\n" : "");
}
