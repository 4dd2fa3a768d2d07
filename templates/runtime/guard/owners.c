/* owners.c - see owners.h. */
#include "guard/owners.h"

#include "model/class_access.h"

static void add_which(struct sql *sql, const struct owners_query *query)
{
    if (query->object_id.length) {
        sql_add(sql, "= ");
        sql_add_text(sql, query->object_id);
        return;
    }
    sql_add(sql, "IN (SELECT value FROM json_each(");
    sql_add_text(sql, query->ids);
    sql_add(sql, ", '");
    sql_add(sql, query->path);
    sql_add(sql, "'))");
}

static void add_way(struct request *request, struct sql *sql, const struct owners_query *query,
                    const char *way)
{
    static const char more[] = ":more";
    static const char rows[] = ":rows";
    const char *at;

    while ((at = strchr(way, ':'))) {
        buffer_add(&sql->text, way, (size_t)(at - way));
        way = at + sizeof more - 1;
        if (strncmp(at, more, sizeof more - 1) == 0 && query->add_more)
            query->add_more(request, sql, query->state);
        else if (strncmp(at, rows, sizeof rows - 1) == 0)
            add_which(sql, query);
    }
    sql_add(sql, way);
}

void owners_add(struct request *request, struct sql *sql, const struct owners_query *query)
{
    for (size_t i = 0; i < query->class->access->owner_count; i++) {
        sql_add(sql, i ? " UNION " : "");
        add_way(request, sql, query, query->class->access->owners[i]);
    }
}

bool owners_are_far(const struct class *class)
{
    for (size_t i = 0; i < class->access->owner_count; i++)
        if (strstr(class->access->owners[i], "(SELECT"))
            return true;
    return false;
}
