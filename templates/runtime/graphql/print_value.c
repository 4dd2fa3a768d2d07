/* print_value.c - see print_value.h. */
#include "graphql/print_value.h"

#include "formats/json.h"
#include "graphql/error.h"

enum { SHOWN_BYTES = 100 /* of a value in an error */ };

/* At most so many bytes, and whole characters. */
static struct text cut(struct arena *arena, struct text text)
{
    if (text.length <= SHOWN_BYTES)
        return text;
    text.length = SHOWN_BYTES;
    while (text.length > 0 && ((unsigned char)text.bytes[text.length] & 0xC0) == 0x80)
        text.length--;
    return graphql_message(arena, "{}...", GRAPHQL_TEXTS(text));
}

struct text graphql_print_literal_briefly(struct arena *arena, const struct graphql_value *value)
{
    struct buffer buffer;

    switch (value->kind) {
    case GRAPHQL_VALUE_LIST:
        return value->items ? (struct text)TEXT("[...]") : (struct text)TEXT("[]");
    case GRAPHQL_VALUE_OBJECT:
        return value->fields ? (struct text)TEXT("{ ... }") : (struct text)TEXT("{}");
    case GRAPHQL_VALUE_STRING:
        buffer_init(&buffer, arena, 0);
        json_write_string(&buffer, cut(arena, value->text));
        return buffer_text(&buffer);
    case GRAPHQL_VALUE_VARIABLE:
        return graphql_message(arena, "${}", GRAPHQL_TEXTS(cut(arena, value->text)));
    default:
        return cut(arena, value->text);
    }
}

struct text graphql_print_json_briefly(struct arena *arena, const cJSON *json)
{
    struct buffer buffer;

    if (cJSON_IsArray(json))
        return json->child ? (struct text)TEXT("[...]") : (struct text)TEXT("[]");
    if (cJSON_IsObject(json))
        return json->child ? (struct text)TEXT("{ ... }") : (struct text)TEXT("{}");
    buffer_init(&buffer, arena, 0);
    if (cJSON_IsString(json))
        json_write_string(&buffer, cut(arena, text_of(json->valuestring)));
    else
        json_write_tree(&buffer, json);
    return buffer_text(&buffer);
}

static void print_list(struct buffer *buffer, const struct graphql_value *list)
{
    buffer_add_char(buffer, '[');
    for (const struct graphql_value *item = list->items; item; item = item->next) {
        graphql_print_literal(buffer, item);
        buffer_add_string(buffer, item->next ? ", " : "");
    }
    buffer_add_char(buffer, ']');
}

static void print_object(struct buffer *buffer, const struct graphql_value *object)
{
    buffer_add_string(buffer, object->fields ? "{ " : "{");
    for (const struct graphql_argument *field = object->fields; field; field = field->next) {
        buffer_add_text(buffer, field->name);
        buffer_add_string(buffer, ": ");
        graphql_print_literal(buffer, field->value);
        buffer_add_string(buffer, field->next ? ", " : " ");
    }
    buffer_add_char(buffer, '}');
}

void graphql_print_literal(struct buffer *buffer, const struct graphql_value *value)
{
    switch (value->kind) {
    case GRAPHQL_VALUE_LIST:
        print_list(buffer, value);
        break;
    case GRAPHQL_VALUE_OBJECT:
        print_object(buffer, value);
        break;
    case GRAPHQL_VALUE_STRING:
        json_write_string(buffer, value->text);
        break;
    case GRAPHQL_VALUE_VARIABLE:
        buffer_add_char(buffer, '$');
        buffer_add_text(buffer, value->text);
        break;
    default:
        buffer_add_text(buffer, value->text);
    }
}
