/* in_turn.c - see in_turn.h. */
#include "prose/in_turn.h"

#include "prose/about.h"
#include "prose/access_forms.h"
#include "prose/left_over.h"
#include "prose/reading.h"
#include "prose/written.h"

#include <string.h>

/* Whether a clause speaks of what an earlier sentence did: "they", "it". */
static bool speaks_of_same(const struct said *said)
{
    return said->what && said->what->kind == THING_SAME;
}

/* Whether somebody speaks of himself: "I", "me". */
static bool is_oneself(const struct prose_sentence *sentence, const struct subject *who)
{
    static const char *const words[] = {"i", "me", "you", "我", "我們"};
    size_t at = who->is_same ? text_skip(sentence->text, who->words.first) : 0;
    for (size_t i = 0; who->is_same && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(sentence->text->units[at].text, words[i]) == 0)
            return true;
    return false;
}

/* "I": whoever the sentence itself names. */
static bool speaks_of_oneself(const struct prose_sentence *sentence, const struct said *said)
{
    return said->who && is_oneself(sentence, said->who);
}

/* Whether a sentence says who speaks, all of its words being understood: "As a patient I can ...". */
static bool says_who_speaks(const struct prose_sentence *sentence)
{
    const struct said *said = sentence->clauses.left_count == 0 ? sentence->clauses.first : NULL;
    while (said && (!said->who || said->who->is_same))
        said = said->next;
    return said;
}

/* Who speaks in a sentence that begins with it, "As a nurse I can ...", and is "I" in the next one, too; or NULL. */
static const struct subject *speaker_of(const struct prose_sentence *sentence)
{
    const struct said *first = sentence->clauses.left_count == 0 ? sentence->clauses.first : NULL;
    return first && first->form && strncmp(first->form->pattern, "START in-role", 13) == 0
               ? first->who
               : NULL;
}

/* A list of people with those in it who are meant by "they" and "me"; NULL: nobody knows whom these mean. */
static const struct subject *with_names(struct composer *composer, const struct subject *list,
                                        bool knows_speaker)
{
    const struct subject *meant = NULL;
    const struct subject **end = &meant;
    for (const struct subject *at = list; at; at = at->next) {
        bool is_unknown = is_oneself(composer->at, at) && !knows_speaker;
        const struct subject *who = at->is_same ? composer->before_who : at;
        if (!who || is_unknown)
            return NULL;
        for (const struct subject *one = who; one; one = at->is_same ? one->next : NULL) {
            struct subject *copy = arena_alloc(composer->arena, sizeof *copy);
            *copy = *one;
            copy->words = at->words;
            copy->next = NULL;
            *end = copy;
            end = &copy->next;
        }
    }
    return meant;
}

static bool has_pronoun(const struct subject *list)
{
    while (list && !list->is_same)
        list = list->next;
    return list;
}

/* 只有本人可以修改: whose the rows are that were spoken of; NULL: no clients are, so that it is anybody. */
static const struct said *with_oneself(struct composer *composer, const struct said *said)
{
    if (!composer->client)
        return NULL;
    struct said *full = arena_alloc(composer->arena, sizeof *full);
    struct subject *who = arena_alloc(composer->arena, sizeof *who);
    struct thing *own = arena_alloc(composer->arena, sizeof *own);
    *full = *said;
    *who = (struct subject){
        .kind = composer->client->kind, .noun = composer->client->noun, .words = said->words};
    *own = (struct thing){.kind = THING_SAME, .whose = WHOSE_OWN, .words = said->words};
    full->who = who;
    full->scope = own;
    return full;
}

/* The clause with the people whom "nurses and they", "nobody but me" mean; NULL: they are not known. */
static const struct said *with_people(struct composer *composer, const struct said *said,
                                      bool knows_speaker)
{
    if (strstr(said->form->pattern, "ONLY self "))
        return with_oneself(composer, said);
    bool is_list = said->who && said->who->next && has_pronoun(said->who);
    bool is_but = said->to && has_pronoun(said->to) && strstr(said->form->pattern, "except TO");
    if (!is_list && !is_but)
        return said;
    struct said *full = arena_alloc(composer->arena, sizeof *full);
    *full = *said;
    if (is_list)
        full->who = with_names(composer, said->who, knows_speaker);
    if (is_but)
        full->to = with_names(composer, said->to, knows_speaker);
    return (is_list && !full->who) || (is_but && !full->to) ? NULL : full;
}

