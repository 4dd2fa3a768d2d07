/* faq.c - docs/faq.md: what people ask about such a backend, answered for this one.
 *
 * The questions are the same for every app, and stand in the template. An answer is made of the model; where the app
 * does not do what is asked for, it says which sentence of the spec would bring it. */
#include "base/map.h"
#include "emit/emit.h"
#include "emit/example.h"
#include "emit/template.h"

#include <string.h>

static bool is_apps_own(const struct model *model, const struct model_class *class)
{
    return !class->builtin && class != model->audit_log;
}

static size_t own_count(const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->class_count; i++)
        count += !model->classes[i]->builtin;
    return count;
}

/* "ProtocolAdherence, AdherenceLog and MedicationOrder" of the classes that fit; "": there is none. */
static const char *classes_text(struct arena *arena, const struct model *model,
                                bool (*fits)(const struct model_class *class))
{
    size_t count = 0;
    for (size_t i = 0; i < model->class_count; i++)
        count += fits(model->classes[i]);
    struct buffer buffer;
    buffer_init(&buffer, arena);
    size_t told = 0;
    for (size_t i = 0; i < model->class_count; i++) {
        if (!fits(model->classes[i]))
            continue;
        told++;
        buffer_add_string(&buffer, told == 1 ? "" : told == count ? " and " : ", ");
        buffer_add_string(&buffer, model->classes[i]->name);
    }
    return buffer.bytes;
}

static const struct model_rule *rule_of(const struct model_class *class, enum rule_kind kind)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == kind)
            return class->rules[i];
    return NULL;
}

static bool keeps_versions(const struct model_class *class)
{
    return class->keeps_versions;
}

static bool is_acknowledged(const struct model_class *class)
{
    return rule_of(class, RULE_ACKNOWLEDGEMENT) != NULL;
}

static bool has_files(const struct model_class *class)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->type == FIELD_FILE ||
            (class->fields[i]->type == FIELD_ARRAY && class->fields[i]->element_type == FIELD_FILE))
            return true;
    return false;
}

static bool has_audited_reads(const struct model_class *class)
{
    return class->audited_reads != 0;
}

static void add_classes(struct buffer *buffer, const struct model *model)
{
    buffer_add_string(buffer, "| Class | Its rows are |\n| --- | --- |\n");
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class->builtin)
            continue;
        buffer_printf(buffer, "| %s |", class->name);
        if (class == model->audit_log)
            buffer_add_string(buffer, " the entries of the audit trail, which the server writes");
        else if (class->ownership_length > 0)
            buffer_add_string(buffer, " those of the user reached by ");
        for (size_t j = 0; j < class->ownership_length && class != model->audit_log; j++)
            buffer_printf(buffer, "%s%s", j == 0 ? "" : ".", class->ownership[j]->name);
        buffer_printf(buffer, "%s%s |\n", class->append_only ? ", append-only" : "",
                      class->keeps_versions ? ", every version kept" : "");
    }
}

/* Whether those who find one class by a rule of their own may get what the other holds. */
static bool may_get(const struct model_class *class, const struct model_role *role)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        bool gets = rule->kind == RULE_ACCESS && (rule->operations & 1U << OPERATION_GET);
        if (gets && (rule->role == role || model_is_for_all(rule->role)) &&
            rule->scope != SCOPE_GRANTED)
            return true;
    }
    return false;
}

/* " -d include=patient,provider" of the pointers whose objects the role may get. */
static void add_include(struct buffer *buffer, const struct model_class *class,
                        const struct model_role *role)
{
    const char *separator = " -d include=";
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_POINTER && !field->target->builtin &&
            may_get(field->target, role)) {
            buffer_printf(buffer, "%s%s", separator, field->name);
            separator = ",";
        }
    }
}

/* When a row is from: its first Date that is required and not encrypted, else when it was made. */
static const char *date_of(const struct model_class *class)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->type == FIELD_DATE && class->fields[i]->required &&
            !class->fields[i]->sealed)
            return class->fields[i]->name;
    return "createdAt";
}

