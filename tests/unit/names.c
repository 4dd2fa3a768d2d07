/* names.c - the names that the generator makes, and the names it thinks somebody meant. */
#include "base/names.h"
#include "base/arena.h"
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

static int faults;

static void expect(const char *what, const char *got, const char *wanted)
{
    if (strcmp(got == NULL ? "nothing" : got, wanted) != 0) {
        fprintf(stderr, "%s: %s, not %s\n", what, got == NULL ? "nothing" : got, wanted);
        faults++;
    }
}

static const char *nearest_of(const char *wanted, const char *a, const char *b)
{
    struct nearest nearest = nearest_to(wanted);
    nearest_consider(&nearest, a, (struct span){0});
    nearest_consider(&nearest, b, (struct span){0});
    return nearest.best;
}

int main(void)
{
    static const char *const snake[][2] = {{"MedicationOrder", "medication_order"},
                                           {"HTTPServer", "http_server"},
                                           {"_User", "user"},
                                           {"already_snake", "already_snake"},
                                           {"version2Of", "version2_of"},
                                           {"ID", "id"},
                                           {"x", "x"}};
    static const char *const camel[][2] = {{"MedicationOrder", "medicationOrder"},
                                           {"HTTPServer", "httpServer"},
                                           {"_User", "user"},
                                           {"ID", "id"}};
    static const char *const plural[][2] = {{"patient", "patients"}, {"history", "histories"},
                                            {"day", "days"},         {"class", "classes"},
                                            {"box", "boxes"},        {"y", "ys"},
                                            {"diagnosis", "diagnoses"}};
    static const struct {
        const char *a;
        const char *b;
        enum names_likeness likeness;
    } pairs[] = {{"XRay", "XRay", NAMES_EQUAL},
                 {"XRay", "x-ray", NAMES_SAME_LETTERS},
                 {"lab_result", "LabResult", NAMES_SAME_LETTERS},
                 {"x-rays", "XRay", NAMES_SAME_BUT_NUMBER},
                 {"XRay", "x-rays", NAMES_SAME_BUT_NUMBER},
                 {"statuses", "status", NAMES_SAME_BUT_NUMBER},
                 {"histories", "History", NAMES_SAME_BUT_NUMBER},
                 {"Note", "Notte", NAMES_DIFFER},
                 {"Note", "Notess", NAMES_DIFFER},
                 {"-", "_", NAMES_DIFFER},
                 {"", "", NAMES_EQUAL}};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof snake / sizeof snake[0]; i++) {
        expect(snake[i][0], names_snake(&arena, snake[i][0]), snake[i][1]);
    }
    for (size_t i = 0; i < sizeof camel / sizeof camel[0]; i++) {
        expect(camel[i][0], names_camel(&arena, camel[i][0]), camel[i][1]);
    }
    for (size_t i = 0; i < sizeof plural / sizeof plural[0]; i++) {
        expect(plural[i][0], names_plural(&arena, plural[i][0]), plural[i][1]);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (names_likeness(pairs[i].a, pairs[i].b) != pairs[i].likeness) {
            fprintf(stderr, "%s is not so like %s\n", pairs[i].a, pairs[i].b);
            faults++;
        }
    }
    expect("a letter lost", nearest_of("Strng", "Number", "String"), "String");
    expect("two letters swapped", nearest_of("Patinet", "Patient", "Parent"), "Patient");
    expect("another case", nearest_of("STRING", "String", "Bytes"), "String");
    expect("nothing near", nearest_of("Money", "String", "Bytes"), "nothing");
    expect("too short to be near", nearest_of("red", "get", "read"), "read");
    expect("the empty name", nearest_of("", "a", "b"), "nothing");
    arena_release(&arena);
    return faults == 0 ? 0 : 1;
}
