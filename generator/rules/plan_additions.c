/* plan_additions.c - gives a draft the classes, fields and rules that its sentences bring along
 * (additions.h). See draft.h.
 *
 * A text is filled in, read as any spec is, and put beside what the inputs say, where they do not
 * say it already. Everything in it then stands in the place of the sentence that brought it, so that
 * diagnostics and the trace lead there. */
#include "rules/plan_additions.h"
#include "read/rule_read.h"
#include "rules/additions.h"

#include "base/names.h"
#include "read/spec_read.h"
#include "rules/check_lifecycles.h"
#include "rules/plan_assignment.h"
#include "rules/rule_roles.h"

#include <string.h>

/* What is being added, and for which sentence. */
struct adder {
    struct draft *draft;
    struct arena *arena;
    const struct ast_rule *cause;
    const char *class_name; /* {CLASS}; NULL: the addition is not for one class */
};

/* "A, B and C" */
static const char *list_text(struct arena *arena, const struct ast_value *list)
{
    const char *text = "";
    for (const struct ast_value *at = list; at; at = at->next) {
        const char *separator = at == list ? "" : !at->next ? " and " : ", ";
        text = arena_printf(arena, "%s%s%s", text, separator, at->name.text);
    }
    return text;
}

/* {PATIENT}: the class that stands for a patient: the profile of the role that the app calls
 * patients, else the user. */
static const char *patient_text(const struct adder *adder)
{
    const char *class = draft_profile_of(adder->draft, "patients");
    return !class ? "User" : class;
}

static const char *class_text(const struct adder *adder)
{
    return adder->class_name;
}

/* Whether "a, b" lists the name. */
static bool lists_name(const char *list, const char *name)
{
    size_t length = strlen(name);
    while (*list != '\0') {
        size_t item = strcspn(list, ",");
        if (item == length && memcmp(list, name, length) == 0)
            return true;
        list += item + strspn(list + item, ", ");
    }
    return false;
}

/* The Parse roles whose users a sentence speaks of, after those in the text that it does not list
 * already. */
static const char *add_role_names(const struct adder *adder, const char *text,
                                  const struct ast_rule *sentence)
{
    for (const struct ast_value *at = sentence->slots[SLOT_ROLES]; at; at = at->next) {
        for (const struct ast_rule *rule = adder->draft->spec->rules; rule; rule = rule->next) {
            const struct ast_value *named = rule->slots[SLOT_ROLES];
            const struct ast_value *name = rule->slots[SLOT_NAME];
            if (rule->kind == RULE_ROLE && named && name &&
                rule_role_is_called(named->name.text, at->name.text) &&
                !lists_name(text, name->name.text)) {
                text = arena_printf(adder->arena, "%s%s%s", text, *text == '\0' ? "" : ", ",
                                    name->name.text);
            }
        }
    }
    return text;
}

/* {ROLE NAMES} */
static const char *role_names_text(const struct adder *adder)
{
    return add_role_names(adder, "", adder->cause);
}

/* {ALL ROLE NAMES}: those of every sentence of the kind. */
static const char *all_role_names_text(const struct adder *adder)
{
    const char *text = "";
    for (const struct ast_rule *rule = adder->draft->spec->rules; rule; rule = rule->next)
        text = rule->kind == adder->cause->kind ? add_role_names(adder, text, rule) : text;
    return text;
}

/* The name that the spec introduces a role by: "providers" of "a provider", since a class may well
 * have a field of that name. */
static const char *introduced_name(const struct adder *adder, const char *word)
{
    const char *name = word;
    for (const struct ast_rule *rule = adder->draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *role = rule->kind == RULE_ROLE ? rule->slots[SLOT_ROLES] : NULL;
        for (; role; role = role->next)
            name = rule_role_is_called(role->name.text, word) ? role->name.text : name;
    }
    return name;
}

/* {PEOPLE}: the roles of all sentences of the kind that name the class. */
static const char *people_text(const struct adder *adder)
{
    const struct draft_class *class = draft_class(adder->draft, adder->class_name);
    const char *text = "";
    for (const struct ast_rule *rule = adder->draft->spec->rules; rule; rule = rule->next) {
        if (rule->kind != adder->cause->kind || !rule_names_class(adder->draft, rule, class))
            continue;
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at; at = at->next) {
            const char *name = introduced_name(adder, at->name.text);
            if (!lists_name(text, name))
                text = arena_printf(adder->arena, "%s%s%s", text, *text == '\0' ? "" : ", ", name);
        }
    }
    return text;
}

