/* sample.c - see sample.h. Objects are made after those that they point at; what no object can be made of
 * without a signature or a circle is left out. */
#include "emit/sample.h"

#include "base/map.h"

#include <string.h>

enum { DEEPEST = 6 };

struct sampler {
    struct buffer *out;
    const struct model *model;
    struct map state_of; /* class name -> made, or refused */
    bool has_objects;
};

static const char made[] = "made";
static const char refused[] = "refused";

static bool has_word(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (strcasestr(name, *words))
            return true;
    return false;
}

/* Whose a pointer to a user is: the patient's, unless it speaks of a role, or of somebody who treats. */
static const char *user_of(const struct model *model, const struct model_field *field)
{
    static const char *const treating[] = {
        "provider", "doctor", "clinician", "therapist", "nurse", "author", "approved", "ordered",
        "granted",  "sender", "from",      "reviewer",  "staff", "coach",  "grantee",  NULL};
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_role *role = model->rules[i]->role;
        if (role && role->members == MEMBERS_ROLE && strcasestr(field->name, role->role_name))
            return "provider";
    }
    return has_word(field->name, treating) ? "provider" : "patient";
}

static const char *date_of(const struct model_field *field)
{
    static const char *const future[] = {"expires", "until", "due", NULL};
    static const char *const later[] = {"end", "completed", "read", NULL};
    static const char *const birth[] = {"birth", "dob", NULL};
    return has_word(field->name, birth)    ? "1984-03-12T00:00:00.000Z"
           : has_word(field->name, future) ? "2099-01-01T00:00:00.000Z"
           : has_word(field->name, later)  ? "2026-01-05T09:30:00.000Z"
                                           : "2026-01-05T09:00:00.000Z";
}

/* "medicalRecordNumber" -> "Medical record number". */
static const char *title_of(struct arena *arena, const char *name)
{
    struct buffer title;
    buffer_init(&title, arena);
    for (const char *c = name; *c; c++) {
        bool is_upper = *c >= 'A' && *c <= 'Z';
        char letter = is_upper ? (char)(*c - 'A' + 'a') : *c;
        if (c == name && letter >= 'a' && letter <= 'z')
            letter = (char)(letter - 'a' + 'A');
        else if (is_upper)
            buffer_add_string(&title, " ");
        buffer_add(&title, &letter, 1);
    }
    return title.bytes;
}

static const char *text_of(struct sampler *sampler, const struct model_class *class,
                           const struct model_field *field)
{
    const char *first = model_first_state(class, field);
    if (first)
        return first;
    return field->one_of_count > 0 ? field->one_of[0] : title_of(sampler->out->arena, field->name);
}

/* What a file of the field is called behind its point: pdf, where that may be. */
static const char *file_type_of(const struct model_field *field)
{
    for (size_t i = 0; i < field->file_type_count; i++)
        if (strcmp(field->file_types[i], "pdf") == 0)
            return "pdf";
    return field->file_type_count > 0 ? field->file_types[0] : "pdf";
}

/* Appends a value that needs no other object; false when there is none to be made up. */
static bool add_value(struct sampler *sampler, struct buffer *out, const struct model_class *class,
                      const struct model_field *field)
{
    switch (field->type) {
    case FIELD_STRING:
        buffer_quote_json(out, text_of(sampler, class, field));
        return true;
    case FIELD_NUMBER:
        buffer_add_string(out, "1");
        return true;
    case FIELD_BOOLEAN:
        buffer_add_string(out, strcasestr(field->name, "active") ? "true" : "false");
        return true;
    case FIELD_DATE:
        buffer_printf(out, "{\"__type\": \"Date\", \"iso\": \"%s\"}", date_of(field));
        return true;
    case FIELD_OBJECT:
        buffer_add_string(out, "{\"note\": \"sample\"}");
        return true;
    case FIELD_ARRAY:
        buffer_add_string(out, "[");
        if (field->one_of_count > 0)
            buffer_quote_json(out, field->one_of[0]);
        buffer_add_string(out, "]");
        return true;
    case FIELD_FILE:
        buffer_printf(out,
                      "{\"__type\": \"File\", \"name\": \"sample.%s\", "
                      "\"url\": \"https://files.example.com/sample.%s\"}",
                      file_type_of(field), file_type_of(field));
        return true;
    case FIELD_GEOPOINT:
        buffer_add_string(out,
                          "{\"__type\": \"GeoPoint\", \"latitude\": 25.03, \"longitude\": 121.56}");
        return true;
    default:
        return false;
    }
}

