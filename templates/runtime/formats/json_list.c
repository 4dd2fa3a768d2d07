/* json_list.c - see json_list.h. Lists are as long as a client makes them, so that elements are
 * looked up in a hash table of their JSON texts. */
#include "formats/json_list.h"

#include "formats/json.h"

/* Texts, each once; open addressing, never more than half full. */
struct text_set {
    struct text *places;
    size_t capacity; /* a power of two */
};

static bool set_init(struct text_set *set, struct arena *arena, size_t count)
{
    set->capacity = 8;
    while (set->capacity < 2 * count)
        set->capacity *= 2;
    set->places = arena_alloc_array(arena, set->capacity, sizeof *set->places);
    return set->places != NULL;
}

/* Where the text is, or the free place where it belongs. */
static struct text *set_find(const struct text_set *set, struct text text)
{
    uint64_t hash = 14695981039346656037U; /* FNV-1a (draft-eastlake-fnv) */
    size_t at;

    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * 1099511628211U;
    at = (size_t)(hash ^ (hash >> 32)) & (set->capacity - 1);
    while (set->places[at].bytes && !text_equal(set->places[at], text))
        at = (at + 1) & (set->capacity - 1);
    return &set->places[at];
}

/* False when it was there. */
static bool set_add(struct text_set *set, struct text text)
{
    struct text *place = set_find(set, text);

    if (place->bytes)
        return false;
    *place = text;
    return true;
}

static struct text element_text(struct context *context, const cJSON *element)
{
    struct buffer buffer;

    buffer_init(&buffer, context->arena, 32);
    json_write_tree(&buffer, element);
    return buffer_text(&buffer);
}

static void add_element(struct buffer *json, struct text element, bool *first)
{
    if (!*first)
        buffer_add_char(json, ',');
    *first = false;
    buffer_add_text(json, element);
}

bool json_list_change(struct context *context, struct text operation, const cJSON *base,
                      const cJSON *objects, struct buffer *json)
{
    bool unique = text_is(operation, "AddUnique");
    bool remove = text_is(operation, "Remove");
    bool first = true;
    struct text_set known;
    const cJSON *element;

    if (!set_init(&known, context->arena,
                  (size_t)cJSON_GetArraySize(base) + (size_t)cJSON_GetArraySize(objects)))
        return fail_internal(context, "out of memory");
    buffer_add_char(json, '[');
    for (element = remove ? objects->child : NULL; element; element = element->next)
        set_add(&known, element_text(context, element));
    for (element = base ? base->child : NULL; element; element = element->next) {
        struct text text = element_text(context, element);
        if (remove && set_find(&known, text)->bytes)
            continue;
        if (unique)
            set_add(&known, text);
        add_element(json, text, &first);
    }
    for (element = remove ? NULL : objects->child; element; element = element->next) {
        struct text text = element_text(context, element);
        if (!unique || set_add(&known, text))
            add_element(json, text, &first);
    }
    buffer_add_char(json, ']');
    return context->arena->failed ? fail_internal(context, "out of memory") : true;
}
