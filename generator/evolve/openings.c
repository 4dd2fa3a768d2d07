/* openings.c - see openings.h. A sentence that opens something and has changed is the place. Where it is as it was, one
 * that restricted it has changed or is gone: these are told together, since nothing says which it was. */
#include "evolve/openings.h"

#include "evolve/access_difference.h"
#include "evolve/sentence_difference.h"

#include <string.h>

/* So many are told of one place; `caregen diff` tells all. */
enum { MOST_TOLD = 6 };

struct report {
    struct diag *diag;
    const struct model *after;
    const char *since;
    struct sentence_differences sentences;
    struct access_differences access;
    const struct sentence_difference **causes; /* of each that opens, see cause_of() */
};

/* What the sentence that kept something has become; NULL: it is there as it was, or gone, or not known. */
static const struct sentence_difference *heir_of(const struct report *report, const char *was)
{
    const struct vector *changed = &report->sentences.changed;
    for (size_t i = 0; was && i < changed->count; i++) {
        const struct sentence_difference *difference = changed->items[i];
        if (difference->was && strcmp(difference->was, was) == 0)
            return difference;
    }
    return NULL;
}

/* The sentence of a rule that opens something, where it has changed, or what the one that kept it has become;
 * NULL: nothing shows it. */
static const struct sentence_difference *cause_of(const struct report *report,
                                                  const struct access_difference *opened)
{
    const struct model_rule *rule = opened->rule;
    const struct sentence_difference *cause = NULL;
    if (rule && rule->sentence < report->after->sentence_count)
        cause =
            sentence_difference_of(&report->sentences, &report->after->sentences[rule->sentence]);
    return cause ? cause : heir_of(report, opened->was);
}

/* Whether the sentence that kept it is gone: then there is no place for it. */
static bool is_gone(const struct report *report, const struct access_difference *opened)
{
    const struct vector *gone = &report->sentences.gone;
    for (size_t i = 0; opened->was && i < gone->count; i++)
        if (strcmp(gone->items[i], opened->was) == 0)
            return true;
    return false;
}

/* The first sentence that has changed and opens nothing itself: it may have restricted what opens. */
static const struct sentence_difference *likely_cause(const struct report *report)
{
    const struct vector *changed = &report->sentences.changed;
    for (size_t i = 0; i < changed->count; i++) {
        bool opens = false;
        for (size_t j = 0; j < report->access.opened.count && !opens; j++)
            opens = report->causes[j] == changed->items[i];
        if (!opens)
            return changed->items[i];
    }
    return changed->count > 0 ? changed->items[0] : NULL;
}

static void note_change(struct diag *diag, const struct sentence_difference *cause, bool is_place)
{
    const char *text = sentence_difference_text(diag->arena, cause);
    struct span span = {0};
    if (!is_place)
        span = sentence_difference_span(cause);
    if (text)
        diag_note(diag, span, "%s; it was '%s'", text, cause->was);
    else
        diag_note(diag, span, "this sentence is new");
}

/* Where a class is written, for what no sentence opens. */
static struct span class_span(const struct model *model, const char *name)
{
    const struct model_class *class = name ? model_find_class(model, name) : NULL;
    if (!class)
        return (struct span){0};
    return class->schema_span.source ? class->schema_span : class->spec_span;
}

static struct span place_of(const struct report *report, const struct sentence_difference *cause,
                            const struct access_difference *opened)
{
    if (cause)
        return sentence_difference_span(cause);
    return opened->rule && opened->rule->span.source
               ? opened->rule->span
               : class_span(report->after, opened->class_name);
}

/* What opens where a sentence changed; with NULL, where none that is there did. */
static void report_cause(const struct report *report, const struct sentence_difference *cause,
                         const struct vector *opened)
{
    struct diag *diag = report->diag;
    if (opened->count == 0)
        return;
    for (size_t i = 0; i < opened->count; i++) {
        const struct access_difference *one = opened->items[i];
        if (i == 0)
            diag_report(diag, DIAG_OPENS, place_of(report, cause, one), report->since, one->text);
        else if (i < MOST_TOLD)
            diag_note(diag, (struct span){0}, "and: %s", one->text);
    }
    if (opened->count > MOST_TOLD)
        diag_note(diag, (struct span){0}, "and %zu more: `caregen diff` tells all",
                  opened->count - MOST_TOLD);
    if (cause)
        note_change(diag, cause, true);
}

/* What opens by no changed sentence: any sentence that opens nothing itself may have kept it closed. */
static void note_elsewhere(const struct report *report, const struct sentence_difference *place)
{
    const struct vector *changed = &report->sentences.changed;
    for (size_t i = 0; i < changed->count && i < MOST_TOLD; i++)
        if (changed->items[i] != place)
            note_change(report->diag, changed->items[i], false);
    for (size_t i = 0; i < report->sentences.gone.count && i < MOST_TOLD; i++)
        diag_note(report->diag, (struct span){0}, "gone since then: '%s'",
                  (const char *)report->sentences.gone.items[i]);
}

void openings_report(struct diag *diag, const struct model *before, const struct model *after,
                     const char *since)
{
    struct report report = {.diag = diag, .after = after, .since = since};
    access_differences_find(&report.access, diag->arena, before, after);
    const struct vector *opened = &report.access.opened;
    if (opened->count == 0)
        return;
    sentence_differences_find(&report.sentences, diag->arena, before, after);
    report.causes = arena_alloc_array(diag->arena, opened->count, sizeof(void *));
    struct vector elsewhere = {0};
    for (size_t i = 0; i < opened->count; i++) {
        const struct access_difference *one = opened->items[i];
        report.causes[i] = cause_of(&report, one);
        if (!report.causes[i] && is_gone(&report, one))
            diag_report(diag, DIAG_OPENS, (struct span){0}, since, one->text);
        else if (!report.causes[i])
            vector_add(&elsewhere, diag->arena, opened->items[i]);
    }
    for (size_t i = 0; i < report.sentences.changed.count; i++) {
        const struct sentence_difference *cause = report.sentences.changed.items[i];
        struct vector by = {0};
        for (size_t j = 0; j < opened->count; j++)
            if (report.causes[j] == cause)
                vector_add(&by, diag->arena, opened->items[j]);
        report_cause(&report, cause, &by);
    }
    if (elsewhere.count == 0)
        return;
    const struct sentence_difference *likely = likely_cause(&report);
    report_cause(&report, likely, &elsewhere);
    note_elsewhere(&report, likely);
}
