/* draft.c - small things that the steps share; see draft.h. */
#include "draft/draft.h"

struct draft_class *draft_add_class(struct draft *draft, const char *name)
{
    struct draft_class *class = arena_alloc(draft->arena, sizeof *class);
    class->model.name = name;
    map_init(&class->field_of, draft->arena);
    map_init_ignoring_case(&class->field_of_folded, draft->arena);
    map_init(&class->alias_of, draft->arena);
    vector_add(&draft->classes, draft->arena, class);
    map_add(&draft->class_of, name, class);
    return class;
}

struct draft_field *draft_add_field(struct draft *draft, struct draft_class *class,
                                    const char *name, enum field_type type, const char *target)
{
    struct draft_field *field = arena_alloc(draft->arena, sizeof *field);
    field->model =
        (struct model_field){.name = name, .type = type, .element_type = AST_ELEMENT_UNSTATED};
    field->type = (struct ast_type){
        .kind = (int)type, .element = AST_ELEMENT_UNSTATED, .target = {.text = target}};
    vector_add(&class->fields, draft->arena, field);
    map_add(&class->field_of, name, field);
    map_add(&class->field_of_folded, name, field);
    return field;
}

struct draft_class *draft_class(const struct draft *draft, const char *name)
{
    return map_get(&draft->class_of, name);
}

struct draft_class *draft_class_at(const struct draft *draft, size_t i)
{
    return draft->classes.items[i];
}

struct draft_field *draft_field_at(const struct draft_class *class, size_t i)
{
    return class->fields.items[i];
}

struct span draft_class_span(const struct draft_class *class)
{
    return class->schema ? class->schema->name.span
           : class->spec ? class->spec->name.span
                         : (struct span){0};
}

struct span draft_field_span(const struct draft_field *field)
{
    return field->schema ? field->schema->name.span
           : field->spec ? field->spec->name.span
                         : (struct span){0};
}

const char *ast_type_text(struct arena *arena, const struct ast_type *type)
{
    if (type->kind == AST_TYPE_FAULTY)
        return "?";
    const char *name = field_type_name((enum field_type)type->kind);
    if (type->target.text)
        return arena_printf(arena, "%s<%s>", name, type->target.text);
    if (type->element != AST_ELEMENT_UNSTATED)
        return arena_printf(arena, "%s<%s>", name, field_type_name((enum field_type)type->element));
    return name;
}
