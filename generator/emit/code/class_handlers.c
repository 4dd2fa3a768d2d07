/* class_handlers.c - classes/NAME/handlers.[ch]: a function for each thing that routes ask of a class;
 * routes.c: a row for each of them. What a class may never do has neither.
 *
 * Built-in classes have handlers and routes of their own in the runtime's accounts/ and routes/. */
#include "emit/code/class_handlers.h"

#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/permissions.h"

#include <string.h>

/* A row for each operation: its route, and what each stage calls; @ stands for the class's C name. */
static const struct handler {
    enum class_operation operation;
    const char *name;
    const char *method;
    const char *path;    /* behind the class */
    const char *prepare; /* NULL: it reads, and there is nothing to prepare */
    const char *execute;
} handlers[] = {
    {OPERATION_GET, "get", "METHOD_GET", "/:id", NULL,
     "object_get(request, &@_model, request->segments[0])"},
    {OPERATION_FIND, "find", "METHOD_GET", "", NULL, "objects_find_class(request, &@_model, NULL)"},
    {OPERATION_CREATE, "create", "METHOD_POST", "", "object_create_prepare(request, &@_model)",
     "object_create(request)"},
    {OPERATION_UPDATE, "update", "METHOD_PUT", "/:id",
     "object_update_prepare(request, &@_model, request->segments[0])",
     "object_update(request, request->segments[0])"},
    {OPERATION_DELETE, "delete", "METHOD_DELETE", "/:id",
     "object_delete_prepare(request, &@_model, request->segments[0])",
     "object_delete(request, &@_model, request->segments[0])"},
};

enum { HANDLER_COUNT = sizeof handlers / sizeof handlers[0] };

static void add_function(struct buffer *buffer, const struct model_class *class,
                         const struct handler *handler, const char *suffix, const char *calls)
{
    buffer_printf(buffer, "bool %s_handle_%s%s(struct request *request)\n{\n    return ",
                  class->c_name, handler->name, suffix);
    const char *open = strchr(calls, '(');
    buffer_printf(buffer, "%.*s(", (int)(open - calls), calls);
    struct c_list arguments = c_list_open(buffer);
    for (const char *at = open + 1; *at != ')';) {
        size_t length = strcspn(at, ",)");
        const char *mark = memchr(at, '@', length);
        const char *text = arena_copy(buffer->arena, at, length);
        if (mark)
            text = arena_printf(buffer->arena, "%.*s%s%.*s", (int)(mark - at), at, class->c_name,
                                (int)(length - (size_t)(mark + 1 - at)), mark + 1);
        c_list_add(&arguments, text);
        at += length + strspn(at + length, ", ");
    }
    buffer_add_string(buffer, ");\n}\n");
}

static void add_handlers(struct buffer *buffer, const struct model *model,
                         const struct model_class *class)
{
    buffer_printf(buffer,
                  "#include \"classes/%s/handlers.h\"\n\n#include \"classes/%s/model.h\"\n"
                  "#include \"objects/objects.h\"\n",
                  class->c_name, class->c_name);
    for (size_t i = 0; i < HANDLER_COUNT; i++) {
        if (!class_can(model, class, handlers[i].operation))
            continue;
        buffer_add_string(buffer, "\n");
        if (handlers[i].prepare) {
            add_function(buffer, class, &handlers[i], "_prepare", handlers[i].prepare);
            buffer_add_string(buffer, "\n");
        }
        add_function(buffer, class, &handlers[i], "", handlers[i].execute);
    }
}

static void add_header(struct buffer *buffer, const struct model *model,
                       const struct model_class *class)
{
    add_guard(buffer, class, "HANDLERS");
    buffer_add_string(buffer, "#include \"request/request.h\"\n\n");
    for (size_t i = 0; i < HANDLER_COUNT; i++) {
        if (!class_can(model, class, handlers[i].operation))
            continue;
        if (handlers[i].prepare) {
            buffer_printf(buffer, "bool %s_handle_%s_prepare(struct request *request);\n",
                          class->c_name, handlers[i].name);
        }
        buffer_printf(buffer, "bool %s_handle_%s(struct request *request);\n", class->c_name,
                      handlers[i].name);
    }
    buffer_add_string(buffer, "\n#endif\n");
}

void emit_class_handlers(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class->builtin)
            continue;
        static const char about[] = "what the routes of class @ do.";
        add_header(class_file(output, class, "handlers.h", about), model, class);
        add_handlers(class_file(output, class, "handlers.c", about), model, class);
    }
}

/* {METHOD_PUT, TEXT("/classes/Note/:id"), true, false, ...}, */
static void add_route(struct buffer *buffer, const struct model_class *class,
                      const struct handler *handler)
{
    struct arena *arena = buffer->arena;
    buffer_add_string(buffer, "    {");
    struct c_list columns = c_list_open(buffer);
    c_list_add(&columns, handler->method);
    c_list_add(&columns,
               arena_printf(arena, "TEXT(\"/classes/%s%s\")", class->name, handler->path));
    c_list_add(&columns, handler->prepare ? "true" : "false");
    c_list_add(&columns, "false");
    c_list_add(&columns, !handler->prepare ? "NULL"
                                           : arena_printf(arena, "%s_handle_%s_prepare",
                                                          class->c_name, handler->name));
    c_list_add(&columns, "NULL");
    c_list_add(&columns, arena_printf(arena, "%s_handle_%s", class->c_name, handler->name));
    buffer_add_string(buffer, "},\n");
}

size_t route_count(const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->class_count; i++)
        for (size_t j = 0; j < HANDLER_COUNT && !model->classes[i]->builtin; j++)
            count += class_can(model, model->classes[i], handlers[j].operation);
    return count;
}

void emit_routes(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "routes.c");
    const struct model_class **classes = classes_by_name(buffer->arena, model);
    buffer_add_string(buffer,
                      "/* routes.c - the routes of the app's classes, every route a row, sorted by "
                      "class. Those that are\n * the same for every app are in "
                      "runtime/http/router.c. Generated.\n *\n"
                      " * Columns: method, pattern, writes, master only, prepare, hash, execute. "
                      "*/\n#include \"app.h\"\n\n");
    add_all_includes(buffer, model, "handlers.h");
    buffer_add_string(buffer, "\nconst struct route application_routes[] = {\n");
    for (size_t i = 0; i < model->class_count; i++)
        for (size_t j = 0; j < HANDLER_COUNT && !classes[i]->builtin; j++)
            if (class_can(model, classes[i], handlers[j].operation))
                add_route(buffer, classes[i], &handlers[j]);
    buffer_add_string(buffer, route_count(model) == 0
                                  ? "    {.execute = NULL}, /* there is none */\n};\n"
                                  : "};\n");
}
