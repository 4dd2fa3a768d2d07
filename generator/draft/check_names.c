/* check_names.c - whether Parse accepts the names of classes and fields (parse-server,
 * SchemaController, classNameIsValid and fieldNameIsValid). See draft.h.
 *
 * C and SQL keywords are no matter here: plan_names() and quoting deal with them. */
#include "draft/check_names.h"

#include "model/builtin.h"

#include <ctype.h>
#include <string.h>

bool names_are_plain(const char *name)
{
    enum { LONGEST = 100 };
    size_t length = 0;
    for (; name[length] != '\0'; length++)
        if (!isalnum((unsigned char)name[length]) && name[length] != '_')
            return false;
    return isalpha((unsigned char)name[0]) && length <= LONGEST;
}

static bool is_field_name(const char *name)
{
    return names_are_plain(name) && strcmp(name, "length") != 0 && strcmp(name, "className") != 0;
}

/* Names that only Names can say; the first note tells where they come from. */
static void report_unnamed(struct diag *diag, const struct ast *ast)
{
    bool is_first = true;
    for (const struct ast_unnamed *at = ast->unnamed; at; at = at->next) {
        if (!at->is_needed)
            continue;
        const char *key =
            !at->field ? at->name.text
                       : arena_printf(diag->arena, "%s.%s", at->class->name.text, at->name.text);
        diag_report(diag, DIAG_NEEDS_NAME, at->name.span, at->name.text, key);
        if (is_first)
            diag_note(diag, (struct span){0},
                      "`caregen read PROMPT --names` proposes names, to be read and put there");
        is_first = false;
    }
}

void check_names(struct diag *diag, const struct ast *ast)
{
    for (const struct ast_class *class = ast->classes; class; class = class->next) {
        if (!names_are_plain(class->name.text) && !builtin_is_class(class->name.text))
            diag_report(diag, DIAG_BAD_CLASS_NAME, class->name.span, class->name.text);
        for (const struct ast_field *field = class->fields; field; field = field->next)
            if (!is_field_name(field->name.text))
                diag_report(diag, DIAG_BAD_FIELD_NAME, field->name.span, field->name.text);
    }
    report_unnamed(diag, ast);
    if (ast->proposed_names > 0)
        diag_report(diag, DIAG_PROPOSED_NAMES, ast->proposed_name,
                    arena_printf(diag->arena, "%zu", ast->proposed_names),
                    ast->proposed_names == 1 ? " is a proposal" : "s are proposals");
}
