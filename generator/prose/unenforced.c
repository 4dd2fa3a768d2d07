/* unenforced.c - see unenforced.h. A sentence with words left over opens nothing, and what it restricts
 * is applied: but where the very words that restrict are left over, or the clause with them came to
 * nothing, what it was to close stays open by other sentences. That is told by a diagnostic of its own. */
#include "prose/unenforced.h"

#include "prose/people.h"
#include "prose/reading.h"
#include "prose/restricting.h"
#include "prose/rules.h"
#include "prose/who_may.h"
#include "read/spec_lex.h"
#include "read/spec_sentence.h"

#include <ctype.h>
#include <string.h>

/* Whether an opening takes something from somebody. */
static bool takes_away(const struct opening *opening)
{
    return opening->is_never || opening->is_exclusive || opening->only != ONLY_NOTHING;
}

/* Whether a rule of the sentence, other than such as opens something, is kept: "Only doctors can read
 * notes of Visit." */
static bool keeps_rule(const struct composer *composer, const struct prose_sentence *sentence)
{
    for (const struct ast_line *line = sentence->sentence->lines; line; line = line->next)
        if (line->kind == AST_LINE_BECOMES && line->rule &&
            !map_get(&composer->closed, line->text) &&
            (line->rule->kind == RULE_READERS || line->rule->kind == RULE_APPEND_ONLY))
            return true;
    return false;
}

bool unenforced_restricts(const struct composer *composer, const struct prose_sentence *sentence)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (opening->sentence == sentence && takes_away(opening))
            return true;
    }
    return keeps_rule(composer, sentence);
}

/* Whether a clause takes something of the class from somebody, or of any class where none is given. */
static bool clause_takes_away(const struct composer *composer,
                              const struct prose_sentence *sentence, const struct said *said,
                              const struct draft_class *class)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (opening->sentence == sentence && takes_away(opening) && opening->of &&
            opening->of->words.first == said->words.first && (!class || opening->class == class))
            return true;
    }
    return false;
}

/* Whether a clause that restricts came to something. */
static bool is_applied(const struct composer *composer, const struct prose_sentence *sentence,
                       const struct said *said)
{
    /* "The comment is confidential": no rule comes of that; "and nothing else" says again what was said. */
    if (said->saying == SAYS_NOTHING)
        return said != sentence->clauses.first;
    if (said->saying != SAYS_ACCESS && said->saying != SAYS_CLOSED)
        return !said->has_gap;
    return clause_takes_away(composer, sentence, said, NULL) || keeps_rule(composer, sentence);
}

/* The clause that a unit of the whole sentence is in, or NULL. */
static const struct said *clause_of(const struct prose_sentence *sentence, size_t at)
{
    const struct text *text = sentence->text;
    for (size_t i = 0; text && i < text->count; i++) {
        if ((text->origin ? text->origin[i] : i) != at)
            continue;
        for (const struct said *said = sentence->clauses.first; said; said = said->next)
            if (i >= said->words.first && i < said->words.end)
                return said;
    }
    return NULL;
}

/* "JPEG or PNG only": a word that is left alone behind a clause of which a rule comes. */
static bool says_again(const struct prose_sentence *sentence, size_t at, size_t end)
{
    const struct said *said = at > 0 ? clause_of(sentence, at - 1) : NULL;
    bool is_alone = at > 0 && !sentence->is_left[at - 1] && !sentence->is_left[end];
    return is_alone && said && said->saying != SAYS_ACCESS && said->saying != SAYS_NOTHING &&
           sentence->sentence->lines;
}

/* "moves it to closed": a word that is a value, and says what something becomes. */
static bool is_value(const struct composer *composer, const struct text *text, size_t at)
{
    static const enum sense links[] = {SENSE_TO, SENSE_AS, SENSE_FROM};
    bool is_value = false;
    for (size_t i = 0; i < sizeof links / sizeof links[0] && at > 0; i++)
        is_value = is_value || text_has(text, at - 1, links[i]) == 1;
    for (size_t i = 0; i < composer->draft->classes.count && is_value; i++) {
        size_t taken = 0;
        struct draft_field *field = NULL;
        if (world_value(composer->world, draft_class_at(composer->draft, i), &text->units[at],
                        text->count - at, false, &taken, &field))
            return true;
    }
    return false;
}

/* The first clause that a unit behind a place is in, or NULL. */
static const struct said *next_clause(const struct prose_sentence *sentence, size_t at)
{
    const struct said *said = NULL;
    for (; at < sentence->whole->count && !said; at++)
        said = clause_of(sentence, at);
    return said;
}

/* "Nurses only see clients assigned to them, and those clients' visits": what goes on with the list of a clause
 * that restricts, and is left over. Marks its classes; returns whether there are some. */
