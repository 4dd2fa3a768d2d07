/* spec_names.c - the Names section of a spec, and what it does; see spec_reader.h.
 *
 *     mapping = [ class "." ] name "=" wire-name
 *             | [ field "." ] value "=" value
 *
 * A mapping without a class names the class of that name, or else a field of every class, or else a
 * value that any field may take. */
#include "read/spec_names.h"

#include "base/nearest.h"
#include "model/builtin.h"
#include "read/spec_read.h"
#include "read/spec_sentence.h"

#include <ctype.h>
#include <string.h>

static const char wire_name[] = "a name of ASCII letters, digits and '_' after '='";

/* The key of mapping_of: "class.name", or "name". */
static const char *mapping_key(struct spec_reader *reader, const char *class_name, const char *name)
{
    return class_name[0] == '\0' ? name : arena_printf(reader->arena, "%s.%s", class_name, name);
}

static bool is_mark(const struct token *token, const char *marks)
{
    return token->kind == TOKEN_PUNCTUATION && strchr(marks, token->punctuation);
}

static struct ast_name tokens_name(struct spec_reader *reader, const struct token *first,
                                   const struct token *end)
{
    if (first == end)
        return (struct ast_name){.text = "", .span = span_of(reader->source, first->offset, 0)};
    return spec_name_between(reader, first->offset, (size_t)end[-1].offset + end[-1].length);
}

static void expected(struct spec_reader *reader, const char *what, struct ast_name found)
{
    const char *text =
        found.text[0] == '\0' ? "nothing" : arena_printf(reader->arena, "'%s'", found.text);
    diag_report(reader->diag, DIAG_BAD_CLAUSE, found.span, what, text);
}

/* The mapping, where what it leads to can be the name of a class or field. */
static struct name_mapping *naming(struct spec_reader *reader, struct name_mapping *mapping)
{
    if (!mapping || spec_is_wire_name(mapping->to.text))
        return mapping;
    if (!mapping->used)
        expected(reader, wire_name, mapping->to);
    mapping->used = true;
    return NULL;
}

void spec_add_name(struct spec_reader *reader, struct ast_name class_name, struct ast_name from,
                   struct ast_name to)
{
    struct name_mapping *mapping = arena_alloc(reader->arena, sizeof *mapping);
    mapping->class_name = class_name.text;
    mapping->from = from;
    mapping->to = to;
    struct name_mapping *earlier =
        map_add(&reader->mapping_of, mapping_key(reader, class_name.text, from.text), mapping);
    if (!earlier) {
        *reader->last_mapping = mapping;
        reader->last_mapping = &mapping->next;
    } else {
        diag_report(reader->diag, DIAG_NAME_MAPPED_TWICE, from.span, from.text, earlier->to.text);
        diag_note(reader->diag, earlier->from.span, "the first one");
    }
}

const char *spec_name_of(struct spec_reader *reader, const char *written_class)
{
    const struct name_mapping *mapping = map_get(&reader->mapping_of, written_class);
    return mapping ? mapping->to.text : written_class;
}

/* Counts the line when a comment behind it says that it is a proposal (prose/naming.h). */
static void count_proposed(struct spec_reader *reader, const struct ast_name *name,
                           const struct token *last)
{
    static const char mark[] = "<!-- proposed";
    size_t behind = (size_t)last->offset + last->length;
    size_t at = span_written(span_of(reader->source, behind, 0)).offset;
    const struct source *whole = reader->ast->whole;
    while (at < whole->length && (whole->bytes[at] == ' ' || whole->bytes[at] == '\t'))
        at++;
    if (whole->length - at < sizeof mark - 1 ||
        memcmp(whole->bytes + at, mark, sizeof mark - 1) != 0)
        return;
    if (reader->ast->proposed_names++ == 0)
        reader->ast->proposed_name = name->span;
}

/* One line: the tokens from first to end, with its '=' in between. */
static void read_mapping(struct spec_reader *reader, const struct token *first,
                         const struct token *equals, const struct token *end)
{
    const struct token *point = first;
    while (point < equals && !is_mark(point, "."))
        point++;
    struct ast_name class_name = {.text = ""};
    if (point < equals) {
        class_name = tokens_name(reader, first, point);
        first = point + 1;
    }
    struct ast_name from = tokens_name(reader, first, equals);
    struct ast_name to = tokens_name(reader, equals + 1, end);
    if (from.text[0] == '\0' || (point < equals && class_name.text[0] == '\0'))
        expected(reader, "a name before '='", from);
    else if (to.text[0] == '\0')
        expected(reader, wire_name, to);
    else
        spec_add_name(reader, class_name, from, to);
    if (end > equals + 1)
        count_proposed(reader, &from, end - 1);
}

