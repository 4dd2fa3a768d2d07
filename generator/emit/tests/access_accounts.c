/* access_accounts.c - the classes that sentences about accounts bring along, of which the server
 * knows more than their rules: requests for a role, emergency access, consents to disclose. See
 * access_judge.h; docs/spec-language.md says what is asked of them. */
#include "emit/tests/access_accounts.h"

#include "emit/tests/access_stamps.h"

#include <string.h>

/* Each with the fields that do not change once an object is there. */
static const struct {
    enum rule_kind kind; /* of the sentence */
    const char *class;
    const char *kept[4];
    bool sets_end;    /* the server alone says when it expires */
    bool begins_now;  /* it cannot have expired when it is made */
    bool is_single;   /* one for each user and role */
    const char *mine; /* the pointer to whom nobody makes it, or decides on it, for himself */
} brought[] = {
    {RULE_APPROVAL, "RoleRequest", {"user", "role"}, false, false, true, "user"},
    {RULE_BREAK_GLASS,
     "EmergencyAccess",
     {"provider", "patient", "reason"},
     true,
     true,
     false,
     "provider"},
    {RULE_DISCLOSURE,
     "DisclosureConsent",
     {"patient", "recipient", "purpose", "scope"},
     false,
     true,
     false,
     NULL},
};
enum { BROUGHT = sizeof brought / sizeof brought[0], NOT_BROUGHT = BROUGHT };

/* Which of them the class is. */
static size_t brought_number(const struct model *model, const struct model_class *class)
{
    for (size_t i = 0; i < BROUGHT; i++) {
        for (size_t j = 0; strcmp(class->name, brought[i].class) == 0 && j < model->rule_count; j++)
            if (model->rules[j]->kind == brought[i].kind)
                return i;
    }
    return NOT_BROUGHT;
}

bool access_is_single(const struct model *model, const struct model_class *class)
{
    size_t number = brought_number(model, class);
    return number != NOT_BROUGHT && brought[number].is_single;
}

bool access_can_expire(const struct model *model, const struct model_class *class)
{
    size_t number = brought_number(model, class);
    return number == NOT_BROUGHT || !brought[number].begins_now;
}

bool access_can_last(const struct model *model, const struct model_class *class)
{
    size_t number = brought_number(model, class);
    return number == NOT_BROUGHT || !brought[number].sets_end;
}

/* Whether the change is of a field that stays as it is. A text of it differs from what it was. */
bool access_changes_kept(const struct access_world *world, const struct access_row *row,
                         const struct access_change *change)
{
    size_t number = brought_number(world->model, row->class);
    if (number == NOT_BROUGHT || !change->field)
        return false;
    const struct access_value *value = access_value_of(row, change->field);
    bool is_same = value->kind == change->value.kind && value->index == change->value.index &&
                   (value->kind != VALUE_TEXT || strcmp(value->text, change->value.text) == 0);
    for (size_t i = 0; !is_same && i < sizeof brought[0].kept / sizeof brought[0].kept[0]; i++) {
        const char *kept = brought[number].kept[i];
        if (kept && strcmp(kept, change->field->name) == 0)
            return true;
    }
    return false;
}

/* Nobody decides on his own request, nor grants himself emergency access. */
bool access_is_own_affair(const struct access_world *world, const struct access_row *row,
                          const struct access_change *change, size_t user)
{
    size_t number = brought_number(world->model, row->class);
    if (number == NOT_BROUGHT || !brought[number].mine)
        return false;
    const struct model_field *field = model_find_field(row->class, brought[number].mine);
    const struct access_value *value = access_value_of(row, field);
    bool is_mine = value->kind == VALUE_USER && value->index == user;
    if (!brought[number].is_single)
        return is_mine && !change;
    const char *status = !change ? NULL : access_text_of(world, row, change->field);
    return is_mine && status && strcmp(change->field->name, "status") == 0 &&
           strcmp(status, change->value.text) != 0;
}