static void add_latest(struct buffer *buffer, const struct model *model)
{
    buffer_add_string(buffer, "The newest first, one of it, and `include` for the objects in the "
                              "place of pointers:\n\n```sh\n");
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        const struct model_rule *rule = example_own_rule(class);
        if (!is_apps_own(model, class) || !rule)
            continue;
        buffer_printf(buffer, "ask -G \"$SERVER/classes/%s\" -d limit=1 -d order=-%s", class->name,
                      date_of(class));
        add_include(buffer, class, rule->role);
        buffer_add_string(buffer, "\n");
    }
    buffer_add_string(buffer, "```\n\nA provider who asks the same gets the rows of those who are "
                              "theirs; `where` with a pointer to one profile names one of them.");
}

/* The rule by which a recipient sets that a row has been read, and by which field; NULL: there is none. */
static const struct model_rule *reading_rule(const struct model *model,
                                             const struct model_field **field)
{
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        bool updates = rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN &&
                       strcmp(rule->class->name, NOTIFICATION_CLASS) != 0 &&
                       rule->path.length == 1 && (rule->operations & 1U << OPERATION_UPDATE);
        for (size_t j = 0; updates && j < rule->field_count; j++) {
            *field = rule->fields[j];
            if ((*field)->type == FIELD_BOOLEAN && strcmp((*field)->name, "isRead") == 0)
                return rule;
        }
    }
    return NULL;
}

static void add_read(struct buffer *buffer, const struct model *model)
{
    const struct model_field *field;
    const struct model_rule *rule = reading_rule(model, &field);
    if (!rule) {
        buffer_add_string(buffer,
                          "No class here has messages that one reads. A class of them takes two "
                          "sentences: `Message.status goes sent -> delivered -> read, by the "
                          "recipient.` and `The recipient of a Message can update only status.`");
        return;
    }
    const char *to = rule->path.steps[0]->name;
    const char *class = rule->class->name;
    buffer_printf(buffer,
                  "Whom its `%s` points at sets `%s`, and nobody else can:\n\n```sh\n"
                  "ID=$(ask -G \"$SERVER/classes/%s\" -d limit=1 -d order=-createdAt "
                  "-d keys=createdAt --data-urlencode \"where={\\\"%s\\\": {\\\"__type\\\": "
                  "\\\"Pointer\\\", \\\"className\\\": \\\"_User\\\", \\\"objectId\\\": "
                  "\\\"$ME\\\"}}\" | value objectId)\n"
                  "ask -X PUT \"$SERVER/classes/%s/$ID\" --json '{\"%s\": true}'\n```\n\n",
                  to, field->name, class, to, class, field->name);
    buffer_add_string(buffer,
                      "What the rules stamp along with it, such as the time, is in the answer.");
}

static void add_files(struct buffer *buffer, const struct model *model)
{
    const char *classes = classes_text(buffer->arena, model, has_files);
    if (*classes != '\0')
        buffer_printf(
            buffer,
            "A file of %s is had by its URL only, which is signed, made for whoever reads "
            "the row, and expires; the rules are asked again at the download. ",
            classes);
}

static void add_encrypted(struct buffer *buffer, const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->class_count; i++)
        for (size_t j = 0; j < model->classes[i]->field_count; j++)
            if (model->classes[i]->fields[j]->sealed)
                buffer_printf(buffer, "%s%s of %s", count++ ? ", " : "Encrypted in the database: ",
                              model->classes[i]->fields[j]->name, model->classes[i]->name);
    buffer_add_string(buffer, count ? ". No query looks at these, and "
                                    : "No field is encrypted beyond the disk's own encryption: "
                                      "`FIELD of CLASS is encrypted.` does that. ");
    buffer_add_string(buffer, count ? "every file's contents are encrypted, too."
                                    : "Every file's contents are.");
}

