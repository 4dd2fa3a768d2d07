/* audit_view.c - see audit_view.h. A view, so that the class's rules and queries serve the trail, and
 * nothing can be written through it. What an input calls the trail's columns is its own affair: they
 * are found by name and type, and columns that an entry knows nothing of are NULL. */
#include "emit/audit_view.h"

#include <string.h>

static const char *entry_column(const struct model_field *field, const char *name)
{
    static const struct {
        const char *name;
        enum field_type type;
        const char *sql;
    } columns[] = {
        {"actor", FIELD_POINTER, "\"actor\""},
        {"actor", FIELD_STRING, "\"actor\""},
        {"action", FIELD_STRING, "\"action\""},
        {"entityType", FIELD_STRING, "\"entityType\""},
        {"entityId", FIELD_STRING, "\"entityId\""},
        {"payload", FIELD_OBJECT, "\"payload\""},
        {"payload", FIELD_STRING, "\"payload\""},
        {"metadata", FIELD_OBJECT, "\"payload\""},
        {"metadata", FIELD_STRING, "\"payload\""},
        {"summary", FIELD_STRING, "\"action\" || ' ' || \"entityType\""},
        {"timestamp", FIELD_DATE, "\"at\""},
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (columns[i].type == field->type && strcmp(columns[i].name, name) == 0)
            return columns[i].sql;
    return NULL;
}

/* By the field's name, or one of its second names. */
static const char *value_of(const struct model_field *field)
{
    const char *value = entry_column(field, field->name);
    for (size_t i = 0; !value && i < field->alias_count; i++)
        value = entry_column(field, field->aliases[i]);
    return !value ? "NULL" : value;
}

static void add_column(struct buffer *sql, const char *value, const char *name)
{
    buffer_printf(sql, ",\n    %s AS ", value);
    buffer_quote_sql_name(sql, name);
}

/* The id has ten characters, as others have. The rowid is the entry's number, by which rows.c finds
 * one by its id. */
void audit_view_add(struct buffer *sql, const struct model_class *class)
{
    buffer_add_string(sql, "CREATE VIEW ");
    buffer_quote_sql_name(sql, class->table);
    buffer_add_string(sql, " AS SELECT\n    'a' || substr('000000000' || \"number\", "
                           "-max(9, length(\"number\"))) AS \"objectId\",\n"
                           "    \"number\" AS \"rowid\",\n    \"at\" AS \"createdAt\",\n"
                           "    \"at\" AS \"updatedAt\",\n    NULL AS \"_acl\"");
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_GEOPOINT) {
            add_column(sql, "NULL", arena_printf(sql->arena, "%s_latitude", field->column));
            add_column(sql, "NULL", arena_printf(sql->arena, "%s_longitude", field->column));
        } else if (field->type != FIELD_RELATION) {
            add_column(sql, value_of(field), field->column);
        }
    }
    buffer_add_string(sql, "\nFROM \"_AuditEntry\"");
}