/* {SCOPE WORDS}: how a grant's scope names the sentence's classes. */
static const char *scope_words_text(const struct adder *adder)
{
    const char *text = "";
    for (const struct ast_value *at = adder->cause->slots[SLOT_CLASSES]; at; at = at->next) {
        const struct draft_class *class = draft_find_class(adder->draft, at->name.text);
        const char *name = !class ? at->name.text : class->model.name;
        text = arena_printf(adder->arena, "%s%s%s", text, *text == '\0' ? "" : ", ",
                            names_plural(adder->arena, names_camel(adder->arena, name)));
    }
    return text;
}

static const struct ast_rule *draft_lifecycle(const struct adder *adder)
{
    return rule_draft_lifecycle(adder->draft, draft_class(adder->draft, adder->class_name));
}

/* {PUBLICATION}: the field whose lifecycle starts with draft. */
static const char *publication_text(const struct adder *adder)
{
    const struct ast_rule *lifecycle = draft_lifecycle(adder);
    return !lifecycle ? "publicationStatus" : lifecycle->slots[SLOT_TARGET]->name.text;
}

/* {PUBLISHED}: the states that follow upon it. */
static const char *published_text(const struct adder *adder)
{
    const struct ast_rule *lifecycle = draft_lifecycle(adder);
    const char *text = "";
    const struct ast_value *at = !lifecycle ? NULL : lifecycle->slots[SLOT_STATES]->next;
    size_t arrows = 0;
    for (; at && arrows < 2; at = at->next) {
        bool is_arrow = rule_is_arrow(at);
        arrows += is_arrow ? 1 : 0;
        if (!is_arrow) {
            text = arena_printf(adder->arena, "%s%s%s", text, *text == '\0' ? "" : " or ",
                                at->name.text);
        }
    }
    return *text == '\0' ? "published" : text;
}

/* A hole that is filled from a slot has no function. */
static const struct {
    const char *name;
    enum rule_slot slot;
    const char *(*text)(const struct adder *adder);
} holes[] = {
    {"ROLES", SLOT_ROLES, NULL},
    {"CLASSES", SLOT_CLASSES, NULL},
    {"ACTORS", SLOT_ACTORS, NULL},
    {"FIELDS", SLOT_FIELDS, NULL},
    {"GRANT", SLOT_GRANT, NULL},
    {"CLASS", 0, class_text},
    {"PATIENT", 0, patient_text},
    {"ROLE NAMES", 0, role_names_text},
    {"ALL ROLE NAMES", 0, all_role_names_text},
    {"SCOPE WORDS", 0, scope_words_text},
    {"PEOPLE", 0, people_text},
    {"PUBLICATION", 0, publication_text},
    {"PUBLISHED", 0, published_text},
};

static const char *hole_text(const struct adder *adder, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof holes / sizeof holes[0]; i++) {
        if (strlen(holes[i].name) == length && memcmp(holes[i].name, name, length) == 0) {
            return holes[i].text ? holes[i].text(adder)
                                 : list_text(adder->arena, adder->cause->slots[holes[i].slot]);
        }
    }
    return "";
}

static const char *fill(const struct adder *adder, const char *text)
{
    struct buffer filled;
    buffer_init(&filled, adder->arena);
    while (*text != '\0') {
        size_t length = strcspn(text, "{");
        buffer_add(&filled, text, length);
        text += length;
        if (*text == '{') {
            length = strcspn(text + 1, "}");
            buffer_add_string(&filled, hole_text(adder, text + 1, length));
            text += length + 2;
        }
    }
    return filled.bytes;
}

/* Reads the text as a spec. A text that has faults adds what could be read of it; the tests go
 * through every row of the table. */
static struct ast *read_text(const struct adder *adder, const char *text)
{
    struct source *source = arena_alloc(adder->arena, sizeof *source);
    struct diag diag;
    diag_init(&diag, adder->arena, false);
    source_init(source, adder->arena, "additions", text, strlen(text));
    struct ast *ast = spec_read(&diag, source);
    bool is_whole = diag.error_count + diag.warning_count == 0;
    for (const struct ast_sentence *at = ast->sentences; at; at = at->next)
        is_whole = is_whole && at->understood;
    if (!is_whole) {
        diag_report(adder->draft->diag, DIAG_RULE_CONFLICT, adder->cause->sentence->span,
                    "what it brings along does not fit this app");
    }
    return ast;
}

static void move_values(struct ast_value *values, struct span span)
{
    for (struct ast_value *at = values; at; at = at->next)
        at->name.span = span;
}

