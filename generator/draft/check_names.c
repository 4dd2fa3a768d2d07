/* check_names.c - whether Parse accepts the names of classes and fields (parse-server,
 * SchemaController, classNameIsValid and fieldNameIsValid). See draft.h.
 *
 * C and SQL keywords are no matter here: plan_names() and quoting deal with them. */
#include "draft/draft.h"

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

void check_names(struct diag *diag, const struct ast *ast)
{
    for (const struct ast_class *class = ast->classes; class; class = class->next) {
        if (!names_are_plain(class->name.text) && !builtin_is_class(class->name.text))
            diag_report(diag, DIAG_BAD_CLASS_NAME, class->name.span, class->name.text);
        for (const struct ast_field *field = class->fields; field; field = field->next)
            if (!is_field_name(field->name.text))
                diag_report(diag, DIAG_BAD_FIELD_NAME, field->name.span, field->name.text);
    }
}
