/* written.c - sentences of a prompt that have a form of the language as they stand; see compose.h.
 *
 * "Patients can read their own Visit." is prose as well as a form. Who patients are is settled for it as
 * for other prose; and where another sentence forbids some of it, or publishes visits, the sentence
 * becomes one that says what is left. A spec without prose stays as it is. */
#include "prose/written.h"

#include "base/names.h"
#include "prose/classes.h"
#include "prose/kept_fields.h"
#include "prose/openings.h"
#include "prose/people.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"

#include <string.h>

/* The person whom a word of a form names: "LabTechnicians". */
static bool person_of(struct composer *composer, const char *word, enum person_kind *kind,
                      const char **noun)
{
    struct units units = units_of_text(composer->arena, world_words(composer->arena, word));
    struct text *text = text_new(composer->arena, composer->world, units);
    return units.count > 0 && text_person(text, 0, kind, noun) == units.count;
}

static bool is_everybody(const char *word)
{
    static const char *const words[] = {"users", "user", "everyone", "anyone", "it"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(words[i], word) == 0)
            return true;
    return false;
}

static bool is_introduced(const struct composer *composer, const char *word)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; rule->kind == RULE_ROLE && at;
             at = at->next)
            if (names_likeness(at->name.text, word) != NAMES_DIFFER)
                return true;
    return false;
}

/* Introduces the role of a word; false, and the word is left over, when nobody is called so. */
static bool introduce(struct composer *composer, const struct ast_name *name)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    if (is_everybody(name->text) || is_introduced(composer, name->text))
        return true;
    if (!person_of(composer, name->text, &kind, &noun)) {
        (void)compose_word_left(composer, name);
        return false;
    }
    (void)compose_introduced(composer, kind, noun);
    return true;
}

static struct draft_class *class_of(const struct composer *composer, const char *name)
{
    struct draft_class *class = draft_class(composer->draft, name);
    struct units units = units_of_text(composer->arena, name);
    size_t taken = 0;
    bool is_short = false;
    if (!class && units.count > 0) {
        class = world_class(composer->world, units.items, units.count, &taken, &is_short);
        class = taken == units.count && !is_short ? class : NULL;
    }
    return class;
}

static unsigned operations_of(const struct ast_rule *rule)
{
    static const struct {
        const char *word;
        unsigned deed;
    } words[] = {{"read", DEED_READ},     {"see", DEED_READ},      {"view", DEED_READ},
                 {"create", DEED_CREATE}, {"update", DEED_UPDATE}, {"delete", DEED_DELETE}};
    unsigned deeds = 0;
    for (const struct ast_value *at = rule->slots[SLOT_OPERATIONS]; at; at = at->next)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (strcasecmp(words[i].word, at->name.text) == 0)
                deeds |= words[i].deed;
    return deeds ? deeds : DEED_UPDATE;
}

static bool copy_conditions(const struct ast_rule *rule, struct opening *opening)
{
    enum { MOST = sizeof opening->conditions[0].values / sizeof opening->conditions[0].values[0] };
    for (const struct ast_condition *at = rule->conditions; at; at = at->next) {
        if (opening->condition_count == MOST_CONDITIONS)
            return false;
        struct prose_condition *condition = &opening->conditions[opening->condition_count++];
        *condition = (struct prose_condition){.field = at->field.text, .negated = at->negated};
        for (const struct ast_value *value = at->values; value; value = value->next) {
            if (condition->value_count == MOST)
                return false;
            condition->values[condition->value_count++] = value->name.text;
        }
    }
    return true;
}

/* The role that the users of a field are of besides: of one, since prose names one in such a form. */
static const struct prose_role *bound_role(struct composer *composer, const struct ast_rule *rule)
{
    const struct ast_value *name = rule->slots[SLOT_ROLES];
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_one = name && !name->next && person_of(composer, name->name.text, &kind, &noun);
    return is_one ? compose_role(composer, kind, noun) : NULL;
}

