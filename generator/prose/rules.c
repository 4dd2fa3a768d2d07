/* rules.c - clauses about the audit trail, encryption and sessions; see compose.h. */
#include "prose/rules.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/classes.h"
#include "prose/durations.h"
#include "prose/narrowed.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/steps.h"

#include <string.h>

const char *compose_capital(struct arena *arena, const char *word)
{
    char *copy = arena_strdup(arena, word);
    if (copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 'a' + 'A');
    return copy;
}

const char *compose_article(const char *name)
{
    return strchr("AEIOUaeiou", name[0]) ? "an" : "a";
}

static void add_name(struct composer *composer, struct vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return;
    vector_add(names, composer->arena, (void *)(uintptr_t)name);
}

/* Whether one of the classes of records points at the class. */
static bool has_records(const struct composer *composer, const struct draft_class *class,
                        const struct vector *records)
{
    for (size_t i = 0; i < records->count; i++)
        if (world_distance(composer->world, records->items[i], class->model.name) == 1)
            return true;
    return false;
}

struct vector compose_class_names(struct composer *composer, const struct thing *things)
{
    struct vector names = {0};
    struct vector classes = {0};
    bool says_records = false;
    for (const struct thing *thing = things; thing; thing = thing->next) {
        says_records = says_records || thing->kind == THING_RECORDS || thing->kind == THING_ALL;
        if (thing->kind != THING_ALL)
            compose_targets(composer, thing, &classes);
    }
    if (says_records && composer->client)
        vector_add(&classes, composer->arena, composer->client->profile);
    if (!things || (says_records && classes.count == 0)) {
        if (composer->client)
            vector_add(&classes, composer->arena, composer->client->profile);
        compose_records(composer, &classes);
        /* Where users are the patients, what their records belong to is one. */
        for (size_t i = 0; !composer->client && i < composer->draft->classes.count; i++) {
            struct draft_class *class = draft_class_at(composer->draft, i);
            if (!class->model.builtin && has_records(composer, class, &classes))
                vector_add(&classes, composer->arena, class);
        }
    }
    for (size_t i = 0; i < classes.count; i++)
        add_name(composer, &names, ((struct draft_class *)classes.items[i])->model.name);
    return names;
}

/* The operations that acts mean as entries of the trail. */
static unsigned audited(const struct said *said)
{
    static const struct {
        enum sense sense;
        unsigned deeds;
    } table[] = {{SENSE_WRITE, DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE},
                 {SENSE_READ_WRITE, DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE},
                 {SENSE_READ, DEED_READ},
                 {SENSE_CREATE, DEED_CREATE},
                 {SENSE_UPDATE, DEED_UPDATE},
                 {SENSE_DELETE, DEED_DELETE}};
    unsigned deeds =
        said->flags[FLAG_FORM] ? DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE : 0;
    for (const struct act *act = said->acts; act; act = act->next)
        for (size_t i = 0; act->meaning && i < sizeof table / sizeof table[0]; i++)
            if (act->meaning->senses[table[i].sense])
                deeds |= table[i].deeds;
    return deeds ? deeds : DEED_CREATE | DEED_UPDATE | DEED_DELETE;
}

static bool says(const struct said *said, enum sense sense)
{
    for (const struct act *act = said->acts; act; act = act->next)
        if (act->meaning && act->meaning->senses[sense])
            return true;
    return false;
}

/* "actions are logged" behind a sentence about publishing, "entries for publishing" */
static bool is_about_publishing(const struct composer *composer, const struct said *said)
{
    return composer->published.count > 0 && says(said, SENSE_PUBLISH);
}

/* 患者數據: all that is a patient's, where 患者 are called by what says who they are. */
static bool are_data_of_client(const struct composer *composer, const struct thing *what)
{
    const struct text *text = composer->at->text;
    if (what->kind != THING_CLASS || what->next || !composer->client ||
        what->class != composer->client->profile || what->conditions)
        return false;
    for (size_t i = what->words.first; i < what->words.end; i++)
        if (text_is_chinese(text, i, "數據"))
            return true;
    return false;
}

static const struct thing *all_data(struct composer *composer, const struct thing *what)
{
    struct thing *all = arena_alloc(composer->arena, sizeof *all);
    *all = *what;
    all->kind = THING_PEOPLE;
    all->class = NULL;
    return all;
}

