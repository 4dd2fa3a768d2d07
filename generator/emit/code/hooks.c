/* hooks.c - the typed side of an app's own code.
 *
 * hooks.h declares for each class a table of functions that take its struct. An app that has a
 * hooks.c defines the tables that it wants; hooks_default.c has an empty one for each, which the
 * linker takes where there is no other. hook_table.c leads from the runtime, which knows no class's
 * struct, to them, by plain calls: a pointer to a function is never cast. The app's own hooks.c is
 * copied. */
#include "emit/code/hooks.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"

#include <string.h>

/* In these texts, @ stands for the class's C name, and ";" ends a parameter. */
struct hook_kind {
    const char *member;
    const char *event;
    const char *parameters; /* behind the hook */
    const char *arguments;
    bool users_only;
};

static const struct hook_kind kinds[] = {
    {"before_save", "HOOK_BEFORE_SAVE", "struct @_object *object;const struct @_object *original",
     "object, original", false},
    {"after_save", "HOOK_AFTER_SAVE",
     "const struct @_object *object;const struct @_object *original", "object, original", false},
    {"before_delete", "HOOK_BEFORE_DELETE", "const struct @_object *object", "object", false},
    {"after_delete", "HOOK_AFTER_DELETE", "const struct @_object *object", "object", false},
    {"before_find", "HOOK_BEFORE_FIND", "struct text *narrow", "object", false},
    {"after_find", "HOOK_AFTER_FIND", "struct @_object *object", "object", false},
    {"before_login", "HOOK_BEFORE_LOGIN", "const struct @_object *user", "object", true},
    {"after_login", "HOOK_AFTER_LOGIN", "const struct @_object *user", "object", true},
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static bool has_kind(const struct model_class *class, const struct hook_kind *kind)
{
    return !kind->users_only || strcmp(class->name, "_User") == 0;
}

/* Appends a text, with the name in place of each @. */
static void add_named(struct buffer *buffer, const char *text, const char *name)
{
    for (const char *at = strchr(text, '@'); at; at = strchr(text, '@')) {
        buffer_add(buffer, text, (size_t)(at - text));
        buffer_add_string(buffer, name);
        text = at + 1;
    }
    buffer_add_string(buffer, text);
}

/* A list of parameters, behind the bracket that opens it; below it, where they are long. */
static void add_parameters(struct buffer *buffer, const char *parameters, const char *name)
{
    struct buffer named;
    size_t longest = 0;
    buffer_init(&named, buffer->arena);
    add_named(&named, parameters, name);
    for (const char *at = named.bytes; *at != '\0'; at += strspn(at, ";")) {
        size_t length = strcspn(at, ";");
        longest = length > longest ? length : longest;
        at += length;
    }
    if (c_column(buffer) + longest > C_WIDTH)
        c_align(buffer, 4);
    struct c_list list = c_list_open(buffer);
    for (const char *at = named.bytes; *at != '\0'; at += strspn(at, ";")) {
        size_t length = strcspn(at, ";");
        c_list_add(&list, arena_copy(buffer->arena, at, length));
        at += length;
    }
    buffer_add_string(buffer, ")");
}

static void add_declarations(struct buffer *buffer, const struct model_class *class)
{
    static const struct {
        const char *name;
        const char *parameters;
        const char *body;
    } functions[] = {
        {"get", "struct text object_id;struct @_object *object;bool *found",
         "    return hook_get(hook, rights, &@_model,\n"
         "                    object_id, object, found);\n"},
        {"find", "const char *where;int64_t limit;struct @_object **objects;size_t *count",
         "    void *array;\n"
         "    bool done = hook_find(hook, rights, &@_model,\n"
         "                          where, limit, &array, count);\n\n"
         "    *objects = array;\n    return done;\n"},
        {"save", "struct @_object *object",
         "    return hook_save(hook, rights, &@_model, object);\n"},
        {"delete", "struct text object_id",
         "    return hook_delete(hook, rights, &@_model, object_id);\n"},
    };
    const char *name = class->c_name;
    buffer_add_string(buffer, "/* Class ");
    buffer_quote_comment(buffer, class->name);
    add_named(buffer, ". */\nstruct @_hooks {\n", name);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (has_kind(class, &kinds[i])) {
            buffer_printf(buffer, "    bool (*%s)(", kinds[i].member);
            add_parameters(buffer,
                           arena_printf(buffer->arena, "struct hook *hook;%s", kinds[i].parameters),
                           name);
            buffer_add_string(buffer, ";\n");
        }
    }
    add_named(buffer, "};\nextern const struct @_hooks @_hooks;\n\n", name);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        buffer_printf(buffer, "static inline bool %s_object_%s(", name, functions[i].name);
        add_parameters(buffer,
                       arena_printf(buffer->arena, "struct hook *hook;enum hook_rights rights;%s",
                                    functions[i].parameters),
                       name);
        buffer_add_string(buffer, "\n{\n");
        add_named(buffer, functions[i].body, name);
        buffer_add_string(buffer, "}\n\n");
    }
}

