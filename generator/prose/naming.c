/* naming.c - see naming.h. From the bottom: each name is taken apart into terms in every way there is,
 * and the first way that gives a free name is the proposal. */
#include "prose/naming.h"

#include "base/names.h"
#include "model/builtin.h"
#include "prose/lexicon.h"
#include "prose/world.h"
#include "read/spec_lex.h"

#include <ctype.h>
#include <string.h>

enum { MOST_WAYS = 64, MOST_PIECES = 8 };

/* Ways to say a name in English words, those of the fewest pieces first. */
struct ways {
    struct lexicon *lexicon;
    struct units units;
    bool is_class;
    const char *words[MOST_WAYS];
    size_t pieces[MOST_WAYS];
    size_t count;
    size_t furthest; /* the first unit that no way gets over */
};

struct namer {
    struct arena *arena;
    const struct ast *spec;
    const struct ast *schema;
    struct lexicon *lexicon;
    struct map taken;    /* "class as written.name", or ".Class", by whom: a name as written */
    struct map class_as; /* a class's name as written -> what it is called */
};

static void add_way(struct ways *ways, const char *words, size_t pieces)
{
    if (ways->count == MOST_WAYS)
        return;
    size_t at = ways->count++;
    for (; at > 0 && ways->pieces[at - 1] > pieces; at--) {
        ways->words[at] = ways->words[at - 1];
        ways->pieces[at] = ways->pieces[at - 1];
    }
    ways->words[at] = words;
    ways->pieces[at] = pieces;
}

static void take_apart(struct ways *ways, const char *words, size_t at, size_t pieces);

/* Goes on behind a piece that means some words. */
/* NOLINTNEXTLINE(misc-no-recursion): at most MOST_PIECES deep. */
static void take_piece(struct ways *ways, const char *words, const char *more, size_t at,
                       size_t pieces)
{
    const char *space = *words == '\0' ? "" : " ";
    take_apart(ways, arena_printf(ways->lexicon->arena, "%s%s%s", words, space, more), at,
               pieces + 1);
}

/* The terms of a phrase: those for fields first where it is the whole name of one, and else last. */
/* NOLINTNEXTLINE(misc-no-recursion): see take_piece(). */
static void take_terms(struct ways *ways, const char *words, size_t at, size_t length,
                       size_t pieces)
{
    const struct meaning *meaning = lexicon_find(ways->lexicon, &ways->units.items[at], length);
    bool is_whole_field = !ways->is_class && length == ways->units.count;
    for (size_t pass = 0; meaning && pass < 2; pass++) {
        for (size_t i = 0; i < meaning->terms.count; i++) {
            const struct term *term = meaning->terms.items[i];
            if (term->is_field == (is_whole_field == (pass == 0)))
                take_piece(ways, words, term->english, at + length, pieces);
        }
    }
    if (meaning && meaning->terms.count == 0 && meaning->person)
        take_piece(ways, words, meaning->person->noun, at + length, pieces);
}

/* NOLINTNEXTLINE(misc-no-recursion): see take_piece(). */
static void take_apart(struct ways *ways, const char *words, size_t at, size_t pieces)
{
    const struct units *units = &ways->units;
    ways->furthest = at > ways->furthest ? at : ways->furthest;
    if (at == units->count && *words != '\0')
        add_way(ways, words, pieces);
    if (at == units->count || pieces == MOST_PIECES || ways->count == MOST_WAYS)
        return;
    const struct unit *unit = &units->items[at];
    size_t left = units->count - at;
    size_t most = left < ways->lexicon->longest ? left : ways->lexicon->longest;
    /* "線程 id" is a phrase, too. */
    for (size_t length = most; unit->kind == UNIT_CHARACTER && length > 0; length--)
        take_terms(ways, words, at, length, pieces);
    bool is_particle = strcmp(unit->text, "的") == 0 || strcmp(unit->text, "之") == 0;
    if (is_particle && at > 0 && left > 1)
        take_apart(ways, words, at + 1, pieces);
    else if (unit->kind == UNIT_WORD && isascii((unsigned char)*unit->raw))
        take_piece(ways, words, world_words(ways->lexicon->arena, unit->raw), at + 1, pieces);
    else if (unit->kind == UNIT_NUMBER && at > 0)
        take_piece(ways, words, unit->text, at + 1, pieces);
}