static void add_versions(struct buffer *buffer, const struct model *model)
{
    const char *classes = classes_text(buffer->arena, model, keeps_versions);
    if (*classes == '\0') {
        buffer_add_string(buffer, "No class keeps versions: `CLASS keeps versions.` does that.");
        return;
    }
    buffer_printf(buffer,
                  "Of %s every state is kept, with who made it and when; nothing "
                  "changes or deletes one.\n\n```sh\n",
                  classes);
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class->keeps_versions && example_own_rule(class))
            buffer_printf(buffer,
                          "ID=$(ask -G \"$SERVER/classes/%s\" -d limit=1 -d keys=createdAt | value "
                          "objectId)\n"
                          "[ -z \"$ID\" ] || ask \"$SERVER/classes/%s/$ID/versions\"\n",
                          class->name, class->name);
    }
    buffer_add_string(buffer, "```");
}

static void add_fields(struct buffer *buffer, const struct model *model)
{
    buffer_add_string(buffer, "| Class | Fields |\n| --- | --- |\n");
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (!is_apps_own(model, class))
            continue;
        buffer_printf(buffer, "| %s |", class->name);
        for (size_t j = 0; j < class->field_count; j++) {
            const struct model_field *field = class->fields[j];
            bool is_needed = field->required && !field->server_set && !field->default_json;
            const char *mark = is_needed ? "**" : "";
            buffer_printf(buffer, "%s %s`%s`%s", j == 0 ? "" : ",", mark, field->name, mark);
        }
        buffer_add_string(buffer, " |\n");
    }
}

static void add_audit(struct buffer *buffer, const struct model *model)
{
    if (!model->audit_log) {
        buffer_add_string(buffer, "There is none: a class `AuditLog` in the spec and "
                                  "`AuditLog is append-only.` bring it.");
        return;
    }
    buffer_printf(
        buffer,
        "Every change and sign-in is entered in the transaction of what it tells, so that "
        "neither is there without the other, with who, what, which object, when and over "
        "which way. %s%s%sEntries are shown as the class `%s`, which nobody writes, and "
        "are chained by hash: what is changed or taken out breaks the chain.\n\n",
        *classes_text(buffer->arena, model, has_audited_reads) ? "So is every read of " : "",
        classes_text(buffer->arena, model, has_audited_reads),
        *classes_text(buffer->arena, model, has_audited_reads) ? ". " : "", model->audit_log->name);
    buffer_printf(buffer,
                  "```sh\n./%s-server audit verify --data data\n"
                  "./%s-server audit export --data data | tail -n 2\n```",
                  model->name, model->name);
}

static void add_acknowledge(struct buffer *buffer, const struct model *model)
{
    const char *classes = classes_text(buffer->arena, model, is_acknowledged);
    if (*classes == '\0') {
        buffer_add_string(buffer, "Nothing here waits for it: `Patients acknowledge each CLASS.` "
                                  "brings a field `isAcknowledged` that only those set whose row "
                                  "it is, and who and when with it.");
        return;
    }
    buffer_printf(buffer,
                  "Those whose row of %s it is set `isAcknowledged`; the server adds who and when, "
                  "and a later change takes it back.\n\n```sh\n",
                  classes);
    for (size_t i = 0; i < model->class_count; i++)
        if (is_acknowledged(model->classes[i]))
            buffer_printf(buffer,
                          "ID=$(ask -G \"$SERVER/classes/%s\" -d limit=1 -d keys=createdAt | value "
                          "objectId)\n"
                          "ask -X PUT \"$SERVER/classes/%s/$ID\" --json '{\"isAcknowledged\": "
                          "true}'\n",
                          model->classes[i]->name, model->classes[i]->name);
    buffer_add_string(buffer, "```");
}

