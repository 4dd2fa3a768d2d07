/* compliance.c - docs/compliance.md: what laws ask of a system that keeps health records, and for each of
 * it what this server does, which sentence of the spec brings it and what shows it; or which sentence would;
 * or that it is the operator's. The requirements are rows of compliance.def. */
#include "emit/access_report.h"
#include "emit/emit.h"
#include "emit/origin.h"

#include <string.h>

enum row_kind { ROW_LAW, ROW_MET, ROW_MET_BY, ROW_OPERATOR };

struct row {
    enum row_kind kind;
    enum rule_kind by;     /* ROW_MET_BY: whose sentences bring it */
    const char *paragraph; /* of a law: its name */
    const char *asks;      /* of a law: where it stands */
    const char *does;
    const char *shown;
    const char *sentence; /* that would bring it */
};

#define LAW(name, place) {ROW_LAW, RULE_KIND_COUNT, name, place, NULL, NULL, NULL},
#define MET(paragraph, asks, does, shown)                                                          \
    {ROW_MET, RULE_KIND_COUNT, paragraph, asks, does, shown, NULL},
#define MET_BY(kind, paragraph, asks, does, shown, sentence)                                       \
    {ROW_MET_BY, RULE_##kind, paragraph, asks, does, shown, sentence},
#define OPERATOR(paragraph, asks, left)                                                            \
    {ROW_OPERATOR, RULE_KIND_COUNT, paragraph, asks, left, NULL, NULL},
static const struct row rows[] = {
#include "emit/docs/compliance.def"
};
#undef LAW
#undef MET
#undef MET_BY
#undef OPERATOR

/* The text with the app's name for each NAME. */
static void add_text(struct buffer *buffer, const struct model *model, const char *text)
{
    static const char mark[] = "NAME";
    for (const char *at = strstr(text, mark); at; at = strstr(text, mark)) {
        buffer_add(buffer, text, (size_t)(at - text));
        buffer_add_string(buffer, model->name);
        text = at + sizeof mark - 1;
    }
    buffer_add_string(buffer, text);
}

/* Those that bring a report of accesses: one that says so, else those by which reads are audited. */
static const bool *report_sentences(const struct model *model, struct arena *arena, bool *has)
{
    bool is_said = false;
    if (!access_report_is_there(arena, model))
        return NULL;
    for (size_t i = 0; i < model->rule_count; i++)
        is_said = is_said || model->rules[i]->kind == RULE_ACCESS_REPORT;
    for (size_t i = 0; i < model->rule_count; i++) {
        enum rule_kind kind = model->rules[i]->kind;
        if (is_said ? kind == RULE_ACCESS_REPORT : kind == RULE_AUDIT || kind == RULE_BREAK_GLASS)
            has[model->rules[i]->sentence] = true;
    }
    return has;
}

/* Which of the spec's sentences became rules of the kind: a flag for each; NULL: none did. */
static const bool *sentences_of(const struct model *model, struct arena *arena, enum rule_kind kind)
{
    bool *has = arena_alloc_array(arena, model->sentence_count + 1, sizeof *has);
    bool has_any = false;
    if (kind == RULE_ACCESS_REPORT)
        return report_sentences(model, arena, has);
    for (size_t i = 0; i < model->rule_count; i++) {
        if (model->rules[i]->kind != kind)
            continue;
        has[model->rules[i]->sentence] = true;
        has_any = true;
    }
    return has_any ? has : NULL;
}

/* "; because of S3 (agent.md:11), S43 (agent.md:59)" */
static void add_sentences(struct buffer *buffer, const struct model *model, const bool *has)
{
    const char *before = "; because of ";
    for (size_t i = 0; i < model->sentence_count; i++) {
        if (!has[i])
            continue;
        buffer_printf(buffer, "%sS%zu (%s)", before, i + 1,
                      origin_place(buffer->arena, model->sentences[i].span));
        before = ", ";
    }
}

static void add_row(struct buffer *buffer, const struct model *model, const struct row *row)
{
    const bool *has = row->kind == ROW_MET_BY ? sentences_of(model, buffer->arena, row->by) : NULL;
    buffer_printf(buffer, "| %s | %s | ", row->paragraph, row->asks);
    if (row->kind == ROW_OPERATOR) {
        buffer_printf(buffer, "**the operator's**: %s | |\n", row->does);
        return;
    }
    if (row->kind == ROW_MET_BY && !has) {
        buffer_printf(buffer, "**not in this app**; a sentence such as “%s” brings it | |\n",
                      row->sentence);
        return;
    }
    add_text(buffer, model, row->does);
    if (has)
        add_sentences(buffer, model, has);
    buffer_add_string(buffer, " | ");
    add_text(buffer, model, row->shown);
    buffer_add_string(buffer, " |\n");
}

void emit_compliance(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "docs/compliance.md");
    buffer_printf(
        buffer,
        "# Compliance of %s\n\n"
        "What laws and rules ask of a system that keeps health records, what this server does "
        "for it,\nand what shows that. No program makes anybody compliant: what is **the "
        "operator's** is for\nwhoever runs it, and whether the paragraphs apply is for a "
        "lawyer to say. S1, S2, ... are the\nspec's sentences, as [trace.md](trace.md) "
        "numbers them.\n",
        model->name);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].kind == ROW_LAW)
            buffer_printf(buffer,
                          "\n## %s\n\n%s.\n\n| Paragraph | Asks for | This server | Shown by |\n"
                          "|---|---|---|---|\n",
                          rows[i].paragraph, rows[i].asks);
        else
            add_row(buffer, model, &rows[i]);
}