/* Puts the field into the class, unless it is there: then its type must be the same. */
static void add_field(const struct adder *adder, struct draft_class *class,
                      struct ast_field *written)
{
    struct span span = adder->cause->sentence->span;
    struct draft_field *field = map_get(&class->field_of, written->name.text);
    if (field) {
        if (field->type.kind != written->type.kind) {
            diag_report(adder->draft->diag, DIAG_RULE_CONFLICT, span,
                        arena_printf(adder->arena, "it needs '%s.%s' to be %s", class->model.name,
                                     field->model.name,
                                     ast_type_text(adder->arena, &written->type)));
        }
        return;
    }
    written->name.span = span;
    written->type.span = span;
    written->type.target.span = span;
    move_values(written->values, span);
    field = draft_add_field(adder->draft, class, written->name.text,
                            (enum field_type)written->type.kind, written->type.target.text);
    field->type = written->type;
    field->spec = written;
    field->model.required = written->required;
    field->model.unique = written->unique;
    field->model.indexed = written->indexed;
    field->model.server_set = written->server_set;
    field->model.inputs = INPUT_SPEC;
    field->model.spec_span = span;
}

static void add_class(const struct adder *adder, struct ast_class *written)
{
    struct draft_class *class = draft_class(adder->draft, written->name.text);
    if (!class) {
        class = draft_add_class(adder->draft, written->name.text);
        class->is_brought = true;
        class->model.inputs = INPUT_SPEC;
        class->model.spec_span = adder->cause->sentence->span;
    }
    for (struct ast_field *field = written->fields; field; field = field->next)
        add_field(adder, class, field);
}

/* Appends the rules, as if the sentence said them. */
static void add_rules(const struct adder *adder, struct ast_rule *first)
{
    struct span span = adder->cause->sentence->span;
    struct ast_rule **end = &((struct ast *)(uintptr_t)adder->draft->spec)->rules;
    while (*end)
        end = &(*end)->next;
    *end = first;
    for (struct ast_rule *rule = first; rule; rule = rule->next) {
        rule->sentence = adder->cause->sentence;
        rule->reading = adder->cause->reading;
        rule->number = adder->cause->number;
        spec_move_rule(rule, span);
    }
}

static void add(const struct adder *adder, const struct addition *addition)
{
    struct ast *ast = read_text(adder, fill(adder, addition->text));
    for (struct ast_class *class = ast->classes; class; class = class->next)
        add_class(adder, class);
    add_rules(adder, ast->rules);
}

/* Whether an earlier sentence of the kind names the class. */
static bool is_named_before(const struct adder *adder, const struct draft_class *class)
{
    const struct ast_rule *rule = adder->draft->spec->rules;
    for (; rule != adder->cause; rule = rule->next)
        if (rule->kind == adder->cause->kind && rule_names_class(adder->draft, rule, class))
            return true;
    return false;
}

static bool notifies(const struct adder *adder)
{
    const struct ast_rule *rule = adder->draft->spec->rules;
    while (rule && rule->kind != RULE_NOTIFY)
        rule = rule->next;
    return !rule && adder->cause->slots[SLOT_ACTORS];
}

static bool applies(const struct adder *adder, const struct addition *addition)
{
    switch (addition->condition) {
    case ADDITION_WITHOUT_DRAFTS:
        return !draft_lifecycle(adder);
    case ADDITION_PUBLISH_NOTIFIES:
        return notifies(adder);
    case ADDITION_ALWAYS:
        break;
    }
    return true;
}

static void add_for_each_class(struct adder *adder, const struct addition *addition)
{
    for (const struct ast_value *at = adder->cause->slots[SLOT_CLASSES]; at; at = at->next) {
        const struct draft_class *class = draft_find_class(adder->draft, at->name.text);
        if (!class || is_named_before(adder, class))
            continue;
        adder->class_name = class->model.name;
        if (applies(adder, addition))
            add(adder, addition);
    }
}

void plan_additions(struct draft *draft)
{
    for (size_t i = 0; draft->spec && i < addition_count; i++) {
        const struct addition *addition = &additions[i];
        for (const struct ast_rule *rule = draft->spec->rules; rule; rule = rule->next) {
            if (rule->kind != addition->kind)
                continue;
            struct adder adder = {.draft = draft, .arena = draft->arena, .cause = rule};
            if (addition->times == ADD_FOR_EACH_CLASS) {
                add_for_each_class(&adder, addition);
            } else if (applies(&adder, addition)) {
                add(&adder, addition);
                if (addition->times == ADD_ONCE)
                    break; /* not before: the first sentence of the kind may bring nothing */
            }
        }
    }
}
