/* subscription.c - see subscription.h. A subscription and its texts are one piece of memory. */
#include "live/subscription.h"

#include "base/buffer.h"
#include "formats/json.h"
#include "model/value.h"

#include <sodium.h>
#include <stdlib.h>

enum { BUCKETS = 16384 };

struct subscription_index {
    const struct app *app;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* nobody can make buckets long */
    struct subscription *buckets[BUCKETS];
    struct unindexed others[]; /* of each class */
};

/* Making one. */

static struct text list_text(struct arena *arena, const cJSON *list)
{
    const cJSON *name;
    struct buffer text;

    if (!list)
        return text_none();
    buffer_init(&text, arena, 64);
    cJSON_ArrayForEach(name, list)
    {
        if (name != list->child)
            buffer_add_char(&text, ',');
        buffer_add_string(&text, name->valuestring);
    }
    return text.failed ? text_none() : buffer_text(&text);
}

/* What {"$eq": value} and nothing else is to be equal to; any other value itself. */
static const cJSON *equal_value(const cJSON *value)
{
    const cJSON *only = cJSON_IsObject(value) ? value->child : NULL;

    return only && !only->next && strcmp(only->string, "$eq") == 0 ? only : value;
}

/* The object's id that a value names, where it is a pointer or an id. */
static struct text id_of(const cJSON *value)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(value, "__type");
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(value, "objectId");

    if (cJSON_IsString(value))
        return text_of(value->valuestring);
    return cJSON_IsString(type) && strcmp(type->valuestring, "Pointer") == 0 && cJSON_IsString(id)
               ? text_of(id->valuestring)
               : text_none();
}

/* The column that the where holds to one value, and the value; no text: there is none. */
static struct text find_value(const struct class *class, const cJSON *where, int *column)
{
    const cJSON *member;

    *column = -1;
    cJSON_ArrayForEach(member, where)
    {
        const struct class_field *field = class_find_field(class, text_of(member->string));
        const cJSON *equal = equal_value(member);
        struct text value = id_of(equal);
        if (!value.bytes)
            continue;
        if (strcmp(member->string, "objectId") == 0 && cJSON_IsString(equal))
            *column = COLUMN_OBJECT_ID;
        else if (field && field->type == FIELD_POINTER)
            *column = field->column;
        if (*column >= 0)
            return value;
    }
    return text_none();
}

static struct text keep(char **at, struct text text)
{
    struct text kept = {*at, text.length};

    if (!text.bytes)
        return text_none();
    if (text.length)
        memcpy(*at, text.bytes, text.length);
    (*at)[text.length] = '\0';
    *at += text.length + 1;
    return kept;
}

/* What a subscription keeps, wherever it is. */
struct parts {
    const struct class *class;
    const struct live_message *message;
    struct text where;
    struct text keys;
    struct text value;
    struct text user;
    size_t watch_count;
    int column;
};

static size_t size_of(const struct parts *parts)
{
    const struct live_message *message = parts->message;
    const struct text texts[] = {parts->where,           parts->keys, parts->value,  parts->user,
                                 message->session_token, message->id, message->asked};
    size_t size = sizeof(struct subscription) + parts->watch_count * sizeof(struct text);
    const cJSON *name;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        size += texts[i].length + 1;
    cJSON_ArrayForEach(name, message->watch)
    {
        size += strlen(name->valuestring) + 1;
    }
    return size;
}

static const char *const event_names[] = {"create", "enter", "update", "leave", "delete"};

enum { EVENT_COUNT = sizeof event_names / sizeof *event_names };

static unsigned bits_of(const cJSON *events)
{
    const cJSON *name;
    unsigned bits = 0;

    cJSON_ArrayForEach(name, events)
    {
        for (unsigned i = 0; i < EVENT_COUNT; i++)
            if (strcmp(name->valuestring, event_names[i]) == 0)
                bits |= 1U << i;
    }
    return bits;
}

bool subscription_wants(const struct subscription *subscription, const char *event)
{
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if (strcmp(event, event_names[i]) == 0)
            return !subscription->events || (subscription->events & 1U << i);
    return false;
}