static bool ensure(struct sampler *sampler, const struct model_class *class, int depth);

/* Whether a pointer's object is there, or can be made now. */
static bool has_target(struct sampler *sampler, const struct model_field *field, int depth)
{
    return strcmp(field->target->name, "_User") == 0 ||
           ensure(sampler, field->target, field->required ? depth + 1 : DEEPEST);
}

/* Appends the members of an object; false when a required one cannot be made up. */
static bool add_members(struct sampler *sampler, struct buffer *out,
                        const struct model_class *class, int depth)
{
    const char *separator = "";
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        size_t before = out->length;
        bool added = false;
        if (field->server_set || field->reserved || field->type == FIELD_RELATION)
            continue;
        buffer_printf(out, "%s\n        ", separator);
        buffer_quote_json(out, field->name);
        buffer_add_string(out, ": ");
        if (field->type == FIELD_POINTER) {
            added = has_target(sampler, field, depth);
            if (added)
                buffer_printf(out, "{\"$ref\": \"%s\"}",
                              strcmp(field->target->name, "_User") == 0
                                  ? user_of(sampler->model, field)
                                  : field->target->name);
        } else {
            added = add_value(sampler, out, class, field);
        }
        if (added) {
            separator = ",";
        } else if (field->required) {
            return false;
        } else {
            out->length = before;
            out->bytes[before] = '\0';
        }
    }
    return true;
}

/* Classes that no input declares are the server's own affair, but for who is assigned to whom. */
static bool is_made_by_server(const struct sampler *sampler, const struct model_class *class)
{
    bool is_signed = false;
    for (size_t i = 0; i < class->rule_count; i++)
        is_signed =
            is_signed || (class->rules[i]->kind == RULE_SIGNATURE && class->rules[i]->value &&
                          strcmp(class->rules[i]->value, "creating") == 0);
    return class->builtin || class == sampler->model->audit_log || is_signed ||
           (class->inputs == INPUT_NONE && strcmp(class->name, ASSIGNMENT_CLASS) != 0);
}

/* Makes an object of the class, after those that it needs; false when there is none. */
static bool ensure(struct sampler *sampler, const struct model_class *class, int depth)
{
    const char *state = map_get(&sampler->state_of, class->name);
    if (state)
        return state == made;
    if (depth >= DEEPEST || is_made_by_server(sampler, class))
        return false;
    struct buffer object;
    buffer_init(&object, sampler->out->arena);
    bool done = add_members(sampler, &object, class, depth);
    map_add(&sampler->state_of, class->name, (void *)(uintptr_t)(done ? made : refused));
    if (!done)
        return false;
    buffer_printf(sampler->out, "%s\n    {\n      \"id\": ", sampler->has_objects ? "," : "");
    buffer_quote_json(sampler->out, class->name);
    buffer_add_string(sampler->out, ",\n      \"class\": ");
    buffer_quote_json(sampler->out, class->name);
    buffer_printf(sampler->out, ",\n      \"object\": {%s\n      }\n    }", object.bytes);
    sampler->has_objects = true;
    return true;
}

/* The provider is in every role that a rule speaks of. */
static void add_roles(struct buffer *out, const struct model *model)
{
    struct map told;
    const char *separator = "";
    map_init(&told, out->arena);
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_role *role = model->rules[i]->role;
        if (!role || role->members != MEMBERS_ROLE ||
            map_add(&told, role->role_name, (void *)(uintptr_t)role))
            continue;
        buffer_printf(out, "%s\n    {\"name\": ", separator);
        buffer_quote_json(out, role->role_name);
        buffer_add_string(out, ", \"users\": [\"provider\"]}");
        separator = ",";
    }
}

void sample_write(struct buffer *out, const struct model *model)
{
    struct sampler sampler = {.out = out, .model = model};
    map_init(&sampler.state_of, out->arena);
    buffer_add_string(out, "{\n  \"users\": [\n"
                           "    {\"id\": \"patient\", \"username\": \"patient\", \"email\": "
                           "\"patient@example.com\"},\n"
                           "    {\"id\": \"provider\", \"username\": \"provider\", \"email\": "
                           "\"provider@example.com\"}\n  ],\n  \"roles\": [");
    add_roles(out, model);
    buffer_add_string(out, "\n  ],\n  \"objects\": [");
    for (size_t i = 0; i < model->class_count; i++)
        (void)ensure(&sampler, model->classes[i], 0);
    buffer_add_string(out, "\n  ]\n}\n");
}
