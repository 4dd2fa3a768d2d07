/* vague.c - see vague.h. */
#include "prose/vague.h"

#include "prose/opening_text.h"
#include "prose/reading.h"
#include "prose/whose.h"
#include "read/spec_lex.h"

#include <string.h>

const char *compose_as_written(const struct composer *composer, struct stretch words)
{
    const struct text *text = composer->at->text;
    if (words.first >= words.end || words.end > text->count)
        return "";
    words.first = text_skip(text, words.first);
    if (words.first >= words.end)
        return "";
    const struct span first = text->units[words.first].span;
    const struct span last = text->units[words.end - 1].span;
    return spec_phrase(composer->arena, first.source, first.offset,
                       (size_t)last.offset + last.length);
}

const char *case_words(const struct case_ *one, const struct thing *thing)
{
    const struct said *said = one->said;
    bool is_here = thing->words.first >= said->words.first && thing->words.end <= said->words.end &&
                   thing->words.first < thing->words.end && said->what &&
                   said->what->kind != THING_SAME;
    if (is_here)
        return compose_as_written(one->composer, thing->words);
    if (said->what && said->what->kind == THING_SAME)
        return compose_as_written(one->composer, said->what->words);
    const char *verb = one->act ? compose_as_written(one->composer, one->act->words) : "";
    return *verb != '\0' ? verb : compose_as_written(one->composer, said->words);
}

void case_assume_classes(const struct case_ *one, const struct thing *thing,
                         const struct vector *classes)
{
    struct vector names = {0};
    bool is_writing = one->act->meaning && !one->act->meaning->senses[SENSE_READ];
    if (thing->kind != THING_FIELD || thing->class || classes->count < 2 || !is_writing ||
        case_is_never(one))
        return;
    for (size_t i = 0; i < classes->count; i++)
        vector_add(&names, one->composer->arena,
                   (void *)(uintptr_t)((const struct draft_class *)classes->items[i])->model.name);
    compose_assumption(one->composer, "'%s' names no class: %s are meant", case_words(one, thing),
                       compose_list(one->composer->arena, &names));
}

static void assume_opening(struct composer *composer, const struct opening *opening,
                           const struct vector *classes)
{
    bool is_plain = !opening->vague || opening->sentence->is_partial;
    if (is_plain)
        return;
    if (opening->is_general && classes->count > 1)
        compose_assumption(composer, "'%s' names no class: %s are meant", opening->vague,
                           compose_list(composer->arena, classes));
    if (opening->has_drafts)
        compose_assumption(composer, "'%s' means drafts of %s, too: no sentence says who publishes",
                           opening->vague, compose_list(composer->arena, classes));
    /* Whatever admins may do they do with all, and "the doctor of a visit" has said of which. */
    bool is_said = opening->role ? opening->role->kind == PERSON_ADMIN : !opening->as;
    if (opening->is_unsaid && !is_said)
        compose_assumption(composer, "'%s' does not say whose: %s", opening->vague,
                           opening_rows(composer->arena, opening, classes));
}

/* Whether the same words leave the same open. */
static bool are_same_words(const struct opening *a, const struct opening *b)
{
    return a->is_unsaid == b->is_unsaid && a->is_general == b->is_general &&
           a->has_drafts == b->has_drafts && a->vague && b->vague &&
           strcmp(a->vague, b->vague) == 0;
}

void compose_assume_openings(struct composer *composer, const struct vector *openings)
{
    for (size_t i = 0; i < openings->count; i++) {
        const struct opening *opening = openings->items[i];
        struct vector classes = {0};
        bool is_said = false;
        for (size_t j = 0; j < openings->count; j++) {
            const struct opening *other = openings->items[j];
            if (!are_same_words(opening, other))
                continue;
            is_said = is_said || j < i;
            vector_add(&classes, composer->arena, (void *)(uintptr_t)other->class->model.name);
        }
        if (!is_said)
            assume_opening(composer, opening, &classes);
    }
}

/* Whether whoever has an account is called so: "users". */
static bool says_user(const char *words)
{
    static const char *const names[] = {"user", "User", "USER", "用戶", "用户", "使用者"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strstr(words, names[i]))
            return true;
    return false;
}

void compose_assume_people(struct composer *composer, const struct subject *who,
                           const struct vector *roles)
{
    const char *words = compose_as_written(composer, who->words);
    /* "sponsors" and "parents", where no class is theirs */
    const struct prose_role *only = roles->count == 1 ? roles->items[0] : NULL;
    bool is_everybody = who->kind == PERSON_EVERYONE || who->kind == PERSON_USER ||
                        (who->kind == PERSON_CLIENT && only && only->kind == PERSON_USER);
    if (who->is_same || who->is_field || who->is_anonymous || composer->at->is_partial)
        return;
    if (is_everybody && !says_user(words))
        compose_assumption(composer,
                           *words == '\0' ? "nobody is named%s: whoever has signed in is meant"
                                          : "'%s' means whoever has signed in",
                           words);
    struct vector names = {0};
    for (size_t i = 0; i < roles->count; i++)
        vector_add(&names, composer->arena,
                   (void *)(uintptr_t)((const struct prose_role *)roles->items[i])->plural);
    if (roles->count > 1)
        compose_assumption(composer, "'%s' means %s", words, compose_list(composer->arena, &names));
}
