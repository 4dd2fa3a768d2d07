/* difference_text.c - see difference_text.h. */
#include "evolve/difference_text.h"

#include "model/model.h"

static void render_one(struct buffer *out, const struct difference *difference)
{
    buffer_printf(out, "  %-10s  %s", difference_safety_name(difference->safety), difference->text);
    if (difference->is_breaking)
        buffer_add_string(out, "; clients of the older server may break");
    if (!difference->changes_tables)
        buffer_add_string(out, "; no migration needed");
    buffer_add_string(out, "\n");
    if (difference->hint)
        buffer_printf(out, "              %s\n", difference->hint);
}

static void render_access(struct buffer *out, const char *heading, const struct vector *list)
{
    if (list->count > 0)
        buffer_printf(out, "\n%s\n", heading);
    for (size_t i = 0; i < list->count; i++)
        buffer_printf(out, "  %s\n", ((const struct access_difference *)list->items[i])->text);
}

void differences_render(struct buffer *out, const struct differences *differences,
                        const struct access_differences *access, const char *since)
{
    size_t count = differences->list.count;
    if (count == 0 && access->opened.count == 0 && access->closed.count == 0) {
        buffer_printf(out, "Nothing has changed since migration %s.\n", since);
        return;
    }
    buffer_printf(out, "%zu difference%s since migration %s:\n", count, count == 1 ? "" : "s",
                  since);
    for (size_t i = 0; i < count; i++)
        render_one(out, difference_at(differences, i));
    render_access(out, "What opens:", &access->opened);
    render_access(out, "What closes:", &access->closed);
    buffer_add_string(out, differences_change_tables(differences)
                               ? "\nThe database has to follow: caregen migrate APP -m NAME\n"
                               : "\nNo table changes: no migration is needed.\n");
}

static void add_first_member(struct buffer *out, const char *key, const char *text)
{
    buffer_printf(out, "\"%s\": ", key);
    if (text)
        buffer_quote_json(out, text);
    else
        buffer_add_string(out, "null");
}

static void add_member(struct buffer *out, const char *key, const char *text)
{
    buffer_add_string(out, ", ");
    add_first_member(out, key, text);
}

static void render_access_json(struct buffer *out, const char *key, const struct vector *list)
{
    buffer_printf(out, ",\n \"%s\": [", key);
    for (size_t i = 0; i < list->count; i++) {
        const struct access_difference *one = list->items[i];
        buffer_printf(out, "%s\n  {", i == 0 ? "" : ",");
        add_first_member(out, "class", one->class_name);
        add_member(out, "who", one->who);
        add_member(out, "operation", one->operation);
        add_member(out, "text", one->text);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, "]");
}

void differences_render_json(struct buffer *out, const struct differences *differences,
                             const struct access_differences *access)
{
    buffer_add_string(out, "{\"differences\": [");
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        buffer_printf(out, "%s\n  {\"kind\": ", i == 0 ? "" : ",");
        buffer_quote_json(out, difference_kind_name(difference->kind));
        add_member(out, "class", difference->class ? difference->class->name : NULL);
        add_member(out, "field", difference->field ? difference->field->name : NULL);
        add_member(out, "safety", difference_safety_name(difference->safety));
        buffer_printf(out, ", \"breaking\": %s, \"migration\": %s",
                      difference->is_breaking ? "true" : "false",
                      difference->changes_tables ? "true" : "false");
        add_member(out, "text", difference->text);
        add_member(out, "hint", difference->hint);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, "]");
    render_access_json(out, "opens", &access->opened);
    render_access_json(out, "closes", &access->closed);
    buffer_add_string(out, "}\n");
}
