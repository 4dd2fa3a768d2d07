/* quick_start.c - docs/quick-start: a page for each technology, from nothing to the first query.
 *
 * A page is a template; what is alike on several pages is a template, too, and fills a hole of theirs. The class that
 * is asked for is one that the app's patients find (example.h), called as the client of the page's language calls it. */
#include "emit/clients/language.h"
#include "emit/emit.h"
#include "emit/example.h"
#include "emit/graphql_names.h"
#include "emit/template.h"

enum { HOLE_LIMIT = 32 };

struct holes {
    struct hole items[HOLE_LIMIT];
    size_t count;
};

static void add_hole(struct holes *holes, const char *name, const char *text)
{
    holes->items[holes->count++] = (struct hole){name, text};
}

/* A template as the text of a hole. */
static const char *part_of(struct arena *arena, const struct holes *holes, const char *name)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    template_add(&buffer, name, holes->items, holes->count);
    return buffer.bytes;
}

/* Holes X_CLASS, the example's class as a language calls it, and X_TEXT, what shows one of its objects: `format` of the
 * member that is its text, or where it has none of its id. */
static void add_names(struct holes *holes, struct arena *arena, const struct model *model,
                      const struct example *example, enum language language,
                      const char *const names[4])
{
    const char *class_name;
    const char *member =
        name_of_member(arena, language, model, example->class, example->text, &class_name);
    add_hole(holes, names[0], class_name);
    add_hole(holes, names[1],
             arena_printf(arena, "one.%s%s", member ? member : names[2], names[3]));
}

static void add_all_names(struct holes *holes, struct arena *arena, const struct model *model)
{
    static const struct {
        enum language language;
        const char *names[4]; /* the holes, the member that is the id, and what comes behind */
    } rows[] = {
        {LANGUAGE_TYPESCRIPT, {"TS_CLASS", "TS_TEXT", "id", ""}},
        {LANGUAGE_DART, {"DART_CLASS", "DART_TEXT", "objectId", ""}},
        {LANGUAGE_KOTLIN, {"KOTLIN_CLASS", "KOTLIN_TEXT", "objectId", ""}},
        {LANGUAGE_SWIFT, {"SWIFT_CLASS", "SWIFT_TEXT", "objectId", " ?? \"\""}},
        {LANGUAGE_CSHARP, {"CSHARP_CLASS", "CSHARP_TEXT", "ObjectId", ""}},
    };
    struct example example = example_of(model);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add_names(holes, arena, model, &example, rows[i].language, rows[i].names);
    add_hole(holes, "CLASS", example.class->name);
    const char *text = example.text ? example.text->name : NULL;
    add_hole(holes, "JS_TEXT", text ? arena_printf(arena, ", one.get('%s')", text) : "");
    struct graphql_naming naming = graphql_naming(arena, model);
    bool is_said = text && graphql_has_name(text);
    add_hole(holes, "GRAPHQL_FIND", graphql_names_of(&naming, example.class)->find);
    add_hole(holes, "GRAPHQL_TEXT", is_said ? arena_printf(arena, " %s", text) : "");
    add_hole(holes, "PHP_TEXT", text ? arena_printf(arena, ", ' ', $one['%s'] ?? ''", text) : "");
}

void emit_quick_starts(const struct model *model, struct output *output)
{
#define QUICK_START(page, title) {page, title},
    static const char *const pages[][2] = {
#include "emit/clients/quick_starts.def"
    };
#undef QUICK_START
    struct buffer *list = output_file(output, "docs/quick-start/README.md");
    struct arena *arena = list->arena;
    struct holes holes = {0};
    add_hole(&holes, "NAME", model->name);
    add_all_names(&holes, arena, model);
    static const char *const parts[][2] = {
        {"START", "quick_start_part_start.md"},
        {"EVENTS", "quick_start_part_events.md"},
        {"OFFLINE_JS", "quick_start_part_offline_js.md"},
        {"OFFLINE_RULES", "quick_start_part_offline_rules.md"},
        {"DATA", "quick_start_part_data.ts"},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        add_hole(&holes, parts[i][0], part_of(arena, &holes, parts[i][1]));
    buffer_add_string(list, "# Quick starts\n\nFrom nothing to the first query, a page each:\n\n");
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        buffer_printf(list, "- [%s](%s.md)\n", pages[i][1], pages[i][0]);
        template_add(output_file(output, "docs/quick-start/%s.md", pages[i][0]),
                     arena_printf(arena, "quick_start_%s.md", pages[i][0]), holes.items,
                     holes.count);
    }
    buffer_add_string(
        list,
        "\nThe typed clients (`clients/`) call classes and fields as the schema does (C# with a "
        "capital). Where that is a word or\na member of the SDK in their language, or another "
        "name there already, an underscore comes behind it: `class_`, `get_`. On the\nwire "
        "everything has its own name. Of roles they know those that rules speak of, of "
        "functions those in `hooks.c`.\n");
}
