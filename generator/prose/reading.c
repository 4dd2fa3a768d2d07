/* reading.c - see reading.h: all sentences are taken apart, looked over, composed, and put into the
 * spec as rules in the place of their sentence. */
#include "prose/reading.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/accounts.h"
#include "prose/asides.h"
#include "prose/clause.h"
#include "prose/compose.h"
#include "prose/deliver.h"
#include "prose/grants.h"
#include "prose/in_turn.h"
#include "prose/lifecycles.h"
#include "prose/lines.h"
#include "prose/listed.h"
#include "prose/look_ahead.h"
#include "prose/narrowed.h"
#include "prose/openings.h"
#include "prose/people.h"
#include "prose/receipts.h"
#include "prose/records.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/steps.h"
#include "prose/titles.h"
#include "prose/told.h"
#include "prose/unenforced.h"
#include "prose/with_step.h"
#include "prose/written.h"
#include "read/spec_lex.h"
#include "read/spec_sentence.h"

#include <stdarg.h>
#include <string.h>

/* A prompt has some hundred words; what is much longer is none, and is not read to its end. */
enum { MOST_BYTES = 200000 };

static struct ast_line *add_line(struct composer *composer, enum ast_line_kind kind,
                                 const char *text)
{
    struct ast_line *line = arena_alloc(composer->arena, sizeof *line);
    line->kind = kind;
    line->text = text;
    *composer->at->end = line;
    composer->at->end = &line->next;
    return line;
}

struct ast_line *compose_line(struct composer *composer, const char *text)
{
    return add_line(composer, AST_LINE_BECOMES, text);
}

struct ast_line *compose_word_left(struct composer *composer, const struct ast_name *name)
{
    struct ast_line *line = add_line(composer, AST_LINE_LEFT, name->text);
    line->span = name->span;
    return line;
}

struct ast_line *compose_assumption(struct composer *composer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(composer->arena, format, arguments);
    va_end(arguments);
    for (struct ast_line *at = composer->at->sentence->lines; at; at = at->next)
        if (at->kind == AST_LINE_ASSUMED && strcmp(at->text, text) == 0)
            return at;
    return add_line(composer, AST_LINE_ASSUMED, text);
}

void compose_contradiction(struct composer *composer, struct prose_sentence *sentence,
                           const struct prose_sentence *other)
{
    composer->at = sentence;
    struct ast_line *line =
        add_line(composer, AST_LINE_FAULT,
                 arena_printf(composer->arena, "contradicts: %s", other->sentence->text));
    line->span = sentence->sentence->span;
    diag_report(composer->diag, DIAG_PROSE_CONTRADICTION, sentence->sentence->span);
    diag_note(composer->diag, other->sentence->span, "the other one");
}

void compose_leave(struct composer *composer, struct stretch words)
{
    struct prose_sentence *sentence = composer->at;
    for (size_t i = words.first; i < words.end && i < sentence->text->count; i++)
        sentence->clauses.is_left[i] = sentence->text->units[i].kind != UNIT_MARK;
    sentence->is_partial = true;
}

const char *compose_list(struct arena *arena, const struct vector *names)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < names->count; i++) {
        buffer_add_string(&text, i == 0 ? "" : i + 1 == names->count ? " and " : ", ");
        buffer_add_string(&text, names->items[i]);
    }
    return text.bytes ? text.bytes : "";
}

/* Whose records they are: the first client with a class of his own whom the prompt speaks of, else
 * the first class that says who a patient is. */
static void find_client(struct composer *composer)
{
    for (size_t i = 0; i < composer->sentences.count && !composer->client; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        bool is_read = sentence->text && !sentence->sentence->is_aside;
        for (size_t at = 0; is_read && at < sentence->text->count; at++) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            if (text_person(sentence->text, at, &kind, &noun) > 0 && kind == PERSON_CLIENT &&
                !composer->client) {
                struct prose_role *role = compose_role(composer, kind, noun);
                composer->client = role->kind == PERSON_CLIENT ? role : NULL;
            }
        }
    }
    if (!composer->client)
        composer->client = compose_written_client(composer);
}

static bool has_prose(const struct ast *spec)
{
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next)
        if (!at->understood && !at->is_aside && strcmp(at->section, "Deliver") != 0)
            return true;
    return false;
}

/* Whether the class is one that sentences bring along. */
static bool is_brought(const char *name)
{
    static const char *const classes[] = {ASSIGNMENT_CLASS, NOTIFICATION_CLASS, ROLE_REQUEST_CLASS,
                                          EMERGENCY_CLASS,  CONSENT_CLASS,      AUDIT_CLASS};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (names_likeness(classes[i], name) != NAMES_DIFFER)
            return true;
    return false;
}

