/* document.c - see document.h. */
#include "graphql/document.h"

struct graphql_operation *graphql_find_operation(const struct graphql_document *document,
                                                 struct text name)
{
    struct graphql_operation *operation = document->operations;

    if (!name.bytes)
        return document->operation_count == 1 ? operation : NULL;
    while (operation && !(operation->name.bytes && text_equal(operation->name, name)))
        operation = operation->next;
    return operation;
}
