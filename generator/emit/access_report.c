/* access_report.c - see access_report.h. */
#include "emit/access_report.h"

#include "base/vector.h"
#include "emit/rule_sql.h"

#include <string.h>

/* Whether the trail has reads of rows that are somebody's. */
static bool reads_are_audited(struct arena *arena, const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        bool is_opened = false;
        for (size_t j = 0; j < class->rule_count; j++)
            is_opened = is_opened || (class->rules[j]->kind == RULE_GRANT &&
                                      class->rules[j]->grant->is_emergency);
        if (class != model->audit_log && (class->audited_reads != 0 || is_opened) &&
            *rule_owned_sql(arena, class) != '\0')
            return true;
    }
    return false;
}

static void add_role(struct arena *arena, struct vector *roles, const struct model_role *role)
{
    for (size_t i = 0; i < roles->count; i++)
        if (roles->items[i] == role)
            return;
    vector_add(roles, arena, (void *)(uintptr_t)role);
}

/* Those that the sentences name; false, when one says that nobody may. */
static bool add_named(struct arena *arena, const struct model *model, struct vector *roles)
{
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind == RULE_ACCESS_REPORT && !rule->role)
            return false;
        if (rule->kind == RULE_ACCESS_REPORT)
            add_role(arena, roles, rule->role);
    }
    return true;
}

size_t access_report_askers(struct arena *arena, const struct model *model,
                            const struct model_role *const **askers)
{
    struct vector roles = {0};
    *askers = NULL;
    if (!model->audit_log || !add_named(arena, model, &roles))
        return 0;
    if (roles.count == 0 && !reads_are_audited(arena, model))
        return 0;
    bool is_said = roles.count > 0;
    for (size_t i = 0; i < model->rule_count && !is_said; i++) {
        const struct model_role *role = model->rules[i]->role;
        if (role && role->members == MEMBERS_PROFILE)
            add_role(arena, &roles, role);
    }
    if (roles.count == 0)
        add_role(arena, &roles, NULL);
    *askers = (const struct model_role *const *)roles.items;
    return roles.count;
}

bool access_report_is_there(struct arena *arena, const struct model *model)
{
    const struct model_role *const *askers;
    return access_report_askers(arena, model, &askers) > 0;
}

/* Whether anybody is kept from reading the field. */
static bool is_hidden(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        for (size_t j = 0;
             class->rules[i]->kind == RULE_READERS && j < class->rules[i]->field_count; j++)
            if (class->rules[i]->fields[j] == field)
                return true;
    for (size_t i = 0; i < class->protected_count; i++)
        for (size_t j = 0; j < class->protected_fields[i].field_count; j++)
            if (model_find_field(class, class->protected_fields[i].fields[j]) == field)
                return true;
    return false;
}

size_t access_report_names(struct arena *arena, const struct model *model,
                           const char *const **selects)
{
    struct vector list = {0};
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_role *role = model->rules[i]->role;
        const struct model_field *field;
        const char *select = !role || role->members != MEMBERS_ROLE || !role->profile
                                 ? NULL
                                 : rule_printed_name_sql(arena, role, &field);
        if (!select || is_hidden(role->profile, field))
            continue;
        bool is_known = false;
        for (size_t j = 0; j < list.count; j++)
            is_known = is_known || strcmp(list.items[j], select) == 0;
        if (!is_known)
            vector_add(&list, arena, (void *)(uintptr_t)select);
    }
    *selects = (const char *const *)list.items;
    return list.count;
}
