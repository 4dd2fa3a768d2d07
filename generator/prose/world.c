/* world.c - see world.h: the names of classes and fields. */
#include "prose/world.h"

#include "base/names.h"

#include <string.h>

enum { MOST_WORDS = 6 };

const char *world_words(struct arena *arena, const char *name)
{
    char *words = names_snake(arena, name);
    for (char *c = words; *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    return words;
}

/* "women", "prostheses", "prosthesis": the singular of what takes no s for its plural; NULL: it does. */
static const char *irregular_singular(struct arena *arena, const char *word)
{
    static const char *const pairs[][2] = {
        {"women", "woman"}, {"men", "man"},       {"feet", "foot"},
        {"teeth", "tooth"}, {"mice", "mouse"},    {"midwives", "midwife"},
        {"lives", "life"},  {"indices", "index"}, {"criteria", "criterion"}};
    static const char *const stems[] = {"gno", "aly", "the", "cri", "sta", "ptho", "oro", "psy"};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strcmp(word, pairs[i][0]) == 0)
            return pairs[i][1];
    size_t length = strlen(word);
    if (length < 6)
        return NULL;
    if (strcmp(word + length - 3, "sis") == 0)
        return word;
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        size_t stem = strlen(stems[i]);
        bool fits = strcmp(word + length - 3, "ses") == 0 && length >= stem + 3 &&
                    memcmp(word + length - 3 - stem, stems[i], stem) == 0;
        if (fits)
            return arena_printf(arena, "%.*ssis", (int)(length - 3), word);
    }
    return NULL;
}

const char *world_singular(struct arena *arena, const char *words)
{
    struct buffer text;
    buffer_init(&text, arena);
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        const char *word = arena_copy(arena, words, length);
        const char *forms[LEXICON_FORMS];
        size_t count = lexicon_forms(arena, word, forms);
        /* The first form without a plural's end; "status" and "address" have none. */
        bool is_long = length > 3 || strcmp(word, "ins") == 0; /* "check-ins" */
        bool is_plural =
            count > 1 && word[length - 1] == 's' && is_long && strcmp(word + length - 2, "us") != 0;
        buffer_add_string(&text, text.length == 0 ? "" : " ");
        const char *irregular = irregular_singular(arena, word);
        if (irregular) {
            buffer_add_string(&text, irregular);
            words += length + strspn(words + length, " ");
            continue;
        }
        /* "matches" have e's, too. */
        bool has_es =
            is_plural && length > 4 &&
            (strcmp(word + length - 4, "ches") == 0 || strcmp(word + length - 4, "shes") == 0 ||
             strcmp(word + length - 4, "sses") == 0 || strcmp(word + length - 3, "xes") == 0);
        buffer_add_string(&text, has_es      ? arena_copy(arena, word, length - 2)
                                 : is_plural ? forms[1]
                                             : word);
        words += length + strspn(words + length, " ");
    }
    return text.bytes;
}

static const char *phrase_of(struct arena *arena, const struct unit *first, size_t count)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&text, i == 0 ? "" : " ");
        buffer_add_string(&text, first[i].text);
    }
    return text.bytes;
}

/* The words without the spaces between them: "x ray" and "xray" are one name. */
static const char *joined(struct arena *arena, const char *words)
{
    char *text = arena_strdup(arena, words);
    size_t length = 0;
    for (const char *c = words; *c != '\0'; c++)
        if (*c != ' ')
            text[length++] = *c;
    text[length] = '\0';
    return text;
}

/* The classes whose names end with a word. */
struct world_head {
    struct draft_class *class; /* the first */
    size_t count;
};

static void add_head(struct world *world, const char *words, struct draft_class *class)
{
    const char *word = strrchr(words, ' ');
    if (!word || strcmp(class->model.name, AUDIT_CLASS) == 0)
        return;
    struct world_head *head = map_get(&world->head_of, word + 1);
    if (!head) {
        head = arena_alloc(world->arena, sizeof *head);
        head->class = class;
        map_add(&world->head_of, word + 1, head);
    }
    head->count++;
}