void spec_read_names(struct spec_reader *reader, size_t start, size_t end)
{
    struct token_list list = spec_lex(reader->arena, reader->source, start, end);
    const struct token *at = list.tokens;
    while (at->kind != TOKEN_END) {
        bool is_blank = at->kind == TOKEN_LINE_END || is_mark(at, "-*,;.");
        if (is_blank) {
            at++;
            continue;
        }
        const struct token *first = at;
        const struct token *equals = NULL;
        while (at->kind != TOKEN_END && at->kind != TOKEN_LINE_END && !is_mark(at, ",;") &&
               !(equals && is_mark(at, "."))) {
            if (!equals && is_mark(at, "="))
                equals = at;
            at++;
        }
        if (equals)
            read_mapping(reader, first, equals, at);
        else if (!spec_read_statement(reader, first->offset, (size_t)at[-1].offset + at[-1].length))
            expected(reader, "'name = NAME'", tokens_name(reader, first, at));
    }
}

/* The mapping of a field, which may be given for its class by either name, or for all classes. */
static struct name_mapping *field_mapping(struct spec_reader *reader, const char *written_class,
                                          const char *class_name, const char *field)
{
    if (!reader->mappings)
        return NULL;
    struct name_mapping *mapping =
        map_get(&reader->mapping_of, mapping_key(reader, written_class, field));
    if (!mapping)
        mapping = map_get(&reader->mapping_of, mapping_key(reader, class_name, field));
    if (!mapping) {
        mapping = map_get(&reader->mapping_of, field);
        mapping = mapping && mapping->names_class ? NULL : mapping;
    }
    mapping = naming(reader, mapping);
    if (mapping)
        mapping->used = mapping->names_field = true;
    return mapping;
}

bool spec_is_own_field(struct spec_reader *reader, const char *class_name,
                       const struct ast_field *field)
{
    const char *own_type = builtin_hidden_type(class_name, field->name.text);
    if (!own_type)
        return false;
    bool is_stated = field->type.kind != AST_TYPE_FAULTY && strcmp(own_type, "ACL") != 0;
    const char *type = is_stated ? field_type_name((enum field_type)field->type.kind) : own_type;
    if (strcmp(own_type, type) != 0) {
        diag_report(reader->diag, DIAG_RESERVED_FIELD, field->type.span, field->name.text, own_type,
                    type);
    }
    return true;
}

static void add_unnamed(struct spec_reader *reader, const struct ast_class *class,
                        const char *class_written, const struct ast_field *field)
{
    struct ast_unnamed *unnamed = arena_alloc(reader->arena, sizeof *unnamed);
    *unnamed = (struct ast_unnamed){.name = field ? field->name : class->name,
                                    .class = class,
                                    .field = field,
                                    .class_written = class_written};
    unnamed->is_needed = !spec_is_wire_name(unnamed->name.text);
    *reader->last_unnamed = unnamed;
    reader->last_unnamed = &unnamed->next;
}

/* A name of several words in ASCII as one: "medical record number" is medicalRecordNumber; NULL: it is none such. */
static const char *joined_name(struct spec_reader *reader, const char *name, bool is_class)
{
    if (!strpbrk(name, " -"))
        return NULL;
    char *joined = arena_strdup(reader->arena, name);
    size_t length = 0;
    bool begins_word = is_class;
    for (; *name != '\0'; name++) {
        if (*name == ' ' || *name == '-') {
            begins_word = length > 0 || is_class;
            continue;
        }
        joined[length] = begins_word ? (char)toupper((unsigned char)*name) : *name;
        if (length == 0 && !is_class)
            joined[length] = (char)tolower((unsigned char)*name);
        length++;
        begins_word = false;
    }
    joined[length] = '\0';
    return spec_is_wire_name(joined) ? joined : NULL;
}

