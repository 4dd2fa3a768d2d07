/* migrations.c - migrations/0001_initial.sql, and the statements of all migrations as C strings in
 * migrations.c. schema_sql.h says what the statements are. */
#include "emit/c_code.h"
#include "emit/emit.h"
#include "emit/schema_sql.h"

static void render_statements(struct buffer *file, const struct model_migration *migration)
{
    buffer_printf(file, "\nstatic const char *const migration_%u[] = {\n", migration->number);
    for (size_t i = 0; i < migration->statement_count; i++) {
        buffer_add_string(file, "    ");
        c_string(file, migration->statements[i]);
        buffer_add_string(file, ",\n");
    }
    buffer_add_string(file, "};\n");
}

static void render_c(struct buffer *file, const struct model_migration *migrations, size_t count)
{
    buffer_add_string(file, "/* migrations.c - the statements of migrations/, for the server to "
                            "apply. Generated. */\n#include \"app.h\"\n");
    for (size_t i = 0; i < count; i++)
        render_statements(file, &migrations[i]);
    buffer_add_string(file, "\nconst struct migration application_migrations[] = {\n");
    for (size_t i = 0; i < count; i++) {
        unsigned number = migrations[i].number;
        buffer_printf(file,
                      "    {\n        .version = %u,\n        .name = \"%s\",\n"
                      "        .statements = migration_%u,\n"
                      "        .statement_count = sizeof migration_%u / sizeof migration_%u[0],\n"
                      "    },\n",
                      number, migrations[i].name, number, number, number);
    }
    buffer_add_string(file, "};\n");
}

/* Without a history: one migration, which makes the tables. */
static struct model_migration initial(const struct model *model, struct buffer *file)
{
    struct sql_statements statements = {.arena = file->arena};
    for (size_t i = 0; i < model->class_count; i++)
        schema_sql_add_class(&statements, model, model->classes[i]);
    schema_sql_render(file, &statements,
                      "-- 0001_initial - the tables of an empty database. Generated.\n");
    const char **list = arena_alloc_array(file->arena, statements.count, sizeof *list);
    for (size_t i = 0; i < statements.count; i++)
        list[i] = statements.list[i].sql;
    return (struct model_migration){
        .number = 1, .name = "initial", .statements = list, .statement_count = statements.count};
}

void emit_migrations(const struct model *model, struct output *output)
{
    struct buffer *c_file = output_file(output, "migrations.c");
    if (model->migration_count == 0) {
        struct model_migration only =
            initial(model, output_file(output, "migrations/0001_initial.sql"));
        render_c(c_file, &only, 1);
        return;
    }
    for (size_t i = 0; i < model->migration_count; i++) {
        const struct model_migration *migration = &model->migrations[i];
        buffer_add_string(
            output_file(output, "migrations/%04u_%s.sql", migration->number, migration->name),
            migration->text);
    }
    render_c(c_file, model->migrations, model->migration_count);
}
