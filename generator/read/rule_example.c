/* rule_example.c - see rule_example.h. */
#include "read/rule_example.h"

#include "base/names.h"
#include "read/rule_match.h"

#include <ctype.h>
#include <string.h>

/* What the example is made of. */
struct names {
    struct arena *arena;
    const struct ast_sentence *sentence;
    const struct ast_class *class;
    const char *role;
};

/* Whether a word of the sentence is the name. */
static bool is_named(const struct names *names, const char *name)
{
    struct rule_text text = rule_text_of(names->arena, names->sentence->span);
    for (size_t i = 0; i < text.count; i++) {
        const struct token *token = &text.tokens[i];
        const char *word =
            arena_copy(names->arena, text.source->bytes + token->offset, token->length);
        if (token->kind == TOKEN_WORD && names_likeness(name, word) != NAMES_DIFFER)
            return true;
    }
    return false;
}

static const char *class_name(const struct names *names)
{
    return names->class->name.text;
}

static const char *role_name(const struct names *names)
{
    return names->role;
}

/* A field of the class, of the kind: one that the sentence names, or else the first. */
static const struct ast_field *field_of(const struct names *names, int kind, bool has_values)
{
    const struct ast_field *first = NULL;
    for (const struct ast_field *at = names->class->fields; at; at = at->next) {
        if ((kind >= 0 && at->type.kind != kind) || (has_values && !at->values))
            continue;
        if (is_named(names, at->name.text))
            return at;
        first = first ? first : at;
    }
    return first;
}

/* One that the sentence names, or else a String. */
static const char *field_name(const struct names *names)
{
    const struct ast_field *any = field_of(names, -1, false);
    const struct ast_field *field = field_of(names, FIELD_STRING, false);
    if (any && (!field || is_named(names, any->name.text)))
        field = any;
    return field ? field->name.text : NULL;
}

/* A pointer that leads to a user, or to something else; where there is none, any. */
static const char *pointer_name(const struct names *names, bool is_user)
{
    const struct ast_field *found = field_of(names, FIELD_POINTER, false);
    bool is_said = false;
    for (const struct ast_field *at = names->class->fields; at; at = at->next) {
        const char *target = at->type.target.text;
        if (at->type.kind != FIELD_POINTER || !target ||
            (strcmp(target, "_User") == 0) != is_user || is_said)
            continue;
        is_said = is_named(names, at->name.text);
        found = at;
    }
    return found ? found->name.text : NULL;
}

static const char *actor_name(const struct names *names)
{
    return pointer_name(names, true);
}

static const char *target_name(const struct names *names)
{
    return pointer_name(names, false);
}

static const char *date_name(const struct names *names)
{
    const struct ast_field *field = field_of(names, FIELD_DATE, false);
    return field ? field->name.text : NULL;
}

/* A field that has states. */
static const struct ast_field *state(const struct names *names)
{
    const struct ast_field *field = field_of(names, FIELD_STRING, true);
    return field && field->values->next ? field : NULL;
}

static const char *state_name(const struct names *names)
{
    return state(names) ? state(names)->name.text : NULL;
}

static const char *property(const struct names *names)
{
    const char *field = state_name(names) ? state_name(names) : field_name(names);
    return field ? arena_printf(names->arena, "%s.%s", class_name(names), field) : NULL;
}

static const char *value(const struct names *names)
{
    const struct ast_field *field = state(names);
    return field ? field->values->name.text : NULL;
}

static const char *states(const struct names *names)
{
    const struct ast_field *field = state(names);
    return field ? arena_printf(names->arena, "%s -> %s", field->values->name.text,
                                field->values->next->name.text)
                 : NULL;
}