/* A name without its "item", if no other class is called so. */
static void add_short(struct world *world, const char *words, struct draft_class *class)
{
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        const struct draft_class *other = draft_class_at(world->draft, i);
        const char *name =
            world_singular(world->arena, world_words(world->arena, other->model.name));
        if (other != class && strncmp(name, words, strlen(words)) == 0)
            return;
    }
    (void)map_add(&world->class_of, words, class);
}

#define SYNONYM(noun, others, example) {noun, others},
static const struct {
    const char *noun;
    const char *others;
} synonyms[] = {
#include "prose/synonyms.def"
};
#undef SYNONYM

/* Notes which nouns each other word can stand for. */
static void add_synonyms(struct world *world)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
        for (const char *at = synonyms[i].others; *at != '\0';) {
            size_t length = strcspn(at, "|");
            const char *other = arena_copy(world->arena, at, length);
            struct vector *nouns = map_get(&world->nouns_of, other);
            if (!nouns) {
                nouns = arena_alloc(world->arena, sizeof *nouns);
                map_add(&world->nouns_of, other, nouns);
            }
            vector_add(nouns, world->arena, (void *)(uintptr_t)synonyms[i].noun);
            at += length + (at[length] == '|' ? 1 : 0);
        }
    }
}

struct world *world_new(struct arena *arena, const struct draft *draft, struct lexicon *lexicon)
{
    struct world *world = arena_alloc(arena, sizeof *world);
    *world = (struct world){.arena = arena, .draft = draft, .lexicon = lexicon};
    map_init(&world->class_of, arena);
    map_init(&world->head_of, arena);
    map_init(&world->nouns_of, arena);
    add_synonyms(world);
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        if (class->model.builtin)
            continue;
        const char *words = world_singular(arena, world_words(arena, class->model.name));
        (void)map_add(&world->class_of, words, class);
        (void)map_add(&world->class_of, joined(arena, words), class);
        add_head(world, words, class);
        /* "stock" is StockItem, where no class is called so. */
        const char *last = strrchr(words, ' ');
        bool is_item = last && (strcmp(last, " item") == 0 || strcmp(last, " entry") == 0);
        if (is_item)
            add_short(world, arena_copy(arena, words, (size_t)(last - words)), class);
        /* What the spec itself calls it, where a line of its Names maps that. */
        const char *written = !class->spec ? NULL : class->spec->written;
        if (written) {
            struct units units = units_of_text(arena, written);
            (void)map_add(&world->class_of, phrase_of(arena, units.items, units.count), class);
        }
    }
    return world;
}

/* A name's words. They are made but once, since each name is compared at every place of a prompt. */
struct spelled {
    const char *words;
    const char *singular;
    const char *joined; /* the singular */
};

static const struct spelled *spelled_of(const struct world *world, const char *name)
{
    struct spelled *spelled = map_get(&world->lexicon->spelled_of, name);
    if (!spelled) {
        spelled = arena_alloc(world->arena, sizeof *spelled);
        spelled->words = world_words(world->arena, name);
        spelled->singular = world_singular(world->arena, spelled->words);
        spelled->joined = joined(world->arena, spelled->singular);
        map_add(&world->lexicon->spelled_of, name, spelled);
    }
    return spelled;
}

const char *world_name(const struct world *world, const char *name)
{
    return spelled_of(world, name)->words;
}

/* A way to say some units in English words. */
struct phrase {
    const char *words;
    const char *joined;
    size_t taken; /* units */
};

struct phrases {
    const struct world *world;
    const struct unit *first;
    size_t count;
    struct phrase items[64];
    size_t found;
};

