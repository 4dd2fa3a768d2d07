/* schema_guess.c - see schema_guess.h. */
#include "read/schema_guess.h"

#include "base/names.h"
#include "base/nearest.h"
#include "read/spec_names.h"
#include "read/spec_read.h"

#include <ctype.h>
#include <string.h>

static const struct guess {
    enum { NAME_IS, NAME_BEGINS, NAME_ENDS } place;
    const char *words;
    int type;
    int element; /* of an Array */
    const char *target;
} guesses[] = {
#define GUESS(place, words, type, target) {place, words, type, AST_ELEMENT_UNSTATED, target},
#define GUESS_LIST(place, words, type) {place, words, FIELD_ARRAY, type, NULL},
#include "read/schema_guess.def"
};

struct guesser {
    struct spec_reader *reader;
    struct map class_of_words; /* "medication order" -> struct ast_class */
};

/* "startsAt", "starts_at" and "Starts at" as "starts at". */
static const char *words_of(struct spec_reader *reader, const char *name)
{
    char *words = names_snake(reader->arena, name);
    for (char *at = words; *at != '\0'; at++)
        if (*at == '_' || *at == '-')
            *at = ' ';
    return words;
}

/* Whether a name in words has the words of a row in its place. Words of ASCII end at a space. */
static bool has_part(const char *text, const struct guess *guess)
{
    size_t length = strlen(text);
    size_t part = strlen(guess->words);
    bool has_spaces = (unsigned char)*guess->words < 0x80;
    if (guess->place == NAME_IS || length <= part)
        return strcmp(text, guess->words) == 0;
    if (guess->place == NAME_BEGINS)
        return strncmp(text, guess->words, part) == 0 && (!has_spaces || text[part] == ' ');
    return strcmp(text + length - part, guess->words) == 0 &&
           (!has_spaces || text[length - part - 1] == ' ');
}

/* The class that a name means: "patient", "patientId", "assignedDoctor", and "patient" for a PatientProfile. */
static const struct ast_class *class_meant(struct guesser *guesser, const char *words)
{
    static const char id[] = " id";
    static const char *const endings[] = {"", " profile", " account"};
    struct arena *arena = guesser->reader->arena;
    size_t length = strlen(words);
    bool has_id = length >= sizeof id && strcmp(words + length - (sizeof id - 1), id) == 0;
    if (has_id)
        words = arena_copy(arena, words, length - (sizeof id - 1));
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const char *wanted = arena_printf(arena, "%s%s", words, endings[i]);
        const struct ast_class *class = map_get(&guesser->class_of_words, wanted);
        if (class)
            return class;
    }
    words = strchr(words, ' ');
    return words ? map_get(&guesser->class_of_words, words + 1) : NULL;
}

static struct ast_type pointer_to(const char *target, struct span span)
{
    return (struct ast_type){.kind = FIELD_POINTER,
                             .element = AST_ELEMENT_UNSTATED,
                             .target = {.text = target, .span = span},
                             .span = span};
}

static struct ast_type type_by_name(struct guesser *guesser, const struct ast_field *field)
{
    const char *words = words_of(guesser->reader, field->name.text);
    struct span span = field->name.span;
    const struct ast_class *class = field->values ? NULL : class_meant(guesser, words);
    if (class)
        return pointer_to(class->name.text, span);
    for (size_t i = 0; !field->values && i < sizeof guesses / sizeof guesses[0]; i++) {
        const struct guess *guess = &guesses[i];
        if (!has_part(words, guess))
            continue;
        struct ast_type type = pointer_to(guess->target, span);
        type.kind = guess->type;
        type.element = guess->element;
        return type;
    }
    return (struct ast_type){.kind = FIELD_STRING, .element = AST_ELEMENT_UNSTATED, .span = span};
}

/* A phrase that is no type: the name of a class leads to it. */
static void take_phrase(struct spec_reader *reader, const struct open_type *open)
{
    const struct ast_name *phrase = &open->phrase;
    for (struct ast_class *class = reader->ast->classes; class; class = class->next)
        if (strcmp(class->written, phrase->text) == 0 ||
            strcmp(spec_name_of(reader, class->written), phrase->text) == 0) {
            open->field->type = pointer_to(class->name.text, phrase->span);
            return;
        }
    if (spec_is_user(phrase->text)) {
        open->field->type = pointer_to("_User", phrase->span);
        return;
    }
    diag_report(reader->diag, DIAG_UNKNOWN_TYPE, phrase->span, phrase->text);
    struct nearest nearest = nearest_to(phrase->text);
    for (size_t i = 0; spec_type_word(i); i++)
        nearest_consider(&nearest, spec_type_word(i), (struct span){0});
    for (struct ast_class *class = reader->ast->classes; class; class = class->next)
        nearest_consider(&nearest, class->name.text, class->name.span);
    nearest_note(&nearest, reader->diag);
    if (!nearest.best && isupper((unsigned char)*phrase->text) && spec_is_wire_name(phrase->text))
        diag_note(reader->diag, (struct span){0}, "a class is written 'Pointer to %s'",
                  phrase->text);
}

void schema_guess_types(struct spec_reader *reader)
{
    struct guesser guesser = {.reader = reader};
    if (!reader->open_types)
        return;
    map_init(&guesser.class_of_words, reader->arena);
    for (struct ast_class *class = reader->ast->classes; class; class = class->next)
        map_add(&guesser.class_of_words, words_of(reader, class->written), class);
    for (struct open_type *open = reader->open_types; open; open = open->next) {
        struct spec_type_words words;
        bool is_pointer = spec_type_of(reader->arena, open->phrase.text, &words);
        if (!is_pointer && *open->phrase.text != '\0') {
            take_phrase(reader, open);
            continue;
        }
        struct ast_type type = type_by_name(&guesser, open->field);
        if (is_pointer && type.kind != FIELD_POINTER)
            type = pointer_to(NULL, open->phrase.span);
        type.is_assumed = !open->field->values && (type.kind != FIELD_POINTER || type.target.text);
        open->field->type = type;
    }
}