/* "lab result" as LabResult, or as labResult. */
static const char *name_of(struct arena *arena, const char *words, bool is_class)
{
    char *name = arena_alloc(arena, strlen(words) + 1);
    size_t length = 0;
    bool starts = is_class;
    for (const char *c = words; *c != '\0'; c++) {
        if (*c != ' ')
            name[length++] = (char)(starts ? toupper((unsigned char)*c) : *c);
        starts = *c == ' ';
    }
    return name;
}

static const char *key_of(struct arena *arena, const char *class_name, const char *name)
{
    return arena_printf(arena, "%s.%s", class_name, name);
}

static const struct ast_class *class_called(const struct ast *ast, const char *name)
{
    const struct ast_class *class = !ast ? NULL : ast->classes;
    while (class && strcmp(class->name.text, name) != 0)
        class = class->next;
    return class;
}

static void take(struct namer *namer, const char *class_written, const char *name, const char *by)
{
    (void)map_add(&namer->taken, key_of(namer->arena, class_written, name), (void *)(uintptr_t)by);
}

/* Whether the schema beside the prompt has the class, or that field of it. */
static bool is_in_schema(const struct namer *namer, const char *class_name, const char *name)
{
    const struct ast_class *class = class_called(namer->schema, *class_name ? class_name : name);
    if (!class || *class_name == '\0')
        return class != NULL;
    for (const struct ast_field *field = class->fields; field; field = field->next)
        if (strcmp(field->name.text, name) == 0)
            return true;
    return false;
}

/* Who has a name already, as written; NULL: nobody. */
static const char *owner_of(const struct namer *namer, const char *class_written, const char *name,
                            const struct ast_field *field)
{
    bool is_reserved = !field && builtin_is_class(arena_printf(namer->arena, "_%s", name));
    if (field) {
        const char *own = builtin_hidden_type(class_written, name);
        bool is_own = own && field->type.kind != AST_TYPE_FAULTY &&
                      strcmp(own, field_type_name((enum field_type)field->type.kind)) == 0;
        is_reserved =
            strcmp(name, "length") == 0 || strcmp(name, "className") == 0 || (own && !is_own);
    }
    return is_reserved ? "Parse's own"
                       : map_get(&namer->taken, key_of(namer->arena, class_written, name));
}

/* What the dictionary makes of a name, in the order of choice. */
static struct vector candidates(struct namer *namer, const struct ast_unnamed *at,
                                const char *class_name, const char **unknown)
{
    struct arena *arena = namer->arena;
    struct vector names = {0};
    struct map seen;
    map_init(&seen, arena);
    if (!at->is_needed) {
        vector_add(&names, arena, names_camel(arena, at->name.text));
        return names;
    }
    struct ways ways = {.lexicon = namer->lexicon,
                        .units = units_of_text(arena, at->name.text),
                        .is_class = !at->field};
    take_apart(&ways, "", 0, 0);
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < ways.count; i++) {
            const char *name = name_of(arena, ways.words[i], !at->field);
            bool is_wanted = pass == 1 ? ways.pieces[i] == ways.pieces[0]
                                       : is_in_schema(namer, class_name, name);
            if (is_wanted && !map_add(&seen, name, namer))
                vector_add(&names, arena, (void *)(uintptr_t)name);
        }
    }
    if (names.count == 0) {
        struct buffer left;
        buffer_init(&left, arena);
        for (size_t i = ways.furthest; i < ways.units.count; i++)
            buffer_add_string(&left, ways.units.items[i].raw);
        *unknown = left.bytes;
    }
    return names;
}

