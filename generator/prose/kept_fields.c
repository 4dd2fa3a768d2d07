/* kept_fields.c - see kept_fields.h.
 *
 * The language says who alone reads a field, by roles: "Only nurses can read notes of Visit." That
 * somebody must not see it becomes that, with whoever else reads the rows in a role. Who reads them as
 * his own, or as any user, is told from others by no role, so that the field is kept from him, too. */
#include "prose/kept_fields.h"

#include "prose/reading.h"
#include "prose/roles.h"

#include <string.h>

/* "Only nurses can read notes of Visit", as a sentence says it. */
struct reader_said {
    const struct draft_class *class;
    const char *field;
    const struct prose_role *role;
};

void compose_note_reader(struct composer *composer, const struct draft_class *class,
                         const char *field, const struct prose_role *role)
{
    struct reader_said *said = arena_alloc(composer->arena, sizeof *said);
    *said = (struct reader_said){class, field, role};
    vector_add(&composer->readers, composer->arena, said);
}

static bool is_about(const struct opening *ban, const struct draft_class *class, const char *field)
{
    bool is_plain = ban->is_never && ban->fields && (ban->operations & DEED_READ) && ban->role &&
                    !ban->actor && !ban->except && ban->condition_count == 0 &&
                    ban->whose != WHOSE_OTHER;
    for (const struct field_said *at = ban->fields; at && is_plain && ban->class == class;
         at = at->next)
        if (!field || strcmp(at->name, field) == 0)
            return true;
    return false;
}

/* Whether some sentence keeps the field from the role. */
static bool is_kept_from(const struct vector *openings, const struct draft_class *class,
                         const char *field, const struct prose_role *role)
{
    for (size_t i = 0; i < openings->count; i++) {
        const struct opening *ban = openings->items[i];
        if (is_about(ban, class, field) &&
            (ban->role == role || ban->role->kind == PERSON_EVERYONE ||
             (ban->role->kind == PERSON_USER && role->kind == PERSON_CLIENT)))
            return true;
    }
    return false;
}

static bool is_told(const struct prose_role *role)
{
    return role && (role->kind == PERSON_STAFF || role->kind == PERSON_ADMIN);
}

static void add_reader(struct composer *composer, struct vector *names,
                       const struct prose_role *role)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], role->plural) == 0)
            return;
    vector_add(names, composer->arena, (void *)(uintptr_t)role->plural);
}

/* Who in a role reads rows of the class, and is not kept from the field. Sets whether others read rows,
 * too, who are not kept from it and whom no role tells apart. */
static struct vector readers_of(struct composer *composer, const struct vector *openings,
                                const struct draft_class *class, const char *field,
                                bool *has_others)
{
    struct vector names = {0};
    *has_others = false;
    for (size_t i = 0; i < openings->count; i++) {
        const struct opening *opening = openings->items[i];
        const struct prose_role *role = opening->role ? opening->role : opening->as;
        if (opening->is_never || opening->class != class || !(opening->operations & DEED_READ) ||
            opening->is_dropped || opening->sentence->is_partial)
            continue;
        bool is_kept = role && is_kept_from(openings, class, field, role);
        if (is_told(role) && !is_kept)
            add_reader(composer, &names, role);
        *has_others = *has_others || (!is_told(role) && !is_kept);
        /* Whoever has signed in reads them: those of each role, too. */
        bool is_of_all = role && (role->kind == PERSON_USER || role->kind == PERSON_EVERYONE);
        for (size_t j = 0; j < composer->roles.count && is_of_all; j++) {
            const struct prose_role *other = composer->roles.items[j];
            if (is_told(other) && other->is_introduced &&
                !is_kept_from(openings, class, field, other))
                add_reader(composer, &names, other);
        }
    }
    return names;
}

/* What sentences say of the field already: none, that others read it, or that one from whom it is kept
 * does. */
enum told { TOLD_NOTHING, TOLD_OTHERS, TOLD_AGAINST };

static enum told told_of(const struct composer *composer, const struct vector *openings,
                         const struct draft_class *class, const char *field)
{
    enum told told = TOLD_NOTHING;
    for (size_t i = 0; i < composer->readers.count; i++) {
        const struct reader_said *said = composer->readers.items[i];
        if (said->class != class || strcmp(said->field, field) != 0)
            continue;
        if (is_kept_from(openings, class, field, said->role))
            return TOLD_AGAINST;
        told = TOLD_OTHERS;
    }
    return told;
}

