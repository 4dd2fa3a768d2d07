/* spoken_fields.c - see spoken_fields.h.
 *
 * "Patients can edit their profile, but must not change their name": where some other class has a field that is
 * called name, the one of theirs is called fullName all the same. */
#include "prose/spoken_fields.h"

#include "prose/access_forms.h"
#include "prose/reading.h"
#include "prose/roles.h"

#include <string.h>

/* Whether a name ends with the words of another one: fullName with name. */
static bool ends_with(const struct composer *composer, const char *name, const char *other)
{
    const char *words = world_name(composer->world, name);
    const char *last = world_name(composer->world, other);
    size_t length = strlen(words);
    size_t end = strlen(last);
    return length > end && words[length - end - 1] == ' ' &&
           strcmp(words + length - end, last) == 0;
}

/* The fields of a class that are called so by their last words only; NULL: none is. */
static const struct field_said *fields_by_end(const struct composer *composer,
                                              const struct draft_class *class, const char *name)
{
    const struct field_said *fields = NULL;
    for (size_t i = class->fields.count; i > 0; i--) {
        const struct draft_field *field = draft_field_at(class, i - 1);
        if (field->model.server_set || world_target(field) ||
            !ends_with(composer, field->model.name, name))
            continue;
        struct field_said *said = arena_alloc(composer->arena, sizeof *said);
        *said = (struct field_said){field->model.name, fields};
        fields = said;
    }
    return fields;
}

static bool is_ban(const struct composer *composer, const struct said *said)
{
    return said->mode == MODE_NEVER || access_is_unseen(said) ||
           (said->mode == MODE_UNSAID && !said->who && composer->last_mode == MODE_NEVER);
}

/* The one class that the sentence before names, where it has a form of the language; NULL: there is none. */
static struct draft_class *class_of_form(const struct composer *composer)
{
    size_t number = composer->at->number;
    const struct prose_sentence *before = number > 0 ? composer->sentences.items[number - 1] : NULL;
    struct draft_class *class = NULL;
    for (const struct ast_rule *rule = composer->draft->spec->rules; before && rule;
         rule = rule->next)
        for (const struct ast_value *at =
                 rule->sentence == before->sentence ? rule->slots[SLOT_CLASSES] : NULL;
             at; at = at->next) {
            struct units units =
                units_of_text(composer->arena, world_words(composer->arena, at->name.text));
            size_t taken = 0;
            bool is_short = false;
            struct draft_class *named =
                world_class(composer->world, units.items, units.count, &taken, &is_short);
            if (class && named != class)
                return NULL;
            class = named;
        }
    return class;
}

/* The class of which the clause before speaks, or the sentence before. */
static struct draft_class *spoken_class(struct composer *composer)
{
    struct draft_class *of_form = composer->is_first ? class_of_form(composer) : NULL;
    if (of_form)
        return of_form;
    const struct thing *before = composer->is_first ? composer->earlier_what : composer->last_what;
    const struct subject *who = composer->is_first ? composer->earlier_who : composer->last_who;
    if (!before || before->next)
        return NULL;
    if (before->kind != THING_PROFILE || !who || who->is_field)
        return before->class;
    const struct prose_role *role = compose_role(composer, who->kind, who->noun);
    return role ? role->profile : NULL;
}

/* The fields of a class that a bare one means by its last words, in front of other things; these alone where it means
 * none. */
static const struct thing *add_meant(struct composer *composer, struct draft_class *class,
                                     const struct thing *bare, const struct thing *before)
{
    const struct field_said *fields = map_get(&class->field_of, bare->fields->name)
                                          ? NULL
                                          : fields_by_end(composer, class, bare->fields->name);
    if (!fields)
        return before;
    struct thing *meant = arena_alloc(composer->arena, sizeof *meant);
    *meant = *bare;
    meant->class = class;
    meant->fields = fields;
    meant->next = before;
    return meant;
}

const struct thing *compose_spoken_fields(struct composer *composer, const struct said *said,
                                          const struct thing *what)
{
    bool bans = is_ban(composer, said);
    struct draft_class *class = bans || !composer->is_first ? spoken_class(composer) : NULL;
    const struct draft *draft = composer->draft;
    const struct thing *found = what;
    for (const struct thing *at = what; at; at = at->next) {
        bool is_bare = at->kind == THING_FIELD && !at->class && at->fields && !at->fields->next;
        const struct thing *rest = bans || at != what ? found : at->next;
        const struct thing *meant = is_bare && class ? add_meant(composer, class, at, rest) : rest;
        /* "all records except the names": of whatever class it is */
        for (size_t i = 0; is_bare && !class && bans && i < draft->classes.count; i++)
            if (!draft_class_at(draft, i)->model.builtin)
                meant = add_meant(composer, draft_class_at(draft, i), at, meant);
        found = meant != rest ? meant : found;
    }
    return found;
}