/* Takes what a rule opens for one role or actor of one class. */
static void take(struct composer *composer, const struct ast_rule *rule, struct draft_class *class,
                 const struct prose_role *role, const char *actor)
{
    struct opening opening = {.class = class,
                              .role = role,
                              .actor = actor,
                              .written = rule,
                              .operations = operations_of(rule),
                              .whose = rule->scope == SCOPE_ALL        ? WHOSE_ALL
                                       : rule->scope == SCOPE_ASSIGNED ? WHOSE_ASSIGNED
                                                                       : WHOSE_OWN};
    opening.as = actor ? bound_role(composer, rule) : NULL;
    if (rule->slots[SLOT_PATIENTS])
        opening.people = rule->slots[SLOT_PATIENTS]->name.text;
    const struct field_said **end = &opening.fields;
    for (const struct ast_value *at = rule->slots[SLOT_FIELDS]; at; at = at->next) {
        struct field_said *field = arena_alloc(composer->arena, sizeof *field);
        field->name = at->name.text;
        *end = field;
        end = &field->next;
    }
    if (!copy_conditions(rule, &opening))
        return;
    opening.written_operations = opening.operations;
    opening.written_conditions = opening.condition_count;
    compose_open(composer, &opening);
}

static void take_rule(struct composer *composer, const struct ast_rule *rule)
{
    for (const struct ast_value *name = rule->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = class_of(composer, name->name.text);
        if (!class || class->model.builtin)
            continue;
        for (const struct ast_value *at = rule->slots[SLOT_ACTORS]; at; at = at->next)
            take(composer, rule, class, NULL, at->name.text);
        if (rule->slots[SLOT_ACTORS] && rule->slots[SLOT_ROLES])
            continue; /* "doctors ... in which they are the doctor": these, see bound_role() */
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at; at = at->next) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            if (is_everybody(at->name.text))
                take(composer, rule, class, compose_role(composer, PERSON_USER, "user"), NULL);
            else if (person_of(composer, at->name.text, &kind, &noun))
                take(composer, rule, class, compose_role(composer, kind, noun), NULL);
        }
    }
}

/* Introduces whom the rule speaks of. Returns false when nobody is called so. */
static bool introduce_all(struct composer *composer, const struct ast_rule *rule)
{
    bool is_known = true;
    static const enum rule_slot slots[] = {SLOT_ROLES, SLOT_PATIENTS, SLOT_GRANT};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        bool is_class = slots[i] == SLOT_GRANT && rule->kind != RULE_APPROVAL;
        for (const struct ast_value *at = rule->slots[slots[i]]; at && !is_class; at = at->next)
            is_known = introduce(composer, &at->name) && is_known;
    }
    if (rule->kind == RULE_LIFECYCLE) {
        const struct draft_class *class = class_of(composer, rule->slots[SLOT_CLASSES]->name.text);
        for (const struct ast_value *at = rule->slots[SLOT_ACTORS]; at && class; at = at->next)
            if (!map_get(&class->field_of, at->name.text) && !strchr(at->name.text, '.'))
                (void)introduce(composer, &at->name);
    }
    return is_known;
}

static struct prose_sentence *sentence_of(const struct composer *composer,
                                          const struct ast_rule *rule)
{
    for (size_t i = 0; i < composer->sentences.count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        if (sentence->sentence == rule->sentence)
            return sentence;
    }
    return NULL;
}

/* Those whom a word of a form names, before what was named of them already. */
static const struct subject *subject_of(struct composer *composer, const char *word,
                                        const struct subject *next)
{
    struct subject *who = arena_alloc(composer->arena, sizeof *who);
    *who = (struct subject){.kind = PERSON_USER, .noun = "user", .next = next};
    bool is_known = is_everybody(word) || person_of(composer, word, &who->kind, &who->noun);
    return is_known ? who : next;
}

void compose_speak_of_written(struct composer *composer, const struct ast_sentence *sentence)
{
    const struct ast_rule *rule = composer->draft->spec->rules;
    while (rule && (rule->sentence != sentence || rule->kind != RULE_ACCESS))
        rule = rule->next;
    const struct subject *who = NULL;
    const struct thing *what = NULL;
    for (const struct ast_value *at = rule ? rule->slots[SLOT_ROLES] : NULL; at; at = at->next)
        who = subject_of(composer, at->name.text, who);
    for (const struct ast_value *at = rule ? rule->slots[SLOT_CLASSES] : NULL; at; at = at->next) {
        struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
        *thing = (struct thing){.kind = THING_CLASS,
                                .class = class_of(composer, at->name.text),
                                .whose = rule->scope == SCOPE_ALL        ? WHOSE_ALL
                                         : rule->scope == SCOPE_ASSIGNED ? WHOSE_ASSIGNED
                                                                         : WHOSE_OWN,
                                .next = what};
        what = thing->class ? thing : what;
    }
    composer->earlier_who = who && what ? who : composer->earlier_who;
    composer->earlier_what = who && what ? what : composer->earlier_what;
}

