/* classes.c - what classes are for, told from their pointers and names; see compose.h. */
#include "prose/classes.h"

#include <string.h>

/* The pointer whose name has one of the words, or NULL. */
static const char *pointer_named(const struct draft_class *class, const char *const *names)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        for (size_t j = 0; world_target(field) && names[j]; j++)
            if (strcmp(field->model.name, names[j]) == 0)
                return field->model.name;
    }
    return NULL;
}

bool compose_is_message(const struct draft_class *class, const char **sender,
                        const char **recipient)
{
    static const char *const senders[] = {"sender", "from", "author", "fromUser", NULL};
    static const char *const recipients[] = {"recipient", "to", "receiver", "toUser", NULL};
    *sender = pointer_named(class, senders);
    *recipient = pointer_named(class, recipients);
    return *sender && *recipient;
}

bool compose_is_grant(const struct composer *composer, const struct draft_class *class)
{
    return world_is_grant(composer->world, class);
}

bool compose_is_records_class(const struct composer *composer, const struct draft_class *class)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    if (class->model.builtin || strcmp(class->model.name, AUDIT_CLASS) == 0 ||
        strcmp(class->model.name, ASSIGNMENT_CLASS) == 0 ||
        strcmp(class->model.name, NOTIFICATION_CLASS) == 0 ||
        compose_is_message(class, &sender, &recipient) || compose_is_grant(composer, class))
        return false;
    if (composer->client)
        return world_distance(composer->world, class, composer->client->profile->model.name) > 0;
    /* Without a class of patients: what points at a user, and stands for nobody itself. */
    for (size_t i = 0; i < composer->roles.count; i++)
        if (((const struct prose_role *)composer->roles.items[i])->profile == class)
            return false;
    const char *words = world_words(composer->arena, class->model.name);
    return !world_has_word(words, "provider") && !world_has_word(words, "profile") &&
           world_distance(composer->world, class, "_User") > 0;
}

bool compose_names_records(const struct composer *composer, const struct thing *things)
{
    for (const struct thing *thing = things; thing; thing = thing->next)
        if (thing->kind == THING_CLASS && thing->class &&
            compose_is_records_class(composer, thing->class))
            return true;
    return false;
}

void compose_records(const struct composer *composer, struct vector *classes)
{
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(composer->draft, i);
        if (compose_is_records_class(composer, class))
            vector_add(classes, composer->arena, class);
    }
}

const struct ast_value *compose_draft_values(const struct draft_class *class,
                                             const struct draft_field **field)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *candidate = draft_field_at(class, i);
        const struct ast_value *values = world_values(candidate);
        if (values && values->next && strcmp(values->name.text, "draft") == 0) {
            *field = candidate;
            return values;
        }
    }
    return NULL;
}

bool compose_is_published(const struct composer *composer, const struct draft_class *class)
{
    for (size_t i = 0; i < composer->published.count; i++)
        if (composer->published.items[i] == class)
            return true;
    return false;
}

const char *compose_thread_field(const struct draft_class *class)
{
    static const char *const names[] = {"threadId", "conversationId", "thread", "conversation"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (map_get(&class->field_of, names[i]))
            return names[i];
    return NULL;
}

const char *compose_value_of_sense(const struct composer *composer, const struct draft_class *class,
                                   enum sense sense, struct draft_field **field)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *candidate = draft_field_at(class, i);
        for (const struct ast_value *at = world_values(candidate); at; at = at->next) {
            struct units units = units_of_text(composer->arena, at->name.text);
            const struct meaning *meaning =
                units.count > 0 ? lexicon_find(composer->lexicon, units.items, units.count) : NULL;
            if (!meaning || !meaning->senses[sense])
                continue;
            *field = candidate;
            return at->name.text;
        }
    }
    return NULL;
}

const struct draft_field *compose_flag_of_sense(const struct composer *composer,
                                                const struct draft_class *class, enum sense sense)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != FIELD_BOOLEAN || field->model.server_set)
            continue;
        const char *words = world_name(composer->world, field->model.name);
        words += strncmp(words, "is ", 3) == 0 ? 3 : 0;
        struct units units = units_of_text(composer->arena, words);
        const struct meaning *meaning =
            units.count > 0 ? lexicon_find(composer->lexicon, units.items, units.count) : NULL;
        if (meaning && meaning->senses[sense])
            return field;
    }
    return NULL;
}

struct draft_class *compose_only_class(const struct composer *composer,
                                       bool (*fits)(const struct composer *,
                                                    const struct draft_class *, const char *),
                                       const char *words)
{
    struct draft_class *found = NULL;
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(composer->draft, i);
        if (class->model.builtin || !fits(composer, class, words))
            continue;
        if (found)
            return NULL;
        found = class;
    }
    return found;
}

static bool is_of_messages(const struct composer *composer, const struct draft_class *class,
                           const char *words)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    (void)composer;
    (void)words;
    return compose_is_message(class, &sender, &recipient);
}

struct draft_class *compose_message_class(const struct composer *composer)
{
    return compose_only_class(composer, is_of_messages, NULL);
}
