/* disclosure_consent.c - see disclosure_consent.h. */
#include "accounts/disclosure_consent.h"

#include "guard/audit.h"
#include "objects/system_object.h"

static bool is_ours(const struct request *request, const struct object_edit *edit)
{
    return edit->class == request->app->disclosure_consent;
}

static bool check_new(struct request *request, struct object_edit *edit)
{
    if (!system_object_require_text(request, edit, "purpose"))
        return false;
    if (text_is(system_object_text(edit->class, edit->object, "scope"), "[]"))
        return fail(&request->context, PARSE_VALIDATION, "scope is required");
    if (system_object_date(edit->class, edit->object, "expiresAt") <= request->now)
        return fail(&request->context, PARSE_VALIDATION, "expiresAt is over");
    system_object_set_date(edit, "signedAt", request->now);
    return system_object_end(request, edit, NULL, "revokedAt");
}

static bool check_change(struct request *request, struct object_edit *edit)
{
    static const char *const kept[] = {"patient",  "recipient", "purpose", "scope",
                                       "signedAt", "expiresAt", NULL};
    struct text object_id = ((const struct object *)edit->object)->object_id;
    void *stored;

    if (!system_object_read(request, edit->class, object_id, &stored))
        return false;
    return !stored || (system_object_keeps(request, edit, stored, kept) &&
                       system_object_end(request, edit, stored, "revokedAt"));
}

bool disclosure_consent_before_save(struct request *request, struct save *save)
{
    if (!is_ours(request, save->edit))
        return true;
    return save->is_new ? check_new(request, save->edit) : check_change(request, save->edit);
}

bool disclosure_consent_after_save(struct request *request, const struct save *save)
{
    const struct object_edit *edit = save->edit;

    if (!is_ours(request, edit) || save->is_new ||
        system_object_state(edit->class, edit->object, "revokedAt") != FIELD_SET)
        return true;
    return audit_note(request, "revoke", edit->class->name,
                      ((const struct object *)edit->object)->object_id, text_none());
}
