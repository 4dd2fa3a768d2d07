/* graphql.c - api/schema.graphql: what POST /graphql understands, and graphql.c, which takes that file into the
 * server and says what it calls each class. What every app has of it is in
 * templates/text/schema.graphql. */
#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/code/graphql_schema.h"
#include "emit/emit.h"
#include "emit/template.h"

#include <string.h>

struct subject {
    const struct model *model;
    const struct graphql_naming *naming;
};

static bool fill(struct buffer *buffer, const char *hole, const void *given)
{
    const struct subject *subject = given;
    const struct model *model = subject->model;
    const struct graphql_names *classes = subject->naming->classes;
    const struct model_class *user = model_find_class(model, "_User");
    if (strcmp(hole, "USER") == 0) {
        buffer_add_string(buffer, user ? graphql_type_of(subject->naming, user) : "Object");
        return true;
    }
    if (strcmp(hole, "SUBSCRIPTIONS") == 0) {
        graphql_add_subscriptions(buffer, classes, model->class_count);
        return true;
    }
    for (size_t i = 0; i < model->class_count; i++)
        if (strcmp(hole, "UNION") == 0)
            buffer_printf(buffer, " | %s", classes[i].type);
        else if (strcmp(hole, "CLASSES") == 0)
            graphql_add_class(buffer, subject->naming, &classes[i]);
        else if (strcmp(hole, "QUERIES") == 0)
            graphql_add_queries(buffer, &classes[i]);
        else if (strcmp(hole, "MUTATIONS") == 0)
            graphql_add_mutations(buffer, &classes[i]);
    if (strcmp(hole, "CLASSES") == 0 && user)
        graphql_add_log_in_with(buffer, subject->naming, user);
    return true;
}

static void add_class_names(struct buffer *buffer, const struct model *model,
                            const struct graphql_names *classes)
{
    buffer_add_string(buffer, "static const struct class_graphql classes[] = {\n");
    for (size_t i = 0; i < model->class_count; i++) {
        buffer_printf(buffer, "    {&%s_model,", classes[i].class->c_name);
        const char *const names[] = {classes[i].type, classes[i].get, classes[i].find};
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
            bool fits = c_column(buffer) + strlen(names[j]) + sizeof " TEXT(\"\")," <= C_WIDTH;
            buffer_add_string(buffer, fits ? " " : "\n     ");
            c_text(buffer, names[j]);
            buffer_add_string(buffer, j == 2 ? "" : ",");
        }
        buffer_add_string(buffer, "},\n");
    }
    buffer_add_string(buffer, "};\n\n");
}

void emit_graphql(const struct model *model, struct output *output)
{
    struct buffer *schema = output_file(output, "api/schema.graphql");
    struct graphql_naming naming = graphql_naming(schema->arena, model);
    template_render(schema, "schema.graphql", fill, &(struct subject){model, &naming});
    struct buffer *buffer = output_file(output, "graphql.c");
    buffer_add_string(buffer,
                      "/* graphql.c - api/schema.graphql, which the server carries, and what it "
                      "calls each class.\n * Generated. */\n#include \"app.h\"\n\n");
    add_all_includes(buffer, model, "model.h");
    buffer_add_string(buffer,
                      "\n#include \"base/embed.h\"\n\nEMBED(schema, \"api/schema.graphql\")\n\n");
    add_class_names(buffer, model, naming.classes);
    buffer_printf(buffer,
                  "const struct app_graphql application_graphql = {\n"
                  "    .schema = {schema_start, schema_end},\n    .classes = classes,\n"
                  "    .class_count = %zu,\n};\n",
                  model->class_count);
}