static void add_providers(struct buffer *buffer, const struct model *model)
{
    const struct model_class *assignment = model_find_class(model, ASSIGNMENT_CLASS);
    if (assignment) {
        buffer_printf(buffer,
                      "As many as there are rows of %s that name both; each opens what the rules "
                      "open to somebody's assigned patients, from its start to its end, and "
                      "deleting one ends it at once.",
                      assignment->name);
        if (example_own_rule(assignment))
            buffer_printf(buffer, "\n\n```sh\nask \"$SERVER/classes/%s\"\n```", assignment->name);
        return;
    }
    buffer_add_string(buffer, "As many as the patient lets: every consent or grant names one of "
                              "them, and what one is given says nothing of the others.");
}

static void add_consents(struct buffer *buffer, const struct model *model)
{
    struct map told;
    map_init(&told, buffer->arena);
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_grant *grant = model->rules[i]->grant;
        if (!grant || !grant->until || map_add(&told, grant->class->name, (void *)(size_t)1))
            continue;
        buffer_printf(buffer, "%s%s ends with its `%s`", told.count > 1 ? "; " : "",
                      grant->class->name, grant->until->name);
        if (grant->or_until)
            buffer_printf(buffer, " or its `%s`, whichever comes first", grant->or_until->name);
    }
    buffer_add_string(
        buffer, told.count > 0
                    ? ". From that moment on what it opened is not found any more: the time is a "
                      "part of the statement that reads the rows, so nothing has to run, and a "
                      "live query tells its follower that the row has left."
                    : "No access here is lent until a date: `SharedAccess lets its grantee read "
                      "records of its profile until expiresAt.` does that.");
}

static void add_export(struct buffer *buffer, const struct model *model)
{
    for (size_t i = 0; i < model->rule_count; i++) {
        if (model->rules[i]->kind == RULE_EXPORT) {
            buffer_add_string(buffer,
                              "Yes, all of it as one JSON text, signatures and versions "
                              "included:\n\n```sh\nask \"$SERVER/export\" | head -c 300\n```");
            return;
        }
    }
    buffer_add_string(buffer, "Not by one request: `Patients can export their own record.` brings "
                              "it.");
}

static void add_example(struct buffer *buffer, const struct model *model, const char *hole)
{
    struct example example = example_of(model);
    const struct model_rule *rule = example_own_rule(example.class);
    if (strcmp(hole, "CLASS") == 0)
        buffer_add_string(buffer, example.class->name);
    else if (strcmp(hole, "KEYS") == 0)
        buffer_printf(buffer, "%s%s%s", example.text ? example.text->name : "createdAt",
                      example.pointer ? "," : "", example.pointer ? example.pointer->name : "");
    else if (rule)
        add_include(buffer, example.class, rule->role);
}

static bool fill(struct buffer *buffer, const char *hole, const void *subject)
{
    const struct model *model = subject;
    static const struct {
        const char *hole;
        void (*add)(struct buffer *buffer, const struct model *model);
    } answers[] = {
        {"CLASSES", add_classes},     {"LATEST", add_latest},
        {"READ", add_read},           {"FILES", add_files},
        {"ENCRYPTED", add_encrypted}, {"VERSIONS", add_versions},
        {"FIELDS", add_fields},       {"AUDIT", add_audit},
        {"PROVIDERS", add_providers}, {"ACKNOWLEDGE", add_acknowledge},
        {"CONSENTS", add_consents},   {"EXPORT", add_export},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (strcmp(hole, answers[i].hole) == 0) {
            answers[i].add(buffer, model);
            return true;
        }
    }
    if (strcmp(hole, "NAME") == 0)
        buffer_add_string(buffer, model->name);
    else if (strcmp(hole, "TITLE") == 0)
        buffer_quote_markdown(buffer, model->title);
    else if (strcmp(hole, "COUNT") == 0)
        buffer_printf(buffer, "%zu", own_count(model));
    else
        add_example(buffer, model, hole);
    return true;
}

void emit_faq(const struct model *model, struct output *output)
{
    template_render(output_file(output, "docs/faq.md"), "faq.md", fill, model);
}