static void fill(struct subscription *subscription, const struct parts *parts)
{
    const cJSON *name;
    char *at;

    *subscription = (struct subscription){
        .class = parts->class,
        .request_id = parts->message->request_id,
        .watch = (struct text *)(subscription + 1),
        .events = bits_of(parts->message->events),
        .of_one = where_is_of_one(parts->message->where),
        .column = parts->column,
    };
    at = (char *)(subscription->watch + parts->watch_count);
    subscription->where = keep(&at, parts->where);
    subscription->keys = keep(&at, parts->keys);
    subscription->token = keep(&at, parts->message->session_token);
    subscription->value = keep(&at, parts->value);
    subscription->user = keep(&at, parts->user);
    subscription->id = keep(&at, parts->message->id);
    subscription->asked = keep(&at, parts->message->asked);
    cJSON_ArrayForEach(name, parts->message->watch)
    {
        struct text *watch = &subscription->watch[subscription->watch_count++];
        *watch = keep(&at, text_of(name->valuestring));
    }
}

struct subscription *subscription_new(const struct class *class, const struct live_message *message,
                                      struct text user)
{
    struct parts parts = {.class = class, .message = message, .user = user};
    struct subscription *subscription = NULL;
    struct buffer where;
    struct arena arena;

    arena_init(&arena);
    buffer_init(&where, &arena, 256);
    json_write_tree(&where, message->where);
    parts.where = buffer_text(&where);
    parts.keys = list_text(&arena, message->keys);
    parts.value = find_value(class, message->where, &parts.column);
    parts.watch_count = message->watch ? (size_t)cJSON_GetArraySize(message->watch) : 0;
    if (!where.failed && !arena.failed)
        subscription = malloc(size_of(&parts));
    if (subscription)
        fill(subscription, &parts);
    arena_release(&arena);
    return subscription;
}

void subscription_free(struct subscription *subscription)
{
    subscription_unlink(subscription);
    free(subscription->shown);
    free(subscription);
}

bool where_is_of_one(const cJSON *where)
{
    const cJSON *only = where ? where->child : NULL;

    return only && !only->next && strcmp(only->string, "objectId") == 0 &&
           cJSON_IsString(equal_value(only));
}

/* The index. */

struct subscription_index *subscription_index_new(const struct app *app)
{
    struct subscription_index *index =
        calloc(1, sizeof *index + app->class_count * sizeof(struct unindexed));

    if (!index)
        return NULL;
    index->app = app;
    crypto_shorthash_keygen(index->key);
    return index;
}

void subscription_index_free(struct subscription_index *index)
{
    for (size_t i = 0; index && i < index->app->class_count; i++)
        free(index->others[i].users);
    free(index);
}

void subscription_unlink(struct subscription *subscription)
{
    if (!subscription->place)
        return;
    *subscription->place = subscription->next;
    if (subscription->next)
        subscription->next->place = subscription->place;
    subscription->next = NULL;
    subscription->place = NULL;
    if (!subscription->unindexed)
        return;
    subscription->unindexed->count--;
    subscription->unindexed->users_stale = true;
    subscription->unindexed = NULL;
}

static void subscription_link(struct subscription **list, struct subscription *subscription)
{
    subscription->next = *list;
    subscription->place = list;
    if (*list)
        (*list)->place = &subscription->next;
    *list = subscription;
}

void subscription_append(struct subscription **list, struct subscription *subscription)
{
    while (*list)
        list = &(*list)->next;
    subscription_link(list, subscription);
}

struct unindexed *subscription_index_others(struct subscription_index *index,
                                            const struct class *class)
{
    size_t number = 0;

    while (index->app->classes[number] != class)
        number++;
    return &index->others[number];
}

static int compare_texts(const void *one, const void *other)
{
    return text_compare(*(const struct text *)one, *(const struct text *)other);
}