static const char *listed(struct arena *arena, const struct vector *names, const char *chosen)
{
    enum { MOST = 3 };
    struct buffer list;
    buffer_init(&list, arena);
    size_t shown = 0;
    for (size_t i = 0; i < names->count && shown < MOST; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): each item is a name. */
        if (strcmp(names->items[i], chosen) == 0)
            continue;
        buffer_printf(&list, "%s%s", shown++ == 0 ? "" : ", ", (const char *)names->items[i]);
    }
    return list.bytes;
}

/* Whether a line of Names can say it: what parts lines and names is in no name. */
static bool has_line(const char *written)
{
    size_t size = 0;
    for (const char *c = written; *c != '\0'; c += size) {
        char mark = spec_punctuation(c, strlen(c), &size);
        if (mark != '\0' && strchr(".,;=<>", mark))
            return false;
    }
    return true;
}

/* The first of the names that nobody has, or why there is none. */
static void choose(struct namer *namer, struct proposal *proposal, const struct vector *names)
{
    const struct ast_unnamed *at = proposal->of;
    const char *class_written = !at->field ? "" : at->class_written;
    const char *owner = NULL;
    for (size_t i = 0; i < names->count && !proposal->name; i++) {
        const char *other = owner_of(namer, class_written, names->items[i], at->field);
        owner = owner ? owner : other;
        proposal->name = other ? NULL : names->items[i];
    }
    if (!proposal->name) {
        proposal->trouble = arena_printf(namer->arena, "'%s' is the name of %s",
                                         names->count ? (const char *)names->items[0] : "",
                                         owner ? owner : "something else");
        return;
    }
    proposal->others = listed(namer->arena, names, proposal->name);
    take(namer, class_written, proposal->name, at->name.text);
    if (!at->field)
        map_add(&namer->class_as, at->class_written, (void *)(uintptr_t)proposal->name);
}

/* What is proposed for one name of one class. */
static struct proposal *propose(struct namer *namer, const struct ast_unnamed *at)
{
    struct proposal *proposal = arena_alloc(namer->arena, sizeof *proposal);
    *proposal = (struct proposal){.of = at, .from = at->name.text, .others = ""};
    const char *unknown = NULL;
    const char *as = map_get(&namer->class_as, at->class_written);
    const char *class_name = !at->field ? "" : as ? as : at->class->name.text;
    struct vector names = candidates(namer, at, class_name, &unknown);
    if (!has_line(at->name.text) || !has_line(at->class_written))
        proposal->trouble = "a line of Names cannot say it: write it without punctuation";
    else if (unknown)
        proposal->trouble = arena_printf(namer->arena, "no term is known for '%s'", unknown);
    else
        choose(namer, proposal, &names);
    return proposal;
}

/* Who has which name before anything is proposed. A capitalized field may change its own. */
static void take_known(struct namer *namer)
{
    for (const struct ast_class *class = namer->spec->classes; class; class = class->next)
        take(namer, "", class->name.text, class->name.text);
    for (const struct ast_class *class = namer->spec->classes; class; class = class->next)
        for (const struct ast_field *field = class->fields; field; field = field->next)
            if (!isupper((unsigned char)*field->name.text))
                take(namer, class->written, field->name.text, field->name.text);
    for (const struct ast_unnamed *at = namer->spec->unnamed; at; at = at->next)
        for (const struct ast_field *field = at->field ? NULL : at->class->fields; field;
             field = field->next)
            if (!isupper((unsigned char)*field->name.text))
                take(namer, at->class_written, field->name.text, field->name.text);
}

static bool is_class_written(const struct ast *spec, const char *written)
{
    for (const struct ast_class *class = spec->classes; class; class = class->next)
        if (strcmp(class->written, written) == 0)
            return true;
    for (const struct ast_unnamed *at = spec->unnamed; at; at = at->next)
        if (!at->field && strcmp(at->name.text, written) == 0)
            return true;
    return false;
}

/* Whether one line says it for every class: they all call a field so, and no class is. */
static bool is_common(const struct ast *spec, const struct vector *all, const struct proposal *one)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct proposal *other = all->items[i];
        if (!other->of->field || strcmp(other->of->name.text, one->of->name.text) != 0)
            continue;
        bool is_same =
            !one->name ? !other->name : other->name && strcmp(one->name, other->name) == 0;
        if (!is_same)
            return false;
    }
    return !is_class_written(spec, one->of->name.text);
}

