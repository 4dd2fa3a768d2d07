/* reading.c - docs/reading.md: a prompt's sentences, what each was read as, what was assumed for it,
 * and the words that nothing accounts for. docs/trace.md goes on from there to rules, code and
 * tests. */
#include "emit/emit.h"
#include "emit/origin.h"

#include <string.h>

static const struct {
    enum reading_kind kind;
    const char *before;
} kinds[] = {
    {READING_BECOMES, "- "},
    {READING_ASSUMED, "- *assumed:* "},
    {READING_NOTHING, "- *no rule:* "},
    {READING_DELIVERED, "- *delivered:* "},
    {READING_NOT_PROVIDED, "- **not provided:** "},
    {READING_LEFT, "- **not understood:** "},
    {READING_UNENFORCED, "- **not enforced:** "},
    {READING_FAULT, "- **fault:** "},
};

static bool has_readings(const struct model *model)
{
    for (size_t i = 0; i < model->sentence_count; i++)
        if (model->sentences[i].reading_count > 0)
            return true;
    return false;
}

/* How many sentences restrict what nothing enforces: whoever reads on should know it. */
static void add_unenforced(struct buffer *buffer, const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->sentence_count; i++)
        for (size_t j = 0; j < model->sentences[i].reading_count; j++)
            count += model->sentences[i].readings[j].kind == READING_UNENFORCED ? 1 : 0;
    if (count > 0)
        buffer_printf(buffer, "\n**%zu restriction%s not enforced.**\n", count,
                      count == 1 ? " is" : "s are");
}

static void add_sentence(struct buffer *buffer, const struct model_sentence *sentence)
{
    buffer_printf(buffer, "\n> ");
    buffer_quote_markdown(buffer, sentence->text);
    buffer_printf(buffer, "\n>\n> <sub>%s</sub>\n\n", origin_place(buffer->arena, sentence->span));
    if (sentence->has_form)
        buffer_add_string(buffer, "- as it stands\n");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        for (size_t j = 0; j < sentence->reading_count; j++) {
            if (sentence->readings[j].kind != kinds[i].kind)
                continue;
            buffer_add_string(buffer, kinds[i].before);
            if (sentence->readings[j].asked) {
                buffer_quote_markdown(buffer, sentence->readings[j].asked);
                buffer_add_string(buffer, ": ");
            }
            buffer_quote_markdown(buffer, sentence->readings[j].text);
            buffer_add_string(buffer, "\n");
        }
    }
    if (!sentence->has_form && sentence->reading_count == 0)
        buffer_add_string(buffer, "- *no rule of its own*\n");
}

void emit_reading(const struct model *model, struct output *output)
{
    if (!has_readings(model))
        return;
    struct buffer *buffer = output_file(output, "docs/reading.md");
    const char *section = "";
    buffer_add_string(buffer, "# How the prompt was read: ");
    buffer_quote_markdown(buffer, model->title);
    buffer_add_string(buffer,
                      "\n\nUnder each sentence of the prompt are the sentences of the controlled "
                      "language that it became, what was\nassumed, and the words that nothing "
                      "accounts for. [The trace](trace.md) goes on from there.\n");
    add_unenforced(buffer, model);
    for (size_t i = 0; i < model->sentence_count; i++) {
        const struct model_sentence *sentence = &model->sentences[i];
        if (strcmp(section, sentence->section) != 0)
            buffer_printf(buffer, "\n## %s\n", sentence->section);
        section = sentence->section;
        add_sentence(buffer, sentence);
    }
}