static bool mark_continued(const struct composer *composer, const struct prose_sentence *sentence,
                           bool *restricting)
{
    const struct text *whole = sentence->whole;
    const struct said *last = NULL;
    bool is_parted = false;
    bool has_some = false;
    for (size_t at = 0; at < whole->count; at++) {
        size_t taken = 0;
        bool is_short = false;
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        const struct said *said = clause_of(sentence, at);
        is_parted = !said && (is_parted || text_separator(whole, at) > 0);
        last = said ? said : last;
        if (text_has(whole, at, SENSE_MAY) + text_has(whole, at, SENSE_MUST) > 0 && !said)
            last = NULL; /* another clause begins */
        const struct draft_class *class =
            sentence->is_left[at] && last && clause_takes_away(composer, sentence, last, NULL)
                ? text_class(whole, at, &taken, &is_short)
                : NULL;
        if (!class || text_person(whole, at, &kind, &noun) >= taken ||
            !(is_parted || next_clause(sentence, at) == last) ||
            clause_takes_away(composer, sentence, last, class))
            continue;
        restricting[at] = true;
        has_some = true;
    }
    return has_some;
}

/* For each unit of the sentence: it restricts, and is not applied; NULL: none does. "Nobody may see them,
 * unless the family agrees": where an exception is left over of what is applied, more is closed than was
 * meant. */
static const bool *find_restricting(const struct composer *composer,
                                    const struct prose_sentence *sentence)
{
    const struct text *whole = sentence->whole;
    bool *restricting = arena_alloc_array(composer->arena, whole->count + 1, sizeof *restricting);
    bool has_some = false;
    bool restricts = unenforced_restricts(composer, sentence);
    for (size_t at = 0; at < whole->count; at++) {
        size_t length = restricting_at(whole, at);
        bool is_left = false;
        for (size_t i = at; i < at + length; i++)
            is_left = is_left || sentence->is_left[i];
        bool is_exception = length > 0 && restricting_excepts(whole, at);
        if (length == 0 || (is_exception && (restricts || !is_left)) ||
            is_value(composer, whole, at))
            continue;
        const struct said *said = is_left ? NULL : clause_of(sentence, at);
        bool is_open = is_left ? !says_again(sentence, at, at + length)
                               : said && !is_applied(composer, sentence, said);
        restricting[at] = is_open;
        has_some = has_some || is_open;
    }
    if (sentence->text)
        has_some = mark_continued(composer, sentence, restricting) || has_some;
    return has_some ? restricting : NULL;
}

/* "comment of Result", "Result and Visit", "access" */
static const char *restricted_text(struct composer *composer, const struct restricted *what)
{
    struct vector names = {0};
    for (size_t i = 0; i < what->class_count; i++)
        vector_add(&names, composer->arena, (void *)(uintptr_t)what->classes[i]->model.name);
    if (what->field && what->class_count == 1)
        return arena_printf(composer->arena, "%s of %s", what->field->model.name,
                            what->classes[0]->model.name);
    return names.count > 0     ? compose_list(composer->arena, &names)
           : what->is_of_trail ? "the audit trail"
                               : "access";
}

/* Whether some sentence lets somebody look at the audit trail, which else nobody does. */
static bool is_trail_open(const struct composer *composer)
{
    bool is_open = false;
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        for (const struct ast_value *at = rule->slots[SLOT_CLASSES];
             at && rule->kind == RULE_ACCESS; at = at->next)
            is_open = is_open || strcmp(at->name.text, AUDIT_CLASS) == 0;
    return is_open;
}

/* Who may what the sentence speaks of all the same: of the first class of which somebody may. */
static struct who_may find_open(const struct composer *composer, const struct restricted *what)
{
    struct who_may may = {.text = NULL};
    bool is_closed_trail = what->is_of_trail && !is_trail_open(composer);
    bool are_ruled = what->class_count > 0 || is_closed_trail;
    for (size_t i = 0; i < what->class_count && !may.text; i++) {
        const struct draft_field *field = what->class_count == 1 ? what->field : NULL;
        may = who_may(composer, what->classes[i], field, what->deeds);
        if (!may.text && what->deeds == 0)
            may = who_may(composer, what->classes[i], field, DEED_READ);
        /* Many a word that makes something is a noun, too: "a record", "the report". */
        are_ruled = are_ruled && may.is_ruled && !(what->deeds & DEED_CREATE);
    }
    may.is_ruled = are_ruled;
    return may;
}

/* A role that reads the class, for an example. */
static const char *role_for(const struct composer *composer, const struct restricted *what,
                            const struct who_may *may)
{
    const struct ast_rule *rule = may->widest;
    if (what->role)
        return what->role;
    return rule && rule->kind == RULE_ACCESS && rule->slots[SLOT_ROLES]
               ? who_may_roles(composer->arena, rule)
               : NULL;
}