/* Whether a sentence with a form names a class that there is not by that name. */
static bool names_unknown_class(const struct composer *composer,
                                const struct ast_sentence *sentence)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *at = rule->sentence == sentence && rule->kind != RULE_ROLE
                                         ? rule->slots[SLOT_CLASSES]
                                         : NULL;
        for (; at; at = at->next)
            if (!draft_find_class(composer->draft, at->name.text) && !is_brought(at->name.text) &&
                !draft_is_of_schema(composer->draft, at->name.text, NULL))
                return true;
    }
    return false;
}

/* Whether the sentence publishes a class that it calls by a noun: "supervisors publish resources" says
 * in prose that they write them, too. */
static bool publishes_in_prose(const struct composer *composer, const struct ast_sentence *sentence)
{
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *at = rule->sentence == sentence && rule->kind == RULE_PUBLISH
                                         ? rule->slots[SLOT_CLASSES]
                                         : NULL;
        for (; at; at = at->next)
            if (at->name.text[0] >= 'a' && at->name.text[0] <= 'z')
                return true;
    }
    return false;
}

/* Such a sentence is read as prose, which knows classes by more than their names. */
static void compose_unform(struct composer *composer, struct ast_sentence *sentence)
{
    struct ast *spec = (struct ast *)(uintptr_t)composer->draft->spec;
    struct ast_rule **at = &spec->rules;
    while (*at)
        if ((*at)->sentence == sentence)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    sentence->has_form = sentence->understood = false;
}

static void read_sentences(struct composer *composer)
{
    size_t number = 0;
    size_t bytes = 0;
    for (const struct ast_sentence *at = composer->draft->spec->sentences; at; at = at->next) {
        struct prose_sentence *sentence = arena_alloc(composer->arena, sizeof *sentence);
        sentence->sentence = (struct ast_sentence *)(uintptr_t)at;
        sentence->number = number++;
        sentence->end = &sentence->sentence->lines;
        vector_add(&composer->sentences, composer->arena, sentence);
        bytes += at->span.length;
        bool is_prose = names_unknown_class(composer, at) || publishes_in_prose(composer, at);
        if (at->has_form && is_prose && has_prose(composer->draft->spec))
            compose_unform(composer, sentence->sentence);
        if (at->understood || at->is_unread || strcmp(at->section, "Deliver") == 0 ||
            bytes > MOST_BYTES)
            continue;
        sentence->whole =
            text_new(composer->arena, composer->world, units_of(composer->arena, at->span));
        sentence->text = sentence->whole;
    }
}

/* Whether a clause of that saying can take away; of any other that is put so nothing is known. */
static bool can_forbid(enum saying saying)
{
    static const enum saying sayings[] = {
        SAYS_ACCESS,      SAYS_SIGN_UP,     SAYS_CONSENT,    SAYS_SHARED,     SAYS_REVOKED,
        SAYS_APPEND_ONLY, SAYS_SESSION_END, SAYS_NO_OVERLAP, SAYS_KEPT_UNTIL, SAYS_KEPT,
        SAYS_FIXED,       SAYS_OTHERS,      SAYS_CLOSED,     SAYS_EVEN,       SAYS_OTHER_FIELDS,
        SAYS_STAMP,       SAYS_REQUIRED};
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++)
        if (sayings[i] == saying)
            return true;
    return false;
}

/* The mode of a clause: that of the one before it where it goes on, "must not read or export". */
static enum mode mode_of(const struct composer *composer, const struct said *said)
{
    bool goes_on = said->mode == MODE_UNSAID && !said->who && !composer->is_first && said->form &&
                   strncmp(said->form->pattern, "[WHO] [MODE] ", 13) == 0;
    return goes_on ? composer->last_mode : said->mode;
}

