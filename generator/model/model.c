/* model.c - looking things up in a model; see model.h. */
#include "model/model.h"

#include <string.h>

const char *const operation_names[OPERATION_TOTAL] = {
    [OPERATION_GET] = "get",
    [OPERATION_FIND] = "find",
    [OPERATION_COUNT] = "count",
    [OPERATION_CREATE] = "create",
    [OPERATION_UPDATE] = "update",
    [OPERATION_DELETE] = "delete",
    [OPERATION_ADD_FIELD] = "addField",
};

const char *field_type_name(enum field_type type)
{
    static const char *const names[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "String",     [FIELD_NUMBER] = "Number",     [FIELD_BOOLEAN] = "Boolean",
        [FIELD_DATE] = "Date",         [FIELD_OBJECT] = "Object",     [FIELD_ARRAY] = "Array",
        [FIELD_POINTER] = "Pointer",   [FIELD_RELATION] = "Relation", [FIELD_FILE] = "File",
        [FIELD_GEOPOINT] = "GeoPoint", [FIELD_POLYGON] = "Polygon",   [FIELD_BYTES] = "Bytes",
    };
    return (unsigned)type < FIELD_TYPE_COUNT ? names[type] : "?";
}

static const struct rule_kind_row rule_kinds[RULE_KIND_COUNT] = {
#define RULE_KIND(kind, name, reader, edited, carried, shown, asked, told, noted)                  \
    [RULE_##kind] = {name, EDIT_##edited, carried, shown, asked, told, noted},
#include "model/rule_kinds.def"
#undef RULE_KIND
};

const struct rule_kind_row *rule_kind_row(enum rule_kind kind)
{
    return &rule_kinds[kind];
}

const char *rule_kind_name(enum rule_kind kind)
{
    return rule_kinds[kind].name;
}

bool model_is_for_all(const struct model_role *role)
{
    return role && (role->members == MEMBERS_EVERYONE || role->members == MEMBERS_SIGNED_IN);
}

bool model_same_path(const struct model_path *a, const struct model_path *b)
{
    return a->length == b->length &&
           (a->length == 0 || memcmp(a->steps, b->steps, a->length * sizeof a->steps[0]) == 0);
}

bool model_rule_is_owners(const struct model_rule *rule)
{
    return rule->scope == SCOPE_ALL || (rule->scope == SCOPE_OWN && rule->role);
}

const struct model_class *model_find_class(const struct model *model, const char *name)
{
    if (model->class_of)
        return map_get(model->class_of, name);
    for (size_t i = 0; i < model->class_count; i++)
        if (strcmp(model->classes[i]->name, name) == 0)
            return model->classes[i];
    return NULL;
}

static bool field_is_called(const struct model_field *field, const char *name)
{
    if (strcmp(field->name, name) == 0)
        return true;
    for (size_t i = 0; i < field->alias_count; i++)
        if (strcmp(field->aliases[i], name) == 0)
            return true;
    return false;
}

const struct model_field *model_find_field(const struct model_class *class, const char *name)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (field_is_called(class->fields[i], name))
            return class->fields[i];
    return NULL;
}

bool model_field_has_index(const struct model_class *class, const struct model_field *field)
{
    bool is_led = false;
    for (size_t i = 0; i < class->index_count; i++)
        is_led =
            is_led || (class->indexes[i].column_count > 1 && class->indexes[i].fields[0] == field);
    return field->unique || (field->indexed && !is_led);
}

const char *model_first_state(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_LIFECYCLE && class->rules[i]->fields[0] == field)
            return class->rules[i]->value;
    return NULL;
}