/* "IBANs": initials with the end of a plural are one word. */
static bool is_initials(const char *raw)
{
    size_t capitals = strspn(raw, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return capitals > 1 && strcmp(raw + capitals, "s") == 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most MOST_WORDS deep. */
static void extend(struct phrases *phrases, const char *words, size_t at, size_t depth)
{
    struct arena *arena = phrases->world->arena;
    if (at > 0 && phrases->found < sizeof phrases->items / sizeof phrases->items[0])
        phrases->items[phrases->found++] = (struct phrase){words, joined(arena, words), at};
    if (at >= phrases->count || depth == MOST_WORDS)
        return;
    const char *space = at == 0 ? "" : " ";
    const struct unit *unit = &phrases->first[at];
    if (unit->kind == UNIT_WORD || unit->kind == UNIT_NUMBER) {
        const char *more =
            spelled_of(phrases->world, is_initials(unit->raw) ? unit->text : unit->raw)->singular;
        if (*more != '\0')
            extend(phrases, arena_printf(arena, "%s%s%s", words, space, more), at + 1, depth + 1);
        return;
    }
    size_t most = phrases->count - at;
    most = most > phrases->world->lexicon->longest ? phrases->world->lexicon->longest : most;
    for (size_t length = most; unit->kind == UNIT_CHARACTER && length > 0; length--) {
        const struct meaning *meaning = lexicon_find(phrases->world->lexicon, unit, length);
        for (size_t i = 0; meaning && i < meaning->terms.count; i++) {
            const struct term *term = meaning->terms.items[i];
            const char *more = world_singular(arena, term->english);
            extend(phrases, arena_printf(arena, "%s%s%s", words, space, more), at + length,
                   depth + 1);
        }
    }
}

static void find_phrases(const struct world *world, const struct unit *first, size_t count,
                         struct phrases *phrases)
{
    *phrases = (struct phrases){.world = world, .first = first, .count = count};
    extend(phrases, "", 0, 0);
}

static bool has_other(const char *others, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(others, word); at; at = strstr(at + 1, word))
        if ((at == others || at[-1] == '|') && (at[length] == '\0' || at[length] == '|'))
            return true;
    return false;
}

/* The class that is called by another word for the noun of the words, where one is: "reservations" are
 * bookings. */
static struct draft_class *by_synonym(const struct world *world, const char *words, bool *is_short)
{
    struct draft_class *found = NULL;
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
        const char *rest = strchr(words, ' ');
        size_t first = rest ? (size_t)(rest - words) : strlen(words);
        const char *last = strrchr(words, ' ');
        const char *said = NULL;
        if (has_other(synonyms[i].others, last ? last + 1 : words))
            said = last ? arena_printf(world->arena, "%.*s %s", (int)(last - words), words,
                                       synonyms[i].noun)
                        : synonyms[i].noun;
        else if (rest && has_other(synonyms[i].others, arena_copy(world->arena, words, first)))
            said = arena_printf(world->arena, "%s%s", synonyms[i].noun, rest);
        if (!said)
            continue;
        struct draft_class *class = map_get(&world->class_of, said);
        const struct world_head *head = class ? NULL : map_get(&world->head_of, said);
        bool is_head = head && head->count == 1;
        class = is_head ? head->class : class;
        if (found && class && found != class)
            return NULL;
        *is_short = class ? is_head : *is_short;
        found = class ? class : found;
    }
    return found;
}

struct draft_class *world_class(const struct world *world, const struct unit *first, size_t count,
                                size_t *taken, bool *is_short)
{
    struct phrases phrases;
    struct draft_class *found = NULL;
    *taken = 0;
    *is_short = false;
    /* As it is written, for names that are no words of the dictionary. */
    for (size_t length = count < MOST_WORDS ? count : MOST_WORDS; length > 0 && !found; length--) {
        found = map_get(&world->class_of, phrase_of(world->arena, first, length));
        *taken = found ? length : 0;
    }
    find_phrases(world, first, count, &phrases);
    for (size_t i = 0; i < phrases.found; i++) {
        struct draft_class *class = map_get(&world->class_of, phrases.items[i].words);
        if (!class)
            class = map_get(&world->class_of, phrases.items[i].joined);
        if (class && phrases.items[i].taken > *taken) {
            found = class;
            *taken = phrases.items[i].taken;
        }
    }
    for (size_t i = 0; i < phrases.found && !found; i++) {
        found = by_synonym(world, phrases.items[i].words, is_short);
        *taken = found ? phrases.items[i].taken : 0;
    }
    for (size_t i = 0; i < phrases.found && !found; i++) {
        const struct world_head *head = map_get(&world->head_of, phrases.items[i].words);
        if (head && head->count == 1) {
            found = head->class;
            *taken = phrases.items[i].taken;
            *is_short = true;
        }
    }
    return found;
}

bool world_ends_so(const struct world *world, const struct unit *first, size_t count)
{
    struct phrases phrases;
    find_phrases(world, first, count, &phrases);
    for (size_t i = 0; i < phrases.found; i++)
        if (map_get(&world->head_of, phrases.items[i].words))
            return true;
    return false;
}