/* Runs a function over the clauses of all sentences, who was spoken of last being known. */
void compose_in_turn(struct composer *composer,
                     void (*function)(struct composer *, const struct said *))
{
    composer->earlier_who = NULL;
    for (size_t i = 0; i < composer->sentences.count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        composer->at = sentence;
        compose_speak_of_written(composer, sentence->sentence);
        composer->last_mode = MODE_UNSAID;
        composer->last_who = NULL;
        composer->last_to = NULL;
        composer->last_what = NULL;
        composer->last_acts = NULL;
        composer->last_is_trail = false;
        composer->last_is_exclusive = false;
        composer->last_saying = SAYS_NOTHING;
        composer->last_form = NULL;
        composer->last_steps = (struct lifecycle_said){.line = NULL};
        size_t last_end = 0;
        bool is_who_said = false;
        bool is_before_known = i > 0 && says_who_speaks(composer->sentences.items[i - 1]);
        const struct subject *speaker = i > 0 ? speaker_of(composer->sentences.items[i - 1]) : NULL;
        for (const struct said *at = sentence->clauses.first; at; at = at->next) {
            composer->before_who = composer->last_who ? composer->last_who : composer->earlier_who;
            const struct said *said =
                with_people(composer, at, is_who_said || (is_before_known && !composer->last_who));
            if (!said) {
                compose_leave(composer, at->words);
                last_end = at->words.end;
                continue;
            }
            if (said->who && said->who->is_same)
                composer->last_who =
                    composer->last_who ? composer->last_who : composer->earlier_who;
            else if (said->who)
                composer->last_who = said->who;
            if (said->who && !said->who->is_same)
                composer->earlier_who = said->who;
            composer->is_first = at == sentence->clauses.first;
            /* "As a xyz, I can": nobody whom another sentence spoke of; "you are logged out" is anybody. */
            bool is_unsaid = speaks_of_oneself(sentence, said) && !is_who_said;
            composer->last_who = is_unsaid && speaker ? speaker : composer->last_who;
            if (is_unsaid && !speaker && said->saying != SAYS_SESSION_END) {
                compose_leave(composer, said->words);
                composer->last_who = NULL;
                last_end = said->words.end;
                continue;
            }
            is_who_said = is_who_said || (said->who && !said->who->is_same);
            if (said->who && said->who->is_same &&
                sentence_left_people(sentence, said->words.first)) {
                compose_leave(composer, said->words);
                continue;
            }
            /* "Xyz entries cannot be changed": what must not be was not understood. */
            bool is_of_left = sentence_refers_to_left(sentence, said, last_end) ||
                              (!said->what && said->saying == SAYS_ACCESS && said->acts &&
                               sentence_left_before(sentence, said));
            last_end = said->words.end;
            if (is_of_left) {
                compose_leave(composer, said->words);
                continue;
            }
            if (composer->is_first && speaks_of_same(said))
                composer->last_what = composer->earlier_what;
            composer->now = said;
            function(composer, said);
            composer->now = NULL;
            composer->last_saying = said->saying;
            composer->last_is_exclusive = said->exclusive;
            composer->last_form = said->form;
            composer->last_to = said->to;
            if (said->what && said->what->kind != THING_SAME)
                composer->last_what = compose_what(composer, said);
            /* 未取消的預約不得衝突: which of them do not, and not which are spoken of */
            if (said->saying == SAYS_NO_OVERLAP)
                composer->last_what = access_of_any_state(composer, composer->last_what);
            composer->earlier_what =
                composer->last_what ? composer->last_what : composer->earlier_what;
        }
    }
}
