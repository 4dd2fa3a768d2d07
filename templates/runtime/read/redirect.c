/* redirect.c - see redirect.h. */
#include "read/redirect.h"

#include "guard/guard.h"

/* Asks without refusing: *may tells. */
static bool ask(struct request *request, const struct class *class, enum operation operation,
                bool *may)
{
    *may = guard_permits(request, class, operation);
    return *may || forgive(&request->context);
}

bool redirect_class(struct request *request, const struct class **class, struct text key)
{
    const struct class *from = *class;
    const struct class_field *relation = class_find_field(from, key);
    bool gets;
    bool finds;

    if (!relation || relation->type != FIELD_RELATION)
        return true;
    if (!ask(request, from, OPERATION_GET, &gets) || !ask(request, from, OPERATION_FIND, &finds))
        return false;
    if (!gets && !finds)
        return true;
    if (guard_hides_field(request, from, class_field_index(from, relation)))
        return guard_refuse(request, from, OPERATION_FIND, "the field is hidden from this user");
    *class = relation->target;
    return true;
}
