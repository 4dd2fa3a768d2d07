/* file_value.c - see file_value.h. */
#include "model/file_value.h"

#include "formats/json.h"

const char *file_value_name(const cJSON *value)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(value, "__type");

    if (!cJSON_IsString(type) || strcmp(type->valuestring, "File") != 0)
        return NULL;
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(value, "name"));
}

bool file_value_may_be_in(struct text json)
{
    static const char mark[] = "\"File\"";

    return json.length && memmem(json.bytes, json.length, mark, sizeof mark - 1) != NULL;
}

void file_value_write_plain(void *state, struct buffer *buffer, struct text name)
{
    (void)state;
    buffer_add_string(buffer, "{\"__type\":\"File\",\"name\":");
    json_write_string(buffer, name);
    buffer_add_char(buffer, '}');
}

void file_value_write_tree(struct buffer *buffer, const cJSON *tree,
                           void (*write)(void *state, struct buffer *buffer, struct text name),
                           void *state)
{
    const char *name = cJSON_IsObject(tree) ? file_value_name(tree) : NULL;
    bool is_object = cJSON_IsObject(tree);

    if (name) {
        write(state, buffer, text_of(name));
        return;
    }
    if (!is_object && !cJSON_IsArray(tree)) {
        json_write_tree(buffer, tree);
        return;
    }
    buffer_add_char(buffer, is_object ? '{' : '[');
    for (const cJSON *child = tree->child; child; child = child->next) {
        buffer_add_string(buffer, child == tree->child ? "" : ",");
        if (is_object) {
            json_write_string(buffer, text_of(child->string));
            buffer_add_char(buffer, ':');
        }
        file_value_write_tree(buffer, child, write, state);
    }
    buffer_add_char(buffer, is_object ? '}' : ']');
}

static bool take_tree(const cJSON *tree, bool (*take)(void *state, struct text name), void *state)
{
    const char *name = cJSON_IsObject(tree) ? file_value_name(tree) : NULL;

    if (name)
        return take(state, text_of(name));
    for (const cJSON *child = tree->child; child; child = child->next)
        if (!take_tree(child, take, state))
            return false;
    return true;
}

bool file_value_each(struct context *context, const struct class *class,
                     const struct class_field *field, const void *object,
                     bool (*take)(void *state, struct text name), void *state)
{
    const char *member = object_value(object, field);
    int index = class_field_index(class, field);
    struct text text;
    const cJSON *tree;

    if ((field->type != FIELD_FILE && field->type != FIELD_OBJECT && field->type != FIELD_ARRAY) ||
        object_state_of(class, object, index) != FIELD_SET)
        return true;
    text = *(const struct text *)(const void *)member;
    if (field->type == FIELD_FILE)
        return take(state, text);
    if (!file_value_may_be_in(text))
        return true;
    tree = json_parse(context, text);
    return tree && take_tree(tree, take, state);
}