/* How many of the units are what the spec itself calls the field, where a line of Names maps that. */
static size_t written_length(const struct world *world, const struct draft_field *field,
                             const struct unit *first, size_t count)
{
    const char *written = !field->spec ? NULL : field->spec->written;
    if (!written || strcmp(written, field->model.name) == 0)
        return 0;
    struct units units = lexicon_units(world->lexicon, written);
    if (units.count == 0 || units.count > count)
        return 0;
    for (size_t i = 0; i < units.count; i++)
        if (strcmp(units.items[i].text, first[i].text) != 0)
            return 0;
    return units.count;
}

/* Whether a field is called as a word that joins others: "messages to doctors" speaks of no field `to`. */
static bool is_function_word(const char *name)
{
    static const char *const words[] = {"to",  "from", "of",   "by", "at", "in",
                                        "for", "on",   "with", "as", "is", "and"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

/* Whether a field of some class is called so itself. */
static bool is_called_so(const struct world *world, const struct phrase *said)
{
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(world->draft, i);
        for (size_t j = 0; j < class->fields.count && !class->model.builtin; j++)
            if (strcmp(spelled_of(world, draft_field_at(class, j)->model.name)->joined,
                       said->joined) == 0)
                return true;
    }
    return false;
}

/* The field that is called by another word for the last of what is said: "national identifier" for
 * "national id". */
static struct draft_field *field_by_synonym(const struct world *world,
                                            const struct draft_class *class,
                                            const struct phrase *said)
{
    struct draft_field *found = NULL;
    const char *last = strrchr(said->words, ' ');
    last = last ? last + 1 : said->words;
    const struct vector *nouns = map_get(&world->nouns_of, last);
    size_t before = (size_t)(last - said->words);
    /* "except for their text" is no body, where there is a text. */
    size_t count = nouns && !is_called_so(world, said) ? nouns->count : 0;
    for (size_t i = 0; i < count; i++) {
        const char *noun = nouns->items[i];
        const char *name = joined(
            world->arena, arena_printf(world->arena, "%.*s%s", (int)before, said->words, noun));
        for (size_t j = 0; j < class->fields.count; j++) {
            struct draft_field *field = draft_field_at(class, j);
            if (strcmp(spelled_of(world, field->model.name)->joined, name) != 0)
                continue;
            if (found && found != field)
                return NULL;
            found = field;
        }
    }
    return found;
}

/* The field of a class that is said in one of these ways. */
static struct draft_field *field_of(const struct world *world, const struct draft_class *class,
                                    const struct phrases *phrases, size_t *taken)
{
    struct draft_field *found = NULL;
    *taken = 0;
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        if (is_function_word(field->model.name))
            continue;
        size_t written = written_length(world, field, phrases->first, phrases->count);
        if (written > *taken) {
            found = field;
            *taken = written;
        }
        const struct spelled *name = spelled_of(world, field->model.name);
        for (size_t j = 0; j < phrases->found; j++) {
            const struct phrase *said = &phrases->items[j];
            if (said->taken > *taken && strcmp(name->joined, said->joined) == 0) {
                found = field;
                *taken = said->taken;
            }
        }
    }
    bool is_word = phrases->count > 0 && phrases->first->kind == UNIT_WORD;
    for (size_t j = 0; j < phrases->found && !found; j++) {
        found = is_word ? field_by_synonym(world, class, &phrases->items[j]) : NULL;
        *taken = found ? phrases->items[j].taken : 0;
    }
    return found;
}

struct draft_field *world_field(const struct world *world, const struct draft_class *class,
                                const struct unit *first, size_t count, size_t *taken)
{
    struct phrases phrases;
    find_phrases(world, first, count, &phrases);
    return field_of(world, class, &phrases, taken);
}

void world_fields(const struct world *world, const struct unit *first, size_t count,
                  struct field_named *fields)
{
    struct phrases phrases;
    find_phrases(world, first, count, &phrases);
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(world->draft, i);
        if (class->model.builtin)
            continue;
        fields->class = class;
        fields->field_count = class->fields.count;
        fields->field = field_of(world, class, &phrases, &fields->taken);
        fields++;
    }
    fields->class = NULL;
}