struct vector naming_propose(struct arena *arena, const struct ast *spec, const struct ast *schema)
{
    struct namer namer = {
        .arena = arena, .spec = spec, .schema = schema, .lexicon = lexicon_new(arena)};
    struct vector all = {0};
    struct vector proposals = {0};
    struct map seen;
    map_init_ignoring_case(&namer.taken, arena);
    map_init(&namer.class_as, arena);
    map_init(&seen, arena);
    take_known(&namer);
    for (size_t pass = 0; pass < 2; pass++)
        for (const struct ast_unnamed *at = spec->unnamed; at; at = at->next)
            if ((pass == 0) == !at->field)
                vector_add(&all, arena, propose(&namer, at));
    for (size_t i = 0; i < all.count; i++) {
        struct proposal *one = all.items[i];
        if (one->of->field && !is_common(spec, &all, one))
            one->from = arena_printf(arena, "%s.%s", one->of->class_written, one->of->name.text);
        if (!map_add(&seen, arena_printf(arena, "%s %s", one->of->field ? "." : "", one->from),
                     one))
            vector_add(&proposals, arena, one);
    }
    return proposals;
}

void naming_report(struct diag *diag, const struct vector *proposals)
{
    for (size_t i = 0; i < proposals->count; i++) {
        const struct proposal *proposal = proposals->items[i];
        if (proposal->name || !proposal->of->is_needed)
            continue;
        diag_report(diag, DIAG_NEEDS_NAME, proposal->of->name.span, proposal->of->name.text,
                    proposal->from);
        diag_note(diag, (struct span){0}, "%s", proposal->trouble);
    }
}

void naming_show_lines(const struct vector *proposals, struct buffer *out)
{
    for (size_t i = 0; i < proposals->count; i++) {
        const struct proposal *proposal = proposals->items[i];
        if (!proposal->name)
            continue;
        buffer_printf(out, "%s = %s <!-- proposed%s%s -->\n", proposal->from, proposal->name,
                      *proposal->others == '\0' ? "" : "; or ", proposal->others);
    }
}

void naming_show_json(const struct vector *proposals, struct buffer *out)
{
    buffer_add_string(out, "[");
    for (size_t i = 0; i < proposals->count; i++) {
        const struct proposal *proposal = proposals->items[i];
        buffer_printf(out, "%s\n  {\"line\": %u, \"kind\": \"%s\", \"name\": ", i == 0 ? "" : ",",
                      span_position(proposal->of->name.span).line,
                      proposal->of->field ? "field" : "class");
        buffer_quote_json(out, proposal->from);
        buffer_add_string(out, ", \"proposed\": ");
        if (proposal->name)
            buffer_quote_json(out, proposal->name);
        else
            buffer_add_string(out, "null");
        buffer_add_string(out, ", \"others\": ");
        buffer_quote_json(out, proposal->others);
        buffer_add_string(out, ", \"trouble\": ");
        if (proposal->trouble)
            buffer_quote_json(out, proposal->trouble);
        else
            buffer_add_string(out, "null");
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, proposals->count == 0 ? "]\n" : "\n]\n");
}

void naming_show_spec(const struct ast *spec, const struct vector *proposals, struct buffer *out)
{
    const struct source *whole = spec->whole;
    const struct ast_section *names = spec->sections;
    while (names && !names->has_names)
        names = names->next;
    struct buffer lines;
    buffer_init(&lines, out->arena);
    naming_show_lines(proposals, &lines);
    size_t at = names ? names->end : whole->length;
    bool starts_line = at > 0 && whole->bytes[at - 1] == '\n';
    buffer_add(out, whole->bytes, at);
    if (lines.length > 0)
        buffer_printf(out, "%s%s%s%s", starts_line ? "" : "\n", names ? "" : "\nNames:\n",
                      lines.bytes, names && at < whole->length ? "\n" : "");
    buffer_add(out, whole->bytes + at, whole->length - at);
}