static void compose_said(struct composer *composer, const struct said *said)
{
    static void (*const functions[SAYING_COUNT])(struct composer *, const struct said *) = {
        [SAYS_ACCESS] = compose_access,
        [SAYS_AUDIT] = compose_audit,
        [SAYS_APPEND_ONLY] = compose_append_only,
        [SAYS_ENCRYPTED] = compose_protection,
        [SAYS_SIGN_UP] = compose_sign_up,
        [SAYS_APPROVAL] = compose_approval,
        [SAYS_EVEN] = compose_even,
        [SAYS_MESSAGES] = compose_messages,
        [SAYS_NARROWED] = compose_narrowed,
        [SAYS_READ_ONLY] = compose_read_only,
        [SAYS_UNCHANGED] = compose_unchanged,
        [SAYS_CLOSED] = compose_closed,
        [SAYS_FIXED] = compose_fixed,
        [SAYS_OTHERS] = compose_others,
        [SAYS_OTHER_FIELDS] = compose_other_fields,
        [SAYS_RECEIPTS] = compose_receipts,
        [SAYS_STAMP] = compose_stamp,
        [SAYS_REQUIRED] = compose_required,
        [SAYS_SIGN_UP_AS] = compose_sign_up_as,
        [SAYS_SIGN_UP_APPROVED] = compose_sign_up_approved,
        [SAYS_ACCOUNTS_BY] = compose_accounts_by,
        [SAYS_ASSIGNMENT] = compose_assigning,
        [SAYS_ACCOUNTS] = compose_accounts,
        [SAYS_SESSION_END] = compose_session_end,
        [SAYS_SESSION_MORE] = compose_session_more,
        [SAYS_CONSENT] = compose_consent,
        [SAYS_SHARED] = compose_shared,
        [SAYS_REVOKED] = compose_revoked,
        [SAYS_LIFECYCLE_MORE] = compose_lifecycle_more,
        [SAYS_DISCLOSURE] = compose_disclosure,
        [SAYS_STEPS_BY] = compose_steps_by,
        [SAYS_SET_TO] = compose_set_to,
        [SAYS_NOTIFIED] = compose_notified,
        [SAYS_KEPT] = compose_kept,
        [SAYS_KEPT_UNTIL] = compose_kept_until,
        [SAYS_FILE_TYPES] = compose_file_types,
        [SAYS_ACCESS_REPORT] = compose_access_report,
        [SAYS_VERSIONS] = compose_versions,
        [SAYS_EXPORT] = compose_export,
        [SAYS_LIFECYCLE] = compose_lifecycle,
        [SAYS_NO_OVERLAP] = compose_no_overlap,
        [SAYS_EMERGENCY] = compose_emergency,
        [SAYS_SIGNATURE] = compose_signature,
    };
    struct said full = *said;
    full.mode = mode_of(composer, said);
    /* What is known in part only of something else than who may do what is not known. */
    if (!functions[said->saying] || (said->has_gap && said->saying != SAYS_ACCESS))
        return;
    if (full.mode == MODE_NEVER && !can_forbid(said->saying))
        compose_leave(composer, said->words);
    else
        functions[said->saying](composer, &full);
}

/* Whether a unit of the whole sentence is accounted for by nothing. */
static const bool *left_units(struct composer *composer, const struct prose_sentence *sentence)
{
    const struct clauses *clauses = &sentence->clauses;
    bool *is_left = arena_alloc_array(composer->arena, sentence->whole->count + 1, sizeof *is_left);
    for (size_t i = 0; clauses->is_removed && i < sentence->whole->count; i++)
        is_left[i] = clauses->is_removed[i];
    for (size_t i = 0; i < sentence->text->count; i++)
        if (clauses->is_left[i] && sentence->text->units[i].kind != UNIT_MARK)
            is_left[sentence->text->origin ? sentence->text->origin[i] : i] = true;
    memset(is_left, false, sentence->is_joined ? sentence->under->people.count : 0);
    return is_left;
}

/* Adds a line for each run of words that nothing accounts for; returns all of them. */
static const char *add_left(struct composer *composer, const struct prose_sentence *sentence)
{
    const struct unit *units = sentence->whole->units;
    const bool *is_left = sentence->is_left;
    const char *all = "";
    for (size_t i = 0; i < sentence->whole->count; i++) {
        size_t last = i;
        while (is_left[i] && is_left[last + 1])
            last++;
        if (!is_left[i])
            continue;
        size_t start = units[i].span.offset;
        size_t length = (size_t)units[last].span.offset + units[last].span.length - start;
        const char *text =
            spec_phrase(composer->arena, units[i].span.source, start, start + length);
        struct ast_line *line = add_line(composer, AST_LINE_LEFT, text);
        line->span = span_of(units[i].span.source, start, length);
        all = arena_printf(composer->arena, "%s%s%s", all, *all == '\0' ? "" : " ", text);
        i = last;
    }
    return all;
}

static void report_not_understood(struct composer *composer, const struct ast_sentence *sentence)
{
    diag_report(composer->diag, DIAG_NOT_UNDERSTOOD, sentence->span);
    spec_note_nearest(composer->diag, sentence);
}

