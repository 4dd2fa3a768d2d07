/* records.c - clauses about what is kept, exported and signed; see compose.h. */
#include "prose/records.h"

#include "prose/whose.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/classes.h"
#include "prose/durations.h"
#include "prose/grants.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/told.h"

#include <string.h>

void compose_kept(struct composer *composer, const struct said *said)
{
    bool is_same = !said->what || said->what->kind == THING_SAME;
    const struct thing *what = is_same ? composer->last_what : said->what;
    struct vector names = compose_class_names(composer, what);
    /* "visits for 10 years" goes on from what is kept; "users for 10 minutes" are not. */
    bool is_more = said->form && strcmp(said->form->pattern, "WHAT [for] DURATION [least]") == 0;
    /* "must not be deleted before 5 years are over" keeps; "must not be kept" does not. */
    bool is_ban =
        said->mode == MODE_NEVER && !(said->form && strstr(said->form->pattern, "delete"));
    if (names.count == 0 || is_ban || (is_more && composer->last_saying != SAYS_KEPT)) {
        compose_leave(composer, said->words);
        return;
    }
    compose_line(composer,
                 arena_printf(composer->arena, "%s %s kept for %s.",
                              compose_list(composer->arena, &names), names.count > 1 ? "are" : "is",
                              duration_text(composer->arena, said)));
}

void compose_kept_until(struct composer *composer, const struct said *said)
{
    if (composer->last_saying != SAYS_KEPT || composer->is_first)
        compose_leave(composer, said->words);
}

void compose_access_report(struct composer *composer, const struct said *said)
{
    if (!compose_who(composer))
        compose_leave(composer, said->words);
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        if (who->is_field || (role->kind != PERSON_CLIENT && role->kind != PERSON_USER)) {
            compose_leave(composer, said->words);
            continue;
        }
        compose_line(composer,
                     arena_printf(composer->arena, "%s can see who looked at their own record.",
                                  compose_capital(composer->arena, role->plural)));
    }
}

void compose_versions(struct composer *composer, const struct said *said)
{
    const struct thing *what =
        said->what && said->what->kind != THING_SAME ? said->what : composer->last_what;
    struct vector names = {0};
    if (what)
        names = compose_class_names(composer, what);
    if (names.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    compose_line(composer, arena_printf(composer->arena, "%s %s versions.",
                                        compose_list(composer->arena, &names),
                                        names.count > 1 ? "keep" : "keeps"));
}

void compose_export(struct composer *composer, const struct said *said)
{
    if (!compose_who(composer))
        compose_leave(composer, said->words);
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        if (role->kind != PERSON_CLIENT && role->kind != PERSON_USER) {
            compose_leave(composer, said->words);
            continue;
        }
        compose_line(composer, arena_printf(composer->arena, "%s can %s their own record.",
                                            compose_capital(composer->arena, role->plural),
                                            said->flags[FLAG_ERASE] ? "erase" : "export"));
    }
}

void compose_disclosure(struct composer *composer, const struct said *said)
{
    struct vector names = compose_class_names(composer, said->what);
    if (names.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    (void)compose_line(composer,
                       arena_printf(composer->arena,
                                    "A disclosure of %s needs consent and carries a notice.",
                                    compose_list(composer->arena, &names)));
}

void compose_emergency(struct composer *composer, const struct said *said)
{
    if (!compose_who(composer))
        compose_leave(composer, said->words);
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        if (role->kind != PERSON_ADMIN && role->kind != PERSON_STAFF) {
            compose_leave(composer, who->words);
            continue;
        }
        compose_line(composer, arena_printf(composer->arena, "%s can grant emergency reads for %s.",
                                            compose_capital(composer->arena, role->plural),
                                            duration_text(composer->arena, said)));
    }
}

void compose_signature(struct composer *composer, const struct said *said)
{
    static const struct {
        enum sense sense;
        const char *word;
    } words[] = {
        {SENSE_PUBLISH, "Publishing"}, {SENSE_UPDATE, "Updating"}, {SENSE_CREATE, "Creating"}};
    struct vector names = compose_class_names(composer, said->what);
    for (const struct act *act = said->acts; act; act = act->next) {
        bool found = false;
        /* "issuing certificates", which are drafts before */
        const struct draft_class *class =
            said->what && !said->what->next ? said->what->class : NULL;
        const struct draft_field *status = NULL;
        struct becoming becoming;
        bool is_step = class && compose_is_step(composer, said, class, &becoming);
        if (is_step && !compose_is_published(composer, class)) {
            compose_leave(composer, said->words);
            continue;
        }
        if (is_step && compose_draft_values(class, &status)) {
            compose_line(composer, arena_printf(composer->arena,
                                                "Publishing %s needs an electronic signature.",
                                                compose_list(composer->arena, &names)));
            continue;
        }
        for (size_t i = 0; act->meaning && i < sizeof words / sizeof words[0] && !found; i++) {
            found = act->meaning->senses[words[i].sense];
            bool is_correction = found && strncmp(composer->at->text->units[act->words.first].text,
                                                  "correct", 7) == 0;
            if (found)
                compose_line(composer,
                             arena_printf(composer->arena, "%s %s needs an electronic signature.",
                                          is_correction ? "Correcting" : words[i].word,
                                          compose_list(composer->arena, &names)));
        }
        if (!found)
            compose_leave(composer, act->words);
    }
}