static void add_header(struct buffer *buffer, const struct model *model)
{
    buffer_add_string(
        buffer,
        "/* hooks.h - what the app's own code, hooks.c, may define: a table of hooks for each "
        "class, and\n"
        " * its functions. Generated.\n *\n"
        " *     before_save    may change the object, whose state says what the save sets, or "
        "refuse it;\n"
        " *                    `original` is the stored object, NULL for a new one\n"
        " *     after_save     the object as it was written; too late to refuse\n"
        " *     before_delete  may refuse\n"
        " *     after_delete   too late to refuse\n"
        " *     before_find    may set *narrow to a where in JSON that every object must meet as "
        "well\n"
        " *     after_find     may change what is shown of an object; false leaves it out\n"
        " *     before_login   may refuse\n"
        " *     after_login    too late to refuse\n *\n"
        " * Each returns whether it went well; `return hook_refuse(hook, ...)` says why not. Each "
        "class\n"
        " * has functions to read and write its objects, which hooks/hook.h explains. */\n"
        "#ifndef HOOKS_H\n#define HOOKS_H\n\n");
    add_all_includes(buffer, model, "model.h");
    buffer_add_string(buffer, "#include \"hooks/hook.h\"\n\n/* Ends with {NULL, NULL}. */\n"
                              "extern const struct hook_function hook_functions[];\n\n");
    for (size_t i = 0; i < model->class_count; i++)
        if (class_has_hooks(model->classes[i]))
            add_declarations(buffer, model->classes[i]);
    buffer_add_string(buffer, "#endif\n");
}

static void add_dispatch(struct buffer *buffer, const struct model_class *class)
{
    add_named(buffer, "static unsigned @_events(void)\n{\n    unsigned events = 0;\n\n",
              class->c_name);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (has_kind(class, &kinds[i])) {
            buffer_printf(buffer, "    events |= %s_hooks.%s ? %s : 0U;\n", class->c_name,
                          kinds[i].member, kinds[i].event);
        }
    }
    add_named(buffer,
              "    return events;\n}\n\n"
              "static bool @_run(",
              class->c_name);
    add_parameters(buffer,
                   "struct hook *hook;enum hook_event event;void *object;const void *original", "");
    buffer_add_string(buffer, "\n{\n    (void)original;\n    switch (event) {\n");
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (has_kind(class, &kinds[i])) {
            buffer_printf(buffer, "    case %s:\n        return %s_hooks.%s(hook, %s);\n",
                          kinds[i].event, class->c_name, kinds[i].member, kinds[i].arguments);
        }
    }
    add_named(buffer,
              "    default:\n        return true;\n    }\n}\n\n"
              "const struct hook_class @_hook_class = {\n    @_events,\n    @_run,\n};\n\n",
              class->c_name);
}

bool class_has_hooks(const struct model_class *class)
{
    return strcmp(class->name, "_Session") != 0;
}

void emit_hooks(const struct model *model, struct output *output)
{
    struct buffer *table = output_file(output, "hook_table.c");
    struct buffer *defaults = output_file(output, "hooks_default.c");
    add_header(output_file(output, "hooks.h"), model);
    buffer_add_string(table, "/* hook_table.c - from the runtime to the tables of hooks.h. "
                             "Generated. */\n#include \"hooks.h\"\n\n");
    buffer_add_string(
        defaults, "/* hooks_default.c - empty tables, taken where hooks.c defines none. "
                  "Generated. */\n#include \"hooks.h\"\n\n"
                  "__attribute__((weak)) const struct hook_function hook_functions[] = {{0}};\n");
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class_has_hooks(class)) {
            add_dispatch(table, class);
            add_named(defaults, "__attribute__((weak))\nconst struct @_hooks @_hooks = {0};\n",
                      class->c_name);
        }
    }
    if (model->hooks_c)
        buffer_add_string(output_file(output, "hooks.c"), model->hooks_c);
}