static void close_sentence(struct composer *composer, struct prose_sentence *sentence)
{
    composer->at = sentence;
    compose_add_rules(composer, sentence);
    if (sentence->has_fault)
        diag_report(composer->diag, DIAG_PROSE_CONTRADICTION, sentence->sentence->span);
}

/* A row of a table that is not read: all of its words are left over. */
static void leave_row(struct composer *composer, struct prose_sentence *sentence)
{
    sentence->whole = text_new(composer->arena, composer->world,
                               units_of(composer->arena, sentence->sentence->span));
    bool *is_left = arena_alloc_array(composer->arena, sentence->whole->count + 1, sizeof *is_left);
    memset(is_left, true, sentence->whole->count);
    sentence->is_left = is_left;
}

/* Tells of the words of a sentence that nothing accounts for, once the rules of all sentences are known. */
static void report_left(struct composer *composer, struct prose_sentence *sentence)
{
    composer->at = sentence;
    if (!sentence->text) {
        bool is_rule =
            !sentence->sentence->understood && strcmp(sentence->sentence->section, "Deliver") != 0;
        if (sentence->sentence->is_unread)
            leave_row(composer, sentence);
        if (is_rule && !unenforced_report(composer, sentence))
            report_not_understood(composer, sentence->sentence);
        return;
    }
    bool says_something = sentence->opens || unenforced_restricts(composer, sentence);
    for (const struct ast_line *line = sentence->sentence->lines; line; line = line->next)
        says_something = says_something ||
                         ((line->kind == AST_LINE_BECOMES || line->kind == AST_LINE_REPEATED) &&
                          !map_get(&composer->closed, line->text));
    sentence->is_left = left_units(composer, sentence);
    const char *left = add_left(composer, sentence);
    sentence->sentence->understood = *left == '\0';
    if (*left == '\0' || unenforced_report(composer, sentence))
        return;
    if (says_something)
        diag_report(composer->diag, DIAG_PARTLY_READ, sentence->sentence->span, left);
    else
        report_not_understood(composer, sentence->sentence);
}

/* Takes the sentences apart that have no form. */
static void read_clauses(struct composer *composer)
{
    struct forms forms = forms_new(composer->arena);
    for (size_t i = 0; i < composer->sentences.count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        if (!sentence->text)
            continue;
        composer->has_prose = composer->has_prose || !sentence->sentence->is_aside;
        sentence->clauses = listed_read(&forms, sentence);
        if (text_says_nothing(sentence->whole))
            clauses_leave(&sentence->clauses);
        sentence->text = sentence->clauses.text;
        sentence->is_partial = sentence->clauses.left_count > 0;
    }
}

void prose_read(struct draft *draft)
{
    struct composer composer = {.arena = draft->arena, .diag = draft->diag, .draft = draft};
    if (!draft->spec)
        return;
    map_init(&composer.said, draft->arena);
    map_init(&composer.closed, draft->arena);
    composer.lexicon = lexicon_new(draft->arena);
    composer.world = world_new(draft->arena, draft, composer.lexicon);
    read_sentences(&composer);
    for (const struct ast_sentence *at = draft->spec->sentences; at; at = at->next)
        if (at->has_form)
            (void)map_add(&composer.said, at->text, (void *)(uintptr_t)at);
    compose_find_lists(&composer);
    compose_known_roles(&composer);
    find_client(&composer);
    read_clauses(&composer);
    compose_drop_asides(&composer);
    compose_approved_nouns(&composer);
    compose_in_turn(&composer, compose_look_ahead);
    compose_look_ahead_written(&composer);
    compose_in_turn(&composer, compose_said);
    compose_written(&composer);
    compose_close(&composer);
    composer.is_composed = true;
    compose_drop_asides(&composer);
    composer.last_rule = &((struct ast *)(uintptr_t)draft->spec)->rules;
    while (*composer.last_rule)
        composer.last_rule = &(*composer.last_rule)->next;
    struct ast_rule **first = composer.last_rule;
    for (size_t i = 0; i < composer.sentences.count; i++)
        compose_parse_lines(&composer, composer.sentences.items[i]);
    for (size_t i = 0; i < composer.sentences.count; i++)
        compose_drop_unpublished(&composer, composer.sentences.items[i]);
    for (size_t i = 0; i < composer.sentences.count; i++)
        close_sentence(&composer, composer.sentences.items[i]);
    for (size_t i = 0; i < composer.sentences.count; i++)
        report_left(&composer, composer.sentences.items[i]);
    compose_sort_rules(&composer, first);
    deliver_read(composer.world, (struct ast *)(uintptr_t)draft->spec);
}
