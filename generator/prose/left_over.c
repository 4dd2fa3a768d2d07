/* left_over.c - see left_over.h. */
#include "prose/left_over.h"

#include "prose/people.h"
#include "prose/subjects.h"

bool sentence_left_people(const struct prose_sentence *sentence, size_t end)
{
    for (size_t at = 0; at < end; at++) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        if (sentence->clauses.is_left[at] && text_person(sentence->text, at, &kind, &noun) > 0)
            return true;
    }
    return false;
}

bool sentence_left_before(const struct prose_sentence *sentence, const struct said *said)
{
    size_t at = said->words.first;
    while (at > 0 && sentence->text->units[at - 1].kind == UNIT_MARK &&
           !text_is_mark(sentence->text, at - 1, ".;"))
        at--;
    return at > 0 && sentence->clauses.is_left[at - 1];
}

bool sentence_refers_to_left(const struct prose_sentence *sentence, const struct said *said,
                             size_t last_end)
{
    bool refers = said->what ? said->what->kind == THING_SAME
                             : said->saying == SAYS_KEPT || said->saying == SAYS_ENCRYPTED ||
                                   said->saying == SAYS_VERSIONS || said->saying == SAYS_FILE_TYPES;
    for (size_t at = last_end; refers && at < said->words.first; at++)
        if (sentence->clauses.is_left[at])
            return true;
    return false;
}
