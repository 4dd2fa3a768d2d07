/* plural.c - see plural.h: whole words that are known, then endings, of which the first that fits counts. */
#include "emit/plural.h"

#include <stdbool.h>
#include <string.h>

/* Words of their own; those that are their own plural have one form. */
static const char *const words[][2] = {
    {"i", "we"},
    {"me", "us"},
    {"he", "they"},
    {"she", "they"},
    {"them", "them"},
    {"myself", "ourselves"},
    {"yourself", "yourselves"},
    {"itself", "themselves"},
    {"herself", "themselves"},
    {"himself", "themselves"},
    {"themself", "themselves"},
    {"is", "are"},
    {"was", "were"},
    {"has", "have"},
    {"this", "these"},
    {"that", "those"},
    {"echo", "echoes"},
    {"dingo", "dingoes"},
    {"volcano", "volcanoes"},
    {"tornado", "tornadoes"},
    {"torpedo", "torpedoes"},
    {"genus", "genera"},
    {"viscus", "viscera"},
    {"stigma", "stigmata"},
    {"stoma", "stomata"},
    {"dogma", "dogmata"},
    {"lemma", "lemmata"},
    {"schema", "schemata"},
    {"anathema", "anathemata"},
    {"ox", "oxen"},
    {"axe", "axes"},
    {"die", "dice"},
    {"yes", "yeses"},
    {"foot", "feet"},
    {"eave", "eaves"},
    {"goose", "geese"},
    {"tooth", "teeth"},
    {"quiz", "quizzes"},
    {"human", "humans"},
    {"proof", "proofs"},
    {"carve", "carves"},
    {"valve", "valves"},
    {"looey", "looies"},
    {"thief", "thieves"},
    {"groove", "grooves"},
    {"pickaxe", "pickaxes"},
    {"passerby", "passersby"},
    {"mouse", "mice"},
    {"titmouse", "titmice"},
    {"louse", "lice"},
    {"thou", "you"},
};

static const char own_plurals[] = " adulthood advice agenda aid aircraft alcohol ammo analytics "
                                  "anime athletics audio bison blood bream "
                                  "buffalo butter carp cash chassis chess clothing cod commerce "
                                  "cooperation corps debris diabetes "
                                  "digestion elk energy equipment excretion expertise firmware "
                                  "flounder fun gallows garbage graffiti "
                                  "hardware headquarters health herpes highjinks homework "
                                  "housework information jeans justice kudos "
                                  "labour literature machinery mackerel mail media mews moose "
                                  "music mud manga news only personnel pike "
                                  "plankton pliers police pollution premises rain research rice "
                                  "salmon scissors series sewage shambles "
                                  "shrimp software species staff swine tennis traffic "
                                  "transportation trout tuna wealth welfare whiting "
                                  "wildebeest wildlife you ";

/* An ending: what is before it (any of some, each a letter of a set, or anything), what it is, and what it
 * becomes. */
struct ending {
    const char *stems;   /* with spaces between; NULL: any */
    const char *letters; /* of which the letter before it is one, or, after '^', none; NULL: any */
    const char *ends;    /* with spaces between */
    const char *becomes; /* NULL: it stays, as the whole word does */
};

