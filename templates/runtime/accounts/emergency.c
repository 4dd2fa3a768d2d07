/* emergency.c - see emergency.h. */
#include "accounts/emergency.h"

#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "objects/system_object.h"

static bool is_ours(const struct request *request, const struct object_edit *edit)
{
    return edit->class == request->app->emergency_access;
}

static bool check_new(struct request *request, struct object_edit *edit)
{
    struct text provider = system_object_text(edit->class, edit->object, "provider");

    if (!system_object_require_text(request, edit, "reason"))
        return false;
    if (!request->principal.master && text_equal(provider, request->principal.user_id))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Nobody grants themselves emergency access.");
    system_object_set_date(edit, "expiresAt", request->now + request->app->emergency_ms);
    return system_object_end(request, edit, NULL, "endedAt");
}

static bool check_change(struct request *request, struct object_edit *edit)
{
    static const char *const kept[] = {"provider", "patient", "reason", "expiresAt", NULL};
    struct text object_id = ((const struct object *)edit->object)->object_id;
    void *stored;

    if (!system_object_read(request, edit->class, object_id, &stored))
        return false;
    return !stored || (system_object_keeps(request, edit, stored, kept) &&
                       system_object_end(request, edit, stored, "endedAt"));
}

bool emergency_before_save(struct request *request, struct save *save)
{
    if (!is_ours(request, save->edit))
        return true;
    return save->is_new ? check_new(request, save->edit) : check_change(request, save->edit);
}

static void add_member(struct buffer *json, const char *name, struct text value)
{
    buffer_add_string(json, json->length > 1 ? ",\"" : "\"");
    buffer_add_string(json, name);
    buffer_add_string(json, "\":");
    json_write_string(json, value);
}

bool emergency_after_save(struct request *request, const struct save *save)
{
    static const char *const members[] = {"provider", "patient", "reason"};
    static const char *const about[] = {"reason", NULL};
    const struct object_edit *edit = save->edit;
    struct audit_person person = {.members = about};
    const struct class_field *patient;
    struct text object_id;
    struct buffer json;

    if (!is_ours(request, edit))
        return true;
    object_id = ((const struct object *)edit->object)->object_id;
    if (!save->is_new)
        return system_object_state(edit->class, edit->object, "endedAt") != FIELD_SET ||
               audit_note(request, "end-emergency-access", edit->class->name, object_id,
                          text_none());
    buffer_init(&json, request->context.arena, 256);
    buffer_add_char(&json, '{');
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        add_member(&json, members[i], system_object_text(edit->class, edit->object, members[i]));
    buffer_add_string(&json, ",\"expiresAt\":");
    date_write_json(&json, system_object_date(edit->class, edit->object, "expiresAt"));
    buffer_add_char(&json, '}');
    patient = class_find_field(edit->class, text_of("patient"));
    person.class = patient->target;
    person.object_id = system_object_text(edit->class, edit->object, "patient");
    return audit_note_about(request, "emergency-access", edit->class->name, object_id,
                            buffer_text(&json), &person);
}