static void take_append_only(struct composer *composer, const struct ast_rule *rule)
{
    for (const struct ast_value *at = rule->slots[SLOT_CLASSES]; at; at = at->next) {
        const struct draft_class *class = class_of(composer, at->name.text);
        if (class)
            compose_note_kept(composer, class);
    }
}

static void take_readers(struct composer *composer, const struct ast_rule *rule)
{
    for (const struct ast_value *name = rule->slots[SLOT_CLASSES]; name; name = name->next) {
        const struct draft_class *class = class_of(composer, name->name.text);
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at && class; at = at->next) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            bool is_person = person_of(composer, at->name.text, &kind, &noun);
            for (const struct ast_value *field = rule->slots[SLOT_FIELDS]; field && is_person;
                 field = field->next)
                compose_note_reader(composer, class, field->name.text,
                                    compose_role(composer, kind, noun));
        }
    }
}

/* What a sentence with a form publishes is a draft until then for other sentences, too. */
static void take_published(struct composer *composer, const struct ast_rule *rule)
{
    for (const struct ast_value *at = rule->slots[SLOT_CLASSES]; at; at = at->next) {
        struct draft_class *class = class_of(composer, at->name.text);
        if (class && !compose_is_published(composer, class))
            vector_add(&composer->published, composer->arena, class);
    }
}

/* Takes a rule out of the spec. */
static void unlink_rule(struct composer *composer, const struct ast_rule *rule)
{
    struct ast *spec = (struct ast *)(uintptr_t)composer->draft->spec;
    for (struct ast_rule **at = &spec->rules; *at; at = &(*at)->next) {
        if (*at == rule) {
            *at = rule->next;
            return;
        }
    }
}

struct prose_role *compose_written_client(struct composer *composer)
{
    static const enum rule_slot slots[] = {SLOT_ROLES, SLOT_PATIENTS};
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        for (size_t i = 0; rule->kind == RULE_ACCESS && i < sizeof slots / sizeof slots[0]; i++)
            for (const struct ast_value *at = rule->slots[slots[i]]; at; at = at->next) {
                enum person_kind kind = PERSON_USER;
                const char *noun = NULL;
                if (!person_of(composer, at->name.text, &kind, &noun) || kind != PERSON_CLIENT)
                    continue;
                struct prose_role *role = compose_role(composer, kind, noun);
                if (role->kind == PERSON_CLIENT && role->profile)
                    return role;
            }
    return NULL;
}

/* Notes that a rule gives a role the rows of its patients, or lets it read all. */
static void note_whose(const struct composer *composer, const struct ast_rule *rule,
                       struct draft_class *class, struct prose_role *role)
{
    if (rule->scope == SCOPE_ASSIGNED) {
        role->has_patients = true;
        vector_add(&role->assigned, composer->arena, class);
    } else if (rule->scope == SCOPE_ALL && !rule->conditions &&
               (operations_of(rule) & DEED_READ) != 0) {
        vector_add(&role->all_read, composer->arena, class);
    }
}

void compose_look_ahead_written(struct composer *composer)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        composer->at = sentence_of(composer, rule);
        if (!composer->at || rule->kind != RULE_ACCESS)
            continue;
        for (const struct ast_value *name = rule->slots[SLOT_CLASSES]; name; name = name->next) {
            struct draft_class *class = class_of(composer, name->name.text);
            for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at && class; at = at->next) {
                enum person_kind kind = PERSON_USER;
                const char *noun = NULL;
                if (person_of(composer, at->name.text, &kind, &noun) && kind == PERSON_STAFF)
                    note_whose(composer, rule, class, compose_role(composer, kind, noun));
            }
        }
    }
}