/* Renames a class's fields, and takes out those that have no name for the wire. */
static void name_fields(struct spec_reader *reader, struct ast_class *class,
                        const char *written_class)
{
    struct ast_field **link = &class->fields;
    while (*link) {
        struct ast_field *field = *link;
        struct name_mapping *mapping =
            field_mapping(reader, written_class, class->name.text, field->name.text);
        const char *joined = mapping ? NULL : joined_name(reader, field->name.text, false);
        field->written = field->gloss ? field->gloss : field->name.text;
        if (mapping) {
            field->name.text = mapping->to.text;
            if (spec_is_own_field(reader, class->name.text, field)) {
                *link = field->next;
                continue;
            }
        } else if (joined) {
            field->name.text = joined;
        } else if (!spec_is_wire_name(field->name.text)) {
            add_unnamed(reader, class, written_class, field);
            *link = field->next;
            continue;
        } else if (isupper((unsigned char)*field->name.text)) {
            add_unnamed(reader, class, written_class, field);
        }
        link = &field->next;
    }
}

/* Renames the classes and their fields, and takes out classes that have no name for the wire. */
static void name_classes(struct spec_reader *reader)
{
    for (struct ast_class *class = reader->ast->classes; class; class = class->next) {
        map_add(&reader->class_of, class->name.text, class);
        struct name_mapping *mapping =
            naming(reader, map_get(&reader->mapping_of, class->name.text));
        if (mapping)
            mapping->names_class = mapping->used = true;
    }
    struct ast_class **link = &reader->ast->classes;
    while (*link) {
        struct ast_class *class = *link;
        const char *written = class->name.text;
        struct name_mapping *mapping = naming(reader, map_get(&reader->mapping_of, written));
        const char *joined = mapping ? NULL : joined_name(reader, written, true);
        if (mapping)
            class->name.text = mapping->to.text;
        else if (joined)
            class->name.text = joined;
        bool is_named = spec_is_wire_name(class->name.text);
        if (!is_named)
            add_unnamed(reader, class, written, NULL);
        name_fields(reader, class, written);
        if (!is_named)
            *link = class->next;
        else
            link = &class->next;
    }
}

/* Renames a value that a field may take, the field by either name. */
static const char *named_value(struct spec_reader *reader, const char *written_field,
                               const char *field, const char *value)
{
    const char *const keys[] = {mapping_key(reader, written_field, value),
                                mapping_key(reader, field, value), value};
    for (size_t i = 0; reader->mappings && i < sizeof keys / sizeof keys[0]; i++) {
        struct name_mapping *mapping = map_get(&reader->mapping_of, keys[i]);
        if (!mapping || mapping->names_class || mapping->names_field)
            continue;
        mapping->used = true;
        return mapping->to.text;
    }
    return value;
}

static void name_value_list(struct spec_reader *reader, const char *written_field,
                            const char *field, struct ast_value *values)
{
    for (; values; values = values->next)
        values->name.text = named_value(reader, written_field, field, values->name.text);
}

static void name_values(struct spec_reader *reader, struct ast_field *field)
{
    name_value_list(reader, field->written, field->name.text, field->values);
    const struct json_value *value = field->default_value;
    if (!field->values || !value || value->kind != JSON_STRING)
        return;
    const char *name = named_value(reader, field->written, field->name.text, value->text);
    if (name != value->text)
        field->default_value = json_string(reader->arena, field->name.span, name);
}

/* Renames a mention of a class. Returns false when the class has no name, which was reported. */
static bool name_mention(struct spec_reader *reader, struct ast_name *mention)
{
    const struct ast_class *class = map_get(&reader->class_of, mention->text);
    if (class) {
        mention->text = class->name.text;
        return spec_is_wire_name(class->name.text);
    }
    struct name_mapping *mapping = map_get(&reader->mapping_of, mention->text);
    if (mapping) {
        mapping->used = true;
        mention->text = mapping->to.text;
    }
    return true;
}

static void name_target(struct spec_reader *reader, struct ast_type *type)
{
    if (type->target.text && !name_mention(reader, &type->target)) {
        type->kind = AST_TYPE_FAULTY;
        type->target.text = NULL;
    }
}

static void name_field_mention(struct spec_reader *reader, const char *written_class,
                               const char *class_name, struct ast_name *field)
{
    struct name_mapping *mapping = field_mapping(reader, written_class, class_name, field->text);
    if (mapping)
        field->text = mapping->to.text;
}

static void name_statements(struct spec_reader *reader)
{
    for (struct ast_alias *alias = reader->ast->aliases; alias; alias = alias->next) {
        const char *written = alias->class_name.text;
        name_mention(reader, &alias->class_name);
        name_field_mention(reader, written, alias->class_name.text, &alias->second);
        name_field_mention(reader, written, alias->class_name.text, &alias->first);
    }
    struct ast_type_choice *choice = reader->ast->type_choices;
    for (; choice; choice = choice->next) {
        const char *written = choice->class_name.text;
        name_mention(reader, &choice->class_name);
        name_field_mention(reader, written, choice->class_name.text, &choice->field);
        name_target(reader, &choice->type);
    }
    for (struct ast_need *need = reader->ast->needs; need; need = need->next) {
        const char *written = need->class_name.text;
        name_mention(reader, &need->class_name);
        name_field_mention(reader, written, need->class_name.text, &need->field);
    }
}