static const struct ending endings[] = {
    {NULL, NULL, "sheep pox measles fish deer ois ous pokemon", NULL},
    {NULL, "^aeiou", "ese", NULL},
    {NULL, NULL, "man men", "men"},
    {NULL, NULL, "eaux", NULL},
    {NULL, NULL, "children child", "children"},
    {NULL, NULL, "person people", "people"},
    {"matr cod mur sil vert ind append", NULL, "ix ex", "ices"},
    {NULL, NULL, "x", "xes"},
    {NULL, NULL, "ch", "ches"},
    {NULL, NULL, "ss", "sses"},
    {NULL, NULL, "sh", "shes"},
    {NULL, NULL, "zz", "zzes"},
    {NULL, "^ch", "iley", "ilies"},
    {NULL, "^ch", "iney", "inies"},
    {NULL, "^ch", "eley", "elies"},
    {NULL, "^ch", "eney", "enies"},
    {NULL, "^ch", "oley", "olies"},
    {NULL, "^ch", "oney", "onies"},
    {NULL, NULL, "quy", "quies"},
    {NULL, "^aeiouy", "y", "ies"},
    {"kni wi li", NULL, "fe", "ves"},
    {"ar l ea eo oa hoo", NULL, "f", "ves"},
    {NULL, NULL, "sis", "ses"},
    {"apheli hyperbat periheli asyndet noumen phenomen criteri organ prolegomen hedr automat", NULL,
     "a on", "a"},
    {"agend addend millenni dat extrem bacteri desiderat strat candelabr errat ov symposi curricul "
     "automat "
     "quor",
     NULL, "a um", "a"},
    {"her at gr", NULL, "o", "oes"},
    {"seraph cherub", NULL, "im", "im"},
    {NULL, NULL, "seraph", "seraphim"},
    {NULL, NULL, "cherub", "cherubim"},
    {"alumn alg vertebr", NULL, "a ae", "ae"},
    {"alumn syllab vir radi nucle fung cact stimul termin bacill foc uter loc strat", NULL, "us i",
     "i"},
    {NULL, "^l", "ias", NULL},
    {NULL, "aeiou", "las", NULL},
    {NULL, "ejzr", "as", NULL},
    {NULL, "iu", "am", NULL},
    {NULL, NULL, "emu enu", "+s"},
    {NULL, NULL, "emus enus", NULL},
    {NULL, NULL, "alias tlas tmas gas ris", "+es"},
    {NULL, "^aou", "us", "uses"},
    {"ax test", NULL, "is", "es"},
    {NULL, NULL, "s", "s"},
};

static bool ends_with(const char *word, size_t length, const char *end, size_t end_length)
{
    if (length < end_length)
        return false;
    for (size_t i = 0; i < end_length; i++) {
        char letter = word[length - end_length + i];
        if ((letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter) != end[i])
            return false;
    }
    return true;
}

/* The length of the longest of the ends that the word's first letters have; 0: none. */
static size_t end_length(const char *word, size_t length, const char *ends)
{
    for (const char *end = ends; *end != '\0';) {
        size_t size = strcspn(end, " ");
        if (ends_with(word, length, end, size))
            return size;
        end += size + (end[size] == ' ');
    }
    return 0;
}

/* Whether the letter before the ending is as it says. */
static bool letter_fits(const char *letters, const char *word, size_t stem)
{
    bool negated = letters[0] == '^';
    if (stem == 0)
        return false;
    char letter = word[stem - 1];
    letter = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    return (strchr(letters + (negated ? 1 : 0), letter) != NULL) != negated;
}

static const char *apply(struct arena *arena, const char *word, size_t stem, const char *becomes)
{
    if (!becomes)
        return word;
    if (becomes[0] == '+')
        return arena_printf(arena, "%s%s", word, becomes + 1);
    char *made = arena_printf(arena, "%.*s%s", (int)stem, word, becomes);
    if (word[stem] >= 'A' && word[stem] <= 'Z') /* "PatientChild" */
        made[stem] = (char)(made[stem] - 'a' + 'A');
    return made;
}

/* A whole word's plural, or NULL. */
static const char *known_plural(struct arena *arena, const char *word)
{
    char *lower = arena_strdup(arena, word);
    for (char *at = lower; *at != '\0'; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i][1], lower) == 0)
            return word;
        if (strcmp(words[i][0], lower) == 0)
            return words[i][1];
    }
    return strstr(own_plurals, arena_printf(arena, " %s ", lower)) ? word : NULL;
}

const char *plural_of(struct arena *arena, const char *word)
{
    size_t length = strlen(word);
    const char *known = known_plural(arena, word);
    if (known)
        return known;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const struct ending *ending = &endings[i];
        size_t size = end_length(word, length, ending->ends);
        size_t stem = length - size;
        if (size == 0 || (ending->letters && !letter_fits(ending->letters, word, stem)) ||
            (ending->stems && end_length(word, stem, ending->stems) == 0))
            continue;
        return apply(arena, word, stem, ending->becomes);
    }
    return arena_printf(arena, "%ss", word);
}