bool unindexed_find_users(struct unindexed *unindexed)
{
    struct text *users;
    size_t count = 0;

    if (!unindexed->users_stale)
        return true;
    users = realloc(unindexed->users, (unindexed->count + 1) * sizeof *users);
    if (!users)
        return false;
    unindexed->users = users;
    for (const struct subscription *at = unindexed->first; at; at = at->next)
        if (at->user.bytes)
            users[count++] = at->user;
    qsort(users, count, sizeof *users, compare_texts);
    unindexed->user_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!i || !text_equal(users[i], users[unindexed->user_count - 1]))
            users[unindexed->user_count++] = users[i];
    unindexed->users_stale = false;
    return true;
}

size_t unindexed_place(const struct unindexed *unindexed, struct text user)
{
    const struct text *place = bsearch(&user, unindexed->users, unindexed->user_count,
                                       sizeof *unindexed->users, compare_texts);

    return place ? (size_t)(place - unindexed->users) : unindexed->user_count;
}

static struct subscription **bucket_of(const struct subscription_index *index,
                                       const struct class *class, int column, struct text value)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t number;

    crypto_shorthash(hash, (const unsigned char *)value.bytes, value.length, index->key);
    memcpy(&number, hash, sizeof number);
    number += (uint64_t)(uintptr_t) class / sizeof(void *) + (uint64_t)column * 31;
    return (struct subscription **)(uintptr_t)&index->buckets[number % BUCKETS];
}

void subscription_index_add(struct subscription_index *index, struct subscription *subscription)
{
    struct unindexed *others;

    if (subscription->column >= 0) {
        subscription_link(
            bucket_of(index, subscription->class, subscription->column, subscription->value),
            subscription);
        return;
    }
    others = subscription_index_others(index, subscription->class);
    subscription_link(&others->first, subscription);
    subscription->unindexed = others;
    others->count++;
    others->users_stale = true;
}

struct finding {
    const struct subscription_index *index;
    struct arena *arena;
    const struct class *class;
    struct subscription **found;
    size_t count;
    size_t capacity;
    bool failed;
};

static void take(struct finding *finding, struct subscription *subscription)
{
    if (finding->count == finding->capacity) {
        size_t capacity = finding->capacity ? 2 * finding->capacity : 64;
        struct subscription **found =
            arena_alloc_array(finding->arena, capacity, sizeof(struct subscription *));
        if (!found) {
            finding->failed = true;
            return;
        }
        if (finding->count)
            memcpy(found, finding->found, finding->count * sizeof *found);
        finding->found = found;
        finding->capacity = capacity;
    }
    finding->found[finding->count++] = subscription;
}

static void take_of_value(struct finding *finding, int column, struct text value)
{
    struct subscription *at;

    if (!value.bytes)
        return;
    for (at = *bucket_of(finding->index, finding->class, column, value); at; at = at->next)
        if (at->class == finding->class && at->column == column && text_equal(at->value, value))
            take(finding, at);
}

/* A value that the row had and has is looked up once. */
static void take_of_column(struct finding *finding, int column, const struct row_image *before,
                           const struct row_image *after)
{
    struct text old = before ? row_image_text(before, column) : text_none();
    struct text new = after ? row_image_text(after, column) : text_none();

    take_of_value(finding, column, old);
    if (!old.bytes || !new.bytes || !text_equal(old, new))
        take_of_value(finding, column, new);
}

bool subscription_index_find(const struct subscription_index *index, struct arena *arena,
                             const struct row_image *before, const struct row_image *after,
                             struct subscription ***found, size_t *count)
{
    const struct class *class = after ? after->class : before->class;
    struct finding finding = {.index = index, .arena = arena, .class = class};

    take_of_column(&finding, COLUMN_OBJECT_ID, before, after);
    for (int i = 0; i < class->field_count; i++)
        if (class->fields[i].type == FIELD_POINTER)
            take_of_column(&finding, class->fields[i].column, before, after);
    *found = finding.found;
    *count = finding.count;
    return !finding.failed;
}

bool subscription_may_match(const struct subscription *subscription, const struct row_image *before,
                            const struct row_image *after)
{
    int column = subscription->column;

    if (subscription->class != (after ? after->class : before->class))
        return false;
    return column < 0 ||
           (before && text_equal(row_image_text(before, column), subscription->value)) ||
           (after && text_equal(row_image_text(after, column), subscription->value));
}