static void add_hint(struct composer *composer, const struct restricted *what,
                     const struct who_may *may)
{
    const struct span nowhere = {0};
    struct diag *diag = composer->diag;
    const char *class = what->class_count > 0 ? what->classes[0]->model.name : NULL;
    const char *role = role_for(composer, what, may);
    unsigned changes = DEED_UPDATE | DEED_DELETE;
    if (!class)
        diag_note(diag, nowhere, "say which class is meant, and who may reach it");
    else if (what->field && role && what->deeds == DEED_READ)
        diag_note(diag, nowhere, "'Only %s can read %s of %s.' keeps a field to roles", role,
                  what->field->model.name, class);
    else if (what->state)
        diag_note(diag, nowhere,
                  "'whose %s is %s', or 'is not %s', narrows the sentence that opens it",
                  what->state->model.name, what->value, what->value);
    else if (what->user)
        diag_note(diag, nowhere,
                  "'The %s of %s %s can read it.' opens it to that user; narrow what opens more",
                  what->user->model.name, compose_article(class), class);
    else if (what->deeds != 0 && (what->deeds & ~changes) == 0)
        diag_note(diag, nowhere,
                  "'%s is append-only.' keeps it as it is; else narrow the sentence that opens it",
                  class);
    else
        diag_note(diag, nowhere,
                  "narrow the sentence that opens it: 'their own', 'of their assigned patients', "
                  "'whose FIELD is VALUE'");
}

/* The words that nothing enforces, each run in quotes: those left over, and the clauses that restrict in vain. */
static const char *words_of(struct composer *composer, const struct prose_sentence *sentence,
                            const bool *restricting)
{
    const struct text *whole = sentence->whole;
    size_t first = sentence->is_joined ? sentence->under->people.count : 0;
    bool *is_open = arena_alloc_array(composer->arena, whole->count + 1, sizeof *is_open);
    memcpy(is_open, sentence->is_left, whole->count);
    for (size_t at = first; at < whole->count; at++) {
        const struct said *said =
            restricting[at] && !sentence->is_left[at] ? clause_of(sentence, at) : NULL;
        for (size_t i = first; said && i < whole->count; i++)
            is_open[i] =
                is_open[i] || (whole->units[i].kind != UNIT_MARK && clause_of(sentence, i) == said);
    }
    const char *all = "";
    for (size_t i = first; i < whole->count; i++) {
        size_t last = i;
        while (is_open[i] && is_open[last + 1])
            last++;
        if (!is_open[i])
            continue;
        const struct span start = whole->units[i].span;
        const struct span end = whole->units[last].span;
        const char *text = spec_phrase(composer->arena, start.source, start.offset,
                                       (size_t)end.offset + end.length);
        all = arena_printf(composer->arena, "%s%s'%s'", all, *all == '\0' ? "" : ", ", text);
        i = last;
    }
    return all;
}

/* "Visit.state becomes done only having note": that nearly has a form of the language. */
static bool is_of_property(const struct ast_sentence *sentence)
{
    const char *dot = strchr(sentence->text, '.');
    return dot && dot > sentence->text && isalpha((unsigned char)dot[-1]) &&
           isalpha((unsigned char)dot[1]);
}

bool unenforced_report(struct composer *composer, struct prose_sentence *sentence)
{
    struct ast_sentence *written = sentence->sentence;
    const bool *restricting =
        sentence->whole && sentence->is_left ? find_restricting(composer, sentence) : NULL;
    if (!restricting)
        return false;
    const struct restricted what = restricting_what(composer, sentence->whole, restricting);
    if (!what.is_of_data)
        return false;
    const struct who_may may = find_open(composer, &what);
    /* Nobody may do it, whatever was to be closed. */
    if (!may.text && may.is_ruled)
        return false;
    const char *of = restricted_text(composer, &what);
    const char *text = arena_printf(composer->arena, "a restriction of %s", of);
    if (may.text)
        text = what.class_count == 1
                   ? arena_printf(composer->arena, "%s, which %s", text, may.text)
                   : arena_printf(composer->arena, "%s; %s %s", text, may.what, may.text);
    compose_line(composer, text)->kind = AST_LINE_UNENFORCED;
    diag_report(composer->diag, DIAG_UNENFORCED, written->span, of,
                words_of(composer, sentence, restricting));
    if (may.text)
        diag_note(composer->diag, may.widest->sentence->span, "%s %s", may.what, may.text);
    if (is_of_property(written))
        spec_note_nearest(composer->diag, written);
    else
        add_hint(composer, &what, &may);
    return true;
}
