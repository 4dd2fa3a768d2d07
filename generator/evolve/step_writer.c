/* step_writer.c - see step_writer.h. */
#include "evolve/step_writer.h"

const char *sql_name(struct arena *arena, const char *name)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_quote_sql_name(&sql, name);
    return sql.bytes;
}

const char *sql_text(struct arena *arena, const char *text)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_quote_sql_text(&sql, text);
    return sql.bytes;
}

void step_say(struct step_writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *sql = arena_vprintf(writer->arena, format, arguments);
    va_end(arguments);
    sql_statements_add(writer->statements, sql, writer->step->why ? writer->step->why : "");
}

const char *step_table(struct step_writer *writer)
{
    return sql_name(writer->arena, writer->step->class->table);
}

bool step_has_versions(const struct step *step)
{
    return step->former && step->former->keeps_versions && step->class &&
           step->class->keeps_versions;
}

const char *step_versions(struct step_writer *writer, const struct model_class *class)
{
    return sql_name(writer->arena, schema_sql_version_table(writer->arena, class->table));
}