/* Whether somebody from whom the field is kept may read rows of the class, or may be let. */
static bool is_reached(const struct composer *composer, const struct vector *openings,
                       const struct opening *ban)
{
    bool is_of_all = ban->role->kind == PERSON_EVERYONE || ban->role->kind == PERSON_USER;
    for (size_t i = 0; i < openings->count; i++) {
        const struct opening *opening = openings->items[i];
        const struct prose_role *role = opening->role;
        if (opening->is_never || opening->class != ban->class || opening->is_dropped ||
            !(opening->operations & DEED_READ))
            continue;
        if (is_of_all || !role || role == ban->role || role->kind == PERSON_USER ||
            role->kind == PERSON_EVERYONE)
            return true;
    }
    for (size_t i = 0; i < composer->sentences.count; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        for (const struct ast_line *line = sentence->sentence->lines; line; line = line->next)
            if (line->kind == AST_LINE_BECOMES && strstr(line->text, " lets its "))
                return true;
    }
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        if (rule->kind == RULE_GRANT)
            return true;
    return false;
}

/* Whether admins read rows of the class, as these or as any user. */
static bool do_admins_read(const struct vector *openings, const struct draft_class *class)
{
    for (size_t i = 0; i < openings->count; i++) {
        const struct opening *opening = openings->items[i];
        const struct prose_role *role = opening->role;
        bool is_read = !opening->is_never && opening->class == class && !opening->is_dropped &&
                       (opening->operations & DEED_READ);
        if (is_read && role &&
            (role->kind == PERSON_ADMIN || role->kind == PERSON_USER ||
             role->kind == PERSON_EVERYONE))
            return true;
    }
    return false;
}

/* Who alone is to read the field. A field is not hidden from everybody by a form of its own: where nobody is left, it is
 * those who read no rows, admins as a rule, and none of those from whom it is kept. None: that cannot be said. */
static struct vector only_readers(struct composer *composer, const struct vector *openings,
                                  const struct draft_class *class, const char *field,
                                  bool *has_others)
{
    struct vector names = readers_of(composer, openings, class, field, has_others);
    if (names.count > 0)
        return names;
    if (!do_admins_read(openings, class)) {
        add_reader(composer, &names, compose_admins(composer));
        return names;
    }
    for (size_t i = 0; i < composer->roles.count && names.count == 0; i++) {
        const struct prose_role *role = composer->roles.items[i];
        if (is_told(role) && role->is_introduced && !is_kept_from(openings, class, field, role))
            add_reader(composer, &names, role);
    }
    return names;
}

static void keep_field(struct composer *composer, const struct vector *openings,
                       const struct draft_class *class, const char *field)
{
    bool has_others = false;
    struct vector names = only_readers(composer, openings, class, field, &has_others);
    (void)compose_line(composer, arena_printf(composer->arena, "Only %s can read %s of %s.",
                                              compose_list(composer->arena, &names), field,
                                              class->model.name));
    if (has_others)
        compose_assumption(composer,
                           "%s of %s is seen by those in a role that may read it, and so by nobody "
                           "who reads it as his own or as any user",
                           field, class->model.name);
}

void compose_keep_fields(struct composer *composer)
{
    struct vector openings = composer->openings;
    struct vector done = {0};
    for (size_t i = 0; i < openings.count; i++) {
        struct opening *ban = openings.items[i];
        bool is_open = is_about(ban, ban->class, NULL);
        for (const struct field_said *at = ban->fields; at && is_open; at = at->next) {
            enum told told = told_of(composer, &openings, ban->class, at->name);
            bool has_others = false;
            is_open =
                told == TOLD_OTHERS ||
                (told == TOLD_NOTHING &&
                 (!is_reached(composer, &openings, ban) ||
                  only_readers(composer, &openings, ban->class, at->name, &has_others).count > 0));
        }
        if (is_open)
            vector_add(&done, composer->arena, ban);
    }
    for (size_t i = 0; i < done.count; i++) {
        const struct opening *ban = done.items[i];
        composer->at = ban->sentence;
        for (const struct field_said *at = ban->fields; at && is_reached(composer, &openings, ban);
             at = at->next)
            if (told_of(composer, &openings, ban->class, at->name) == TOLD_NOTHING)
                keep_field(composer, &openings, ban->class, at->name);
    }
    for (size_t i = 0; i < done.count; i++)
        ((struct opening *)done.items[i])->operations &= ~(unsigned)DEED_READ;
}