static const struct {
    const char *slot;
    const char *text; /* NULL: the function has it */
    const char *(*name)(const struct names *names);
} fillings[] = {
    {"ROLES", NULL, role_name},    {"OPERATIONS", "read", NULL},   {"CLASSES", NULL, class_name},
    {"GRANT", NULL, class_name},   {"FIELDS", NULL, field_name},   {"ACTORS", NULL, actor_name},
    {"PROPERTY", NULL, property},  {"VALUES", NULL, value},        {"STATES", NULL, states},
    {"TRIGGER", NULL, state_name}, {"REACHED", NULL, value},       {"TARGET", NULL, target_name},
    {"FROM", NULL, date_name},     {"TO", NULL, date_name},        {"UNTIL", NULL, date_name},
    {"EVENT", "created", NULL},    {"DURATION", "12 hours", NULL}, {"PATIENTS", "patients", NULL},
    {"NAME", "staff", NULL},       {"TYPE", "String", NULL},       {"RECORDS", "records", NULL},
};

/* What stands in a slot; NULL: the reader's spec has nothing that could. */
static const char *filling(const struct names *names, const char *slot, size_t length)
{
    for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++)
        if (strlen(fillings[i].slot) == length && memcmp(fillings[i].slot, slot, length) == 0)
            return fillings[i].text ? fillings[i].text : fillings[i].name(names);
    return NULL;
}

/* The article that goes with what follows it in a pattern. */
static const char *article(const char *next)
{
    static const char *const rows[][2] = {{"ACTORS", "the"}, {"role", "the"},    {"same", "the"},
                                          {"scope", "the"},  {"CLASSES", "a"},   {"ROLES", "a"},
                                          {"TYPE", "a"},     {"disclosure", "a"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strncmp(rows[i][0], next, strlen(rows[i][0])) == 0)
            return rows[i][1];
    return "";
}

/* What may be left out is. */
static const char *fill(const struct names *names, const char *pattern)
{
    const char *text = "";
    while (*pattern != '\0') {
        size_t length = *pattern == '[' ? strcspn(pattern, "]") + 1 : rule_element_length(pattern);
        const char *word = "";
        bool is_added = strncmp(pattern, "TARGET,", strlen("TARGET,")) == 0;
        if (isupper((unsigned char)*pattern)) {
            word = is_added ? "remark" : filling(names, pattern, length);
            if (!word)
                return NULL;
        } else if (length == 1 && *pattern == 'a') {
            word = article(pattern + 2);
        } else if (*pattern == ',') {
            text = arena_printf(names->arena, "%s,", text);
        } else if (*pattern != '[') {
            word = arena_copy(names->arena, pattern, strcspn(pattern, "| ,[]"));
        }
        if (*word)
            text = arena_printf(names->arena, "%s%s%s", text, *text ? " " : "", word);
        pattern += length == 0 ? 1 : length;
        pattern += strspn(pattern, " ");
    }
    return text;
}

const char *rule_example(struct arena *arena, const char *pattern, const char *example,
                         const struct ast_sentence *sentence)
{
    struct names names = {.arena = arena, .sentence = sentence, .role = "Users"};
    if (!sentence->tree || !sentence->tree->classes)
        return example;
    names.class = sentence->tree->classes;
    for (const struct ast_class *at = names.class; at; at = at->next) {
        if (is_named(&names, at->name.text)) {
            names.class = at;
            break;
        }
    }
    const struct ast_rule *rule = sentence->tree->rules;
    for (const char *first = NULL; rule; rule = rule->next) {
        const struct ast_value *role =
            rule->kind == RULE_ROLE && !rule->reading ? rule->slots[SLOT_ROLES] : NULL;
        if (role && (!first || is_named(&names, role->name.text)))
            names.role = first = role->name.text;
    }
    const char *text = fill(&names, pattern);
    if (!text)
        return example;
    char *sentence_text = arena_printf(arena, "%s.", text);
    if (!isupper((unsigned char)*pattern)) /* a name stays as it is */
        *sentence_text = (char)toupper((unsigned char)*sentence_text);
    return sentence_text;
}
