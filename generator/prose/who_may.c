/* who_may.c - see who_may.h. To be asked once the lines of all sentences are rules of the spec. */
#include "prose/who_may.h"

#include "prose/reading.h"
#include "read/rule_slots.h"

#include <ctype.h>
#include <string.h>

/* A line that is read beside a warning names so many, and counts the others. */
enum { MOST_NAMED = 3 };

static bool names(const struct ast_value *list, const char *name)
{
    for (; list; list = list->next)
        if (names_likeness(list->name.text, name) != NAMES_DIFFER)
            return true;
    return false;
}

static const char *list_of(struct arena *arena, const struct ast_value *list)
{
    struct vector words = {0};
    for (; list; list = list->next)
        vector_add(&words, arena, (void *)(uintptr_t)list->name.text);
    return compose_list(arena, &words);
}

const char *who_may_roles(struct arena *arena, const struct ast_rule *rule)
{
    char *roles = arena_strdup(arena, list_of(arena, rule->slots[SLOT_ROLES]));
    *roles = (char)tolower((unsigned char)*roles);
    return roles;
}

/* Whether a grant's rule, which names no classes, is about what leads to the class. */
static bool is_record(const struct composer *composer, const struct ast_rule *rule,
                      const struct draft_class *class)
{
    const struct draft_class *grant =
        draft_class(composer->draft, rule->slots[SLOT_CLASSES]->name.text);
    const struct ast_value *target = rule->slots[SLOT_TARGET];
    const struct draft_field *field =
        grant && target ? map_get(&grant->field_of, target->name.text) : NULL;
    const char *whose = field ? world_target(field) : NULL;
    return whose && world_distance(composer->world, class, whose) >= 0;
}

/* Whether a rule opens something of the class. */
static bool is_of(const struct composer *composer, const struct ast_rule *rule,
                  const struct draft_class *class)
{
    if (rule->kind == RULE_GRANT && !rule->slots[SLOT_RECORDS])
        return is_record(composer, rule, class);
    if (rule->kind == RULE_GRANT)
        return names(rule->slots[SLOT_RECORDS], class->model.name);
    return rule->kind == RULE_ACCESS && names(rule->slots[SLOT_CLASSES], class->model.name);
}

/* What a rule lets somebody do, as enum deed values, ored. */
static unsigned deeds_of(const struct ast_rule *rule)
{
    static const struct {
        enum class_operation operation;
        enum deed deed;
    } all[] = {{OPERATION_GET, DEED_READ},      {OPERATION_FIND, DEED_READ},
               {OPERATION_COUNT, DEED_READ},    {OPERATION_CREATE, DEED_CREATE},
               {OPERATION_UPDATE, DEED_UPDATE}, {OPERATION_DELETE, DEED_DELETE}};
    unsigned operations = 0;
    unsigned deeds = 0;
    for (const struct ast_value *at = rule->slots[SLOT_OPERATIONS]; at; at = at->next)
        operations |= rule_operations_of(at->name.text);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        deeds |= operations & 1U << all[i].operation ? (unsigned)all[i].deed : 0;
    /* "can update only FIELDS of" has no list of operations. */
    return operations == 0 ? DEED_UPDATE : deeds;
}

/* Those who alone read a field, by a sentence that says so; NULL: none does. */
static const struct ast_value *readers_of(const struct composer *composer,
                                          const struct draft_class *class,
                                          const struct draft_field *field)
{
    const struct ast_rule *rule = field ? composer->draft->spec->rules : NULL;
    for (; rule; rule = rule->next)
        if (rule->kind == RULE_READERS && names(rule->slots[SLOT_CLASSES], class->model.name) &&
            names(rule->slots[SLOT_FIELDS], field->model.name))
            return rule->slots[SLOT_ROLES];
    return NULL;
}

/* " whose status is not draft or signed" */
static void add_conditions(struct buffer *out, const struct ast_rule *rule)
{
    for (const struct ast_condition *at = rule->conditions; at; at = at->next) {
        buffer_printf(out, " whose %s is%s", at->field.text, at->negated ? " not" : "");
        for (const struct ast_value *value = at->values; value; value = value->next)
            buffer_printf(out, "%s %s", value == at->values ? "" : " or", value->name.text);
    }
}