void compose_written(struct composer *composer)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        composer->at = sentence_of(composer, rule);
        if (!composer->at || rule->kind == RULE_ROLE)
            continue;
        if (!introduce_all(composer, rule) && rule->kind == RULE_SIGN_UP) {
            /* Whoever is not known cannot be let in, and the sentence says so of nobody then. */
            composer->at->sentence->has_form = false;
            composer->at->sentence->understood = false;
            unlink_rule(composer, rule);
        }
        if (rule->scope == SCOPE_ASSIGNED && composer->has_prose)
            compose_assignment(composer);
        if (composer->has_prose && rule->kind == RULE_ACCESS)
            take_rule(composer, rule);
        if (composer->has_prose && rule->kind == RULE_READERS)
            take_readers(composer, rule);
        if (composer->has_prose && rule->kind == RULE_APPEND_ONLY)
            take_append_only(composer, rule);
        if (composer->has_prose && rule->kind == RULE_PUBLISH)
            take_published(composer, rule);
    }
}

static bool is_changed(const struct opening *opening)
{
    return opening->is_dropped || opening->operations != opening->written_operations ||
           opening->condition_count != opening->written_conditions;
}

/* Whether a sentence says that these people must not sign up. */
static bool must_not_sign_up(const struct composer *composer, const char *plural)
{
    bool is_banned = composer->no_sign_up_of_all;
    for (size_t i = 0; i < composer->no_sign_up.count; i++) {
        const struct prose_role *role = composer->no_sign_up.items[i];
        is_banned = is_banned || strcasecmp(role->plural, plural) == 0;
    }
    return is_banned;
}

void compose_close_sign_up(struct composer *composer)
{
    static const char sign_up[] = " sign up themselves.";
    for (size_t i = 0; composer->no_sign_up_by && i < composer->sentences.count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        for (struct ast_line *line = sentence->sentence->lines; line; line = line->next) {
            size_t length = strlen(line->text);
            if (line->kind != AST_LINE_BECOMES || length < sizeof sign_up ||
                strcmp(line->text + length - (sizeof sign_up - 1), sign_up) != 0 ||
                !must_not_sign_up(composer, arena_copy(composer->arena, line->text,
                                                       length - (sizeof sign_up - 1))))
                continue;
            line->kind = AST_LINE_DROPPED;
            compose_contradiction(composer, sentence, composer->no_sign_up_by);
        }
    }
    const struct ast_rule *next = NULL;
    for (const struct ast_rule *rule = composer->draft->spec->rules;
         composer->no_sign_up_by && rule; rule = next) {
        next = rule->next;
        struct prose_sentence *sentence = sentence_of(composer, rule);
        bool is_banned = false;
        for (const struct ast_value *at = rule->slots[SLOT_ROLES];
             sentence && rule->kind == RULE_SIGN_UP && at; at = at->next)
            is_banned = is_banned || must_not_sign_up(composer, at->name.text);
        if (!is_banned)
            continue;
        sentence->sentence->has_form = false;
        unlink_rule(composer, rule);
        compose_contradiction(composer, sentence, composer->no_sign_up_by);
    }
}

void compose_rewrite(struct composer *composer)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *changed = composer->openings.items[i];
        if (!changed->written || !is_changed(changed) || !changed->sentence->sentence->has_form)
            continue;
        changed->sentence->sentence->has_form = false;
        unlink_rule(composer, changed->written);
    }
    for (size_t i = 0; i < composer->openings.count; i++) {
        struct opening *opening = composer->openings.items[i];
        if (opening->written && opening->sentence->sentence->has_form)
            opening->is_dropped = opening->is_written = true;
    }
}

void compose_sort_rules(struct composer *composer, struct ast_rule **first)
{
    struct ast *spec = (struct ast *)(uintptr_t)composer->draft->spec;
    struct ast_rule *added = *first;
    *first = NULL;
    for (struct ast_rule **at = &spec->rules; added; at = &(*at)->next) {
        if (*at && (*at)->number <= added->number)
            continue;
        struct ast_rule *rule = added;
        added = added->next;
        rule->next = *at;
        *at = rule;
    }
}
