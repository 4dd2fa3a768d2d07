/* object_steps.c - see object_steps.h.
 *
 * The app's hooks come first before a write, so that what they set is judged like all else, and last
 * after it, when all that belongs to the write is there. Between them stands what the server itself
 * has to say. A feature that has a word in saves is a row here, and nothing else. */
#include "program/object_steps.h"

#include "accounts/account_mail.h"
#include "accounts/disclosure_consent.h"
#include "accounts/emergency.h"
#include "accounts/role_request.h"
#include "accounts/roles.h"
#include "hooks/trigger.h"
#include "hooks/webhook.h"
#include "objects/notices.h"
#include "objects/version_field.h"

static const struct object_step list[] = {
    {.check = roles_check_name, .complete = roles_check_complete},
    {.ask_save = webhook_before_save, .ask_delete = webhook_before_delete},
    {.before_save = trigger_before_save, .before_delete = trigger_before_delete},
    {.before_save = version_field_before_save, .after_save = version_field_after_save},
    {.before_save = account_mail_before_save, .after_save = account_mail_after_save},
    {.before_save = role_request_before_save, .after_save = role_request_after_save},
    {.before_save = emergency_before_save, .after_save = emergency_after_save},
    {.before_save = disclosure_consent_before_save, .after_save = disclosure_consent_after_save},
    {.wants_saved = notices_want_saved,
     .after_save = notices_after_save,
     .before_delete = notices_before_delete},
    {.wants_saved = trigger_wants_saved,
     .wants_deleted = trigger_wants_deleted,
     .after_save = trigger_after_save,
     .after_delete = trigger_after_delete},
};

const struct object_steps object_steps = {list, sizeof list / sizeof *list};