/* The fields of a rule are those of its first class. */
static void name_rule(struct spec_reader *reader, struct ast_rule *rule)
{
    static const enum rule_slot class_slots[] = {SLOT_CLASSES, SLOT_GRANT, SLOT_RECORDS};
    static const enum rule_slot field_slots[] = {SLOT_FIELDS, SLOT_ACTORS, SLOT_TARGET, SLOT_UNTIL,
                                                 SLOT_FROM,   SLOT_TO,     SLOT_TRIGGER};
    const char *written = !rule->slots[SLOT_CLASSES] ? "" : rule->slots[SLOT_CLASSES]->name.text;
    for (size_t i = 0; i < sizeof class_slots / sizeof class_slots[0]; i++) {
        struct ast_value *item = rule->slots[class_slots[i]];
        for (; item; item = item->next)
            name_mention(reader, &item->name);
    }
    const char *named = *written == '\0' ? "" : rule->slots[SLOT_CLASSES]->name.text;
    for (size_t i = 0; i < sizeof field_slots / sizeof field_slots[0]; i++) {
        struct ast_value *item = rule->slots[field_slots[i]];
        for (; item; item = item->next)
            name_field_mention(reader, written, named, &item->name);
    }
    for (struct ast_condition *at = rule->conditions; at; at = at->next) {
        name_field_mention(reader, written, named, &at->field);
        name_value_list(reader, at->field.text, at->field.text, at->values);
    }
    static const enum rule_slot value_slots[][2] = {
        {SLOT_STATES, SLOT_FIELDS}, {SLOT_VALUES, SLOT_FIELDS}, {SLOT_REACHED, SLOT_TRIGGER}};
    for (size_t i = 0; i < sizeof value_slots / sizeof value_slots[0]; i++) {
        const struct ast_value *field = rule->slots[value_slots[i][1]];
        if (field)
            name_value_list(reader, field->name.text, field->name.text,
                            rule->slots[value_slots[i][0]]);
    }
}

static void report_unused(struct spec_reader *reader)
{
    for (struct name_mapping *mapping = reader->mappings; mapping; mapping = mapping->next) {
        if (mapping->used)
            continue;
        diag_report(reader->diag, DIAG_UNUSED_NAME, mapping->from.span, mapping->from.text);
        struct nearest nearest = nearest_to(mapping->from.text);
        const struct ast_class *class = reader->ast->classes;
        for (; class && !diag_is_full(reader->diag); class = class->next)
            nearest_consider(&nearest, class->name.text, class->name.span);
        nearest_note(&nearest, reader->diag);
    }
}

/* Whether two classes are one: by the name as written, or by the one that a line of Names gives it. */
static bool is_same_class(struct spec_reader *reader, const struct ast_class *class,
                          const struct ast_class *more)
{
    const struct name_mapping *mapping = map_get(&reader->mapping_of, class->written);
    return strcmp(class->written, more->written) == 0 ||
           (mapping && strcmp(mapping->to.text, more->written) == 0);
}

void spec_join_classes(struct spec_reader *reader)
{
    struct ast_class **link = &reader->ast->classes;
    while (*link) {
        struct ast_class *more = *link;
        struct ast_class *class = more->is_more ? reader->ast->classes : NULL;
        while (class && (class->is_more || !is_same_class(reader, class, more)))
            class = class->next;
        if (!class) {
            link = &more->next;
            continue;
        }
        struct ast_field **end = &class->fields;
        while (*end)
            end = &(*end)->next;
        *end = more->fields;
        *link = more->next;
    }
}

void spec_apply_names(struct spec_reader *reader)
{
    name_classes(reader);
    for (struct ast_class *class = reader->ast->classes; class; class = class->next)
        for (struct ast_field *field = class->fields; field; field = field->next) {
            name_target(reader, &field->type);
            name_values(reader, field);
        }
    name_statements(reader);
    for (struct ast_rule *rule = reader->ast->rules; rule; rule = rule->next)
        name_rule(reader, rule);
    report_unused(reader);
}
