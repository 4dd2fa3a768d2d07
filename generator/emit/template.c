/* template.c - filling the holes of a fixed text; see template.h. */
#include "emit/template.h"

#include "emit/embedded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void bug(const char *what, const char *name)
{
    fprintf(stderr, "caregen: BUG: %s: %s\n", what, name);
    exit(3);
}

/* How many capitals and underscores there are before a closing @; 0: this is no hole. */
static size_t hole_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && ((text[i] >= 'A' && text[i] <= 'Z') || text[i] == '_'))
        i++;
    return i < length && text[i] == '@' ? i : 0;
}

struct holes {
    const struct hole *items;
    size_t count;
};

static bool fill_with_text(struct buffer *buffer, const char *hole, const void *subject)
{
    const struct holes *holes = subject;
    for (size_t i = 0; i < holes->count; i++) {
        if (strcmp(holes->items[i].name, hole) == 0) {
            buffer_add_string(buffer, holes->items[i].text);
            return true;
        }
    }
    return false;
}

void template_add(struct buffer *buffer, const char *name, const struct hole *holes, size_t count)
{
    template_render(buffer, name, fill_with_text, &(struct holes){holes, count});
}

void template_render(struct buffer *buffer, const char *name,
                     bool (*fill)(struct buffer *buffer, const char *hole, const void *subject),
                     const void *subject)
{
    const struct embedded_file *file = embedded_find(arena_printf(buffer->arena, "text/%s", name));
    if (!file) {
        bug("no such template", name);
        return;
    }
    const char *text = file->bytes;
    size_t rest = file->length;
    while (rest > 0) {
        const char *at = memchr(text, '@', rest);
        size_t before = !at ? rest : (size_t)(at - text);
        buffer_add(buffer, text, before);
        text += before;
        rest -= before;
        if (!at)
            break;
        size_t length = hole_length(text + 1, rest - 1);
        if (length == 0) {
            buffer_add(buffer, text, 1);
            text++;
            rest--;
            continue;
        }
        const char *hole = arena_copy(buffer->arena, text + 1, length);
        if (!fill(buffer, hole, subject))
            bug("a hole that nothing fills", hole);
        text += length + 2;
        rest -= length + 2;
    }
}