/* "doctors, all", "the doctor", "the grantee of a Consent" */
static const char *people_of(struct arena *arena, const struct ast_rule *rule)
{
    struct buffer out;
    buffer_init(&out, arena);
    const char *actors = list_of(arena, rule->slots[SLOT_ACTORS]);
    const char *roles = who_may_roles(arena, rule);
    if (rule->kind == RULE_GRANT)
        buffer_printf(&out, "the %s of a %s", actors, rule->slots[SLOT_CLASSES]->name.text);
    else if (*roles == '\0')
        buffer_printf(&out, "its %s", actors);
    else if (*actors != '\0')
        buffer_printf(&out, "%s, as its %s", roles, actors);
    else if (rule->scope == SCOPE_ASSIGNED)
        buffer_printf(&out, "%s, of their assigned %s", roles,
                      list_of(arena, rule->slots[SLOT_PATIENTS]));
    else
        buffer_printf(&out, "%s, %s", roles, rule->scope == SCOPE_ALL ? "all" : "their own");
    add_conditions(&out, rule);
    return out.bytes;
}

/* How much of the class a rule opens. */
static int width_of(const struct ast_rule *rule)
{
    int width = rule->scope == SCOPE_ALL ? 4 : rule->scope == SCOPE_ASSIGNED ? 2 : 0;
    return rule->kind == RULE_ACCESS && !rule->conditions ? width + 1 : width;
}

/* Those who may do one deed, "doctors, all; and by patients, their own"; NULL: nobody may. */
static const char *who_does(const struct composer *composer, const struct draft_class *class,
                            const struct ast_value *readers, enum deed deed, struct who_may *may)
{
    struct vector people = {0};
    size_t others = 0;
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next) {
        bool is_reader = !readers;
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at && !is_reader; at = at->next)
            is_reader = names(readers, at->name.text);
        if (!is_of(composer, rule, class) || !is_reader || !(deeds_of(rule) & deed))
            continue;
        const char *who = people_of(composer->arena, rule);
        bool is_new = true;
        for (size_t i = 0; i < people.count; i++)
            is_new = is_new && strcmp(people.items[i], who) != 0;
        if (is_new && people.count < MOST_NAMED)
            vector_add(&people, composer->arena, (void *)(uintptr_t)who);
        else
            others += is_new ? 1 : 0;
        if (!may->widest || width_of(rule) > width_of(may->widest))
            may->widest = rule;
    }
    const char *text = NULL;
    for (size_t i = 0; i < people.count; i++) {
        bool is_last = i > 0 && i + 1 == people.count && others == 0;
        text = i == 0 ? people.items[0]
                      : arena_printf(composer->arena, "%s; %sby %s", text, is_last ? "and " : "",
                                     (const char *)people.items[i]);
    }
    return others > 0 ? arena_printf(composer->arena, "%s; and by others", text) : text;
}

struct who_may who_may(const struct composer *composer, const struct draft_class *class,
                       const struct draft_field *field, unsigned deeds)
{
    static const struct {
        enum deed deed;
        const char *done;
    } all[] = {{DEED_READ, "read"},
               {DEED_UPDATE, "changed"},
               {DEED_DELETE, "deleted"},
               {DEED_CREATE, "created"}};
    struct who_may may = {.what = class->model.name};
    for (const struct ast_rule *rule = composer->draft->spec->rules; rule; rule = rule->next)
        may.is_ruled =
            may.is_ruled || is_of(composer, rule, class) ||
            (rule->kind == RULE_CLOSED && names(rule->slots[SLOT_CLASSES], class->model.name));
    const struct ast_value *readers = readers_of(composer, class, field);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        bool is_read = all[i].deed == DEED_READ;
        const char *who = deeds & all[i].deed ? who_does(composer, class, is_read ? readers : NULL,
                                                         all[i].deed, &may)
                                              : NULL;
        if (who && may.text)
            may.text = arena_printf(composer->arena, "%s; %s by %s", may.text, all[i].done, who);
        else if (who)
            may.text = arena_printf(composer->arena, "is %s by %s", all[i].done, who);
        if (who && field && is_read)
            may.what = arena_printf(composer->arena, "%s of %s", field->model.name, may.what);
    }
    return may;
}