void compose_audit(struct composer *composer, const struct said *said)
{
    static const char *const names[] = {"read", "create", "update", "delete"};
    bool is_loose = said->flags[FLAG_WRITTEN] && !composer->last_is_trail;
    if (is_loose) {
        compose_leave(composer, said->words);
        return;
    }
    if (is_about_publishing(composer, said))
        return; /* publications are entered in any case */
    const struct thing *what = said->what ? compose_what(composer, said) : NULL;
    what = what && are_data_of_client(composer, what) ? all_data(composer, what) : what;
    if (strcmp(said->form->pattern, "DEEDS END") == 0)
        composer->last_what = what; /* "and every access thereto is logged" */
    struct vector classes = compose_class_names(composer, what);
    struct vector deeds = {0};
    composer->last_is_trail = true;
    unsigned audit = audited(said);
    for (size_t i = 0; i < 4; i++)
        if (audit & 1U << i)
            vector_add(&deeds, composer->arena, (void *)(uintptr_t)names[i]);
    if (classes.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    compose_line(composer, arena_printf(composer->arena, "Audit every %s of %s.",
                                        compose_list(composer->arena, &deeds),
                                        compose_list(composer->arena, &classes)));
    if (!said->what)
        compose_assumption(composer,
                           "what is entered are the changes of patients' records; those of "
                           "every other class are, too");
}

void compose_note_kept(struct composer *composer, const struct draft_class *class)
{
    struct append_only *kept = arena_alloc(composer->arena, sizeof *kept);
    *kept = (struct append_only){.class = class, .sentence = composer->at};
    vector_add(&composer->append_only, composer->arena, kept);
}

void compose_keep(struct composer *composer, struct draft_class *class)
{
    (void)compose_line(composer,
                       arena_printf(composer->arena, "%s is append-only.", class->model.name));
    compose_note_kept(composer, class);
}

void compose_append_only(struct composer *composer, const struct said *said)
{
    struct vector classes = {0};
    bool is_of_trail = !said->what || said->what->kind == THING_RECORDS;
    bool is_trail = said->flags[FLAG_TRAIL] || (is_of_trail && composer->last_is_trail);
    struct draft_class *trail = draft_class(composer->draft, AUDIT_CLASS);
    const struct thing *what = is_trail ? NULL : compose_what(composer, said);
    /* "Signed prescriptions are immutable": those of that value only. */
    if (what && what->conditions) {
        compose_fixed(composer, said);
        return;
    }
    /* Of a field or a file nothing of the kind is to be had, and the class is not what is spoken of. */
    for (const struct thing *thing = what; thing; thing = thing->next)
        if (thing->kind != THING_FIELD && thing->kind != THING_FILES)
            compose_targets(composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        compose_keep(composer, classes.items[i]);
    if (is_trail && trail)
        compose_keep(composer, trail);
    else if (is_trail)
        (void)compose_line(composer, AUDIT_CLASS " is append-only.");
    if (!is_trail && classes.count == 0)
        compose_leave(composer, said->words);
    composer->last_is_trail = is_trail;
    if (said->who)
        compose_assumption(composer, "append-only holds for everybody, not only for %ss",
                           said->who->noun);
}

static bool is_file(const struct draft_field *field)
{
    return field->type.kind == FIELD_FILE ||
           (field->type.kind == FIELD_ARRAY && field->type.element == FIELD_FILE);
}

/* Whether a field is a text that is called so. */
static bool is_text_called(const struct composer *composer, const struct draft_field *field,
                           const char *const *words)
{
    const char *name = world_words(composer->arena, field->model.name);
    const char *last = strrchr(name, ' ');
    bool can_be = field->type.kind == FIELD_STRING || field->type.kind == FIELD_OBJECT ||
                  field->type.kind == FIELD_ARRAY;
    for (; *words; words++)
        if (strcmp(last ? last + 1 : name, *words) == 0)
            return can_be && !world_values(field) && !(field->spec && field->spec->unique);
    return false;
}

/* Whether a field holds what is said of people in free words, or how to reach them. */
static bool is_personal(const struct composer *composer, const struct draft_field *field)
{
    static const char *const words[] = {"contact", "address", "phone", "email",   "body",
                                        "text",    "note",    "notes", "comment", "diagnosis",
                                        "remarks", "summary", NULL};
    return is_text_called(composer, field, words);
}

/* Whether it holds what a class is for that has nothing else of that kind. */
static bool is_content(const struct composer *composer, const struct draft_field *field)
{
    static const char *const words[] = {"findings", "finding", "result",      "results",
                                        "content",  "details", "description", "conclusion",
                                        "symptoms", "answers", "advice",      NULL};
    return is_text_called(composer, field, words);
}

/* The fields of a class that are to be protected: those that are named, its files, or what is
 * personal. */
static struct vector protected_fields(struct composer *composer, const struct draft_class *class,
                                      const struct thing *thing, bool by_url)
{
    struct vector names = {0};
    for (const struct field_said *at = thing->fields; at; at = at->next)
        if (thing->class == class || map_get(&class->field_of, at->name))
            add_name(composer, &names, at->name);
    for (size_t i = 0; !thing->fields && i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        bool is_meant = thing->kind == THING_FILES || by_url
                            ? is_file(field)
                            : is_file(field) || is_personal(composer, field);
        if (is_meant)
            add_name(composer, &names, field->model.name);
    }
    bool is_bare = names.count == 0 && thing->kind == THING_CLASS && thing->class && !by_url;
    for (size_t i = 0; is_bare && i < class->fields.count; i++)
        if (is_content(composer, draft_field_at(class, i)))
            add_name(composer, &names, draft_field_at(class, i)->model.name);
    return names;
}

/* Says of the fields of a thing how they are kept: "encrypted". */
static void protect(struct composer *composer, const struct thing *thing, bool by_url,
                    const char *how)
{
    bool done = false;
    const char *last = NULL;
    struct vector same = {0};
    for (size_t i = 0; i <= composer->draft->classes.count; i++) {
        struct draft_class *class =
            i < composer->draft->classes.count ? draft_class_at(composer->draft, i) : NULL;
        struct vector fields = {0};
        bool is_meant = class && !class->model.builtin &&
                        (!thing->class || thing->class == class) &&
                        strcmp(class->model.name, AUDIT_CLASS) != 0;
        if (is_meant)
            fields = protected_fields(composer, class, thing, by_url);
        const char *list = fields.count > 0 ? compose_list(composer->arena, &fields) : NULL;
        /* Classes with the same fields go into one sentence. */
        bool goes_on = last && list && strcmp(last, list) == 0;
        if (last && !goes_on && (list || !class)) {
            compose_line(composer, arena_printf(composer->arena, "%s of %s %s.", last,
                                                compose_list(composer->arena, &same), how));
            same = (struct vector){0};
        }
        if (list) {
            last = list;
            add_name(composer, &same, class->model.name);
            done = true;
        }
    }
    if (!done)
        compose_leave(composer, thing->words);
}

void compose_protection(struct composer *composer, const struct said *said)
{
    bool is_url = said->flags[FLAG_SIGNED_URL];
    bool is_encrypted = said->flags[FLAG_ENCRYPTION] || !is_url;
    /* "and so must the notes" goes on from what is encrypted. */
    bool is_more = said->form && strncmp(said->form->pattern, "[,] so-must ", 12) == 0;
    const struct thing *what =
        is_more && composer->last_saying != SAYS_ENCRYPTED ? NULL : compose_what(composer, said);
    if (!what)
        compose_leave(composer, said->words);
    for (const struct thing *thing = what; thing; thing = thing->next) {
        if (is_encrypted)
            protect(composer, thing, false, "is encrypted");
        if (is_url)
            protect(composer, thing, true, "is served by signed URLs");
        if (thing->kind == THING_RECORDS || (thing->kind == THING_CLASS && !thing->fields))
            compose_assumption(composer,
                               "what is protected are contact details, free text and files");
    }
    composer->last_what = what;
}

/* "attachments are pdf or png files" */
void compose_file_types(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    struct vector types = {0};
    for (const char *at = said->states; at && *at != '\0';) {
        size_t length = strcspn(at, "|");
        vector_add(&types, composer->arena, arena_copy(composer->arena, at, length));
        at += length + (at[length] == '|' ? 1 : 0);
    }
    if (!what || types.count == 0 || said->mode == MODE_NEVER)
        compose_leave(composer, said->words);
    const char *how =
        arena_printf(composer->arena, "are %s files", compose_list(composer->arena, &types));
    for (; what && types.count > 0 && said->mode != MODE_NEVER; what = what->next)
        protect(composer, what, true, how);
}

void compose_session_end(struct composer *composer, const struct said *said)
{
    compose_line(composer, arena_printf(composer->arena, "Sessions end after %s%s.",
                                        duration_text(composer->arena, said),
                                        said->flags[FLAG_FORM] ? " without use" : ""));
}

void compose_session_more(struct composer *composer, const struct said *said)
{
    bool goes_on =
        composer->last_saying == SAYS_SESSION_END || composer->last_saying == SAYS_SESSION_MORE;
    if (goes_on)
        compose_session_end(composer, said);
    else
        compose_leave(composer, said->words);
}
