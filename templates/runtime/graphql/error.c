/* error.c - see error.h. */
#include "graphql/error.h"

#include "formats/json.h"

void graphql_errors_init(struct graphql_errors *errors, struct arena *arena, size_t limit)
{
    *errors = (struct graphql_errors){.arena = arena, .limit = limit};
    errors->end = &errors->first;
}

struct text graphql_message(struct arena *arena, const char *message, const struct text *texts,
                            size_t count)
{
    struct buffer buffer;
    size_t next = 0;
    const char *place;

    buffer_init(&buffer, arena, strlen(message) + 1);
    while ((place = strstr(message, "{}")) != NULL) {
        buffer_add(&buffer, message, (size_t)(place - message));
        if (next < count)
            buffer_add_text(&buffer, texts[next++]);
        message = place + 2;
    }
    buffer_add_string(&buffer, message);
    return buffer.failed ? text_none() : buffer_text(&buffer);
}

struct graphql_error *graphql_error_add(struct graphql_errors *errors, const char *code,
                                        const char *message, const struct text *texts, size_t count)
{
    struct graphql_error *error;

    if (errors->limit && errors->count >= errors->limit) {
        errors->full = true;
        return NULL;
    }
    error = arena_alloc(errors->arena, sizeof *error);
    if (!error)
        return NULL;
    error->message = graphql_message(errors->arena, message, texts, count);
    error->code = code;
    *errors->end = error;
    errors->end = &error->next;
    errors->count++;
    return error;
}

void graphql_error_at(struct graphql_errors *errors, struct graphql_error *error,
                      struct graphql_place place)
{
    struct graphql_place *places;

    if (!error)
        return;
    places = arena_alloc_array(errors->arena, error->place_count + 1, sizeof *places);
    if (!places)
        return;
    if (error->place_count)
        memcpy(places, error->places, error->place_count * sizeof *places);
    places[error->place_count++] = place;
    error->places = places;
}

void graphql_error_in(struct graphql_errors *errors, struct graphql_error *error,
                      const struct graphql_path *path)
{
    const struct graphql_path **parent;

    if (!error)
        return;
    error->path = NULL;
    for (parent = &error->path; path; path = path->parent) {
        struct graphql_path *copy = arena_alloc(errors->arena, sizeof *copy);
        if (!copy)
            return;
        *copy = (struct graphql_path){.name = path->name, .index = path->index};
        *parent = copy;
        parent = &copy->parent;
    }
}

void graphql_error_set_number(struct graphql_error *error, int number)
{
    if (!error)
        return;
    error->code = NULL;
    error->number = number;
}

static void write_path(struct buffer *json, const struct graphql_path *path)
{
    if (path->parent) {
        write_path(json, path->parent);
        buffer_add_char(json, ',');
    }
    if (path->name.bytes)
        json_write_string(json, path->name);
    else
        buffer_add_int64(json, (int64_t)path->index);
}

static void write_places(struct buffer *json, const struct graphql_error *error)
{
    buffer_add_string(json, ",\"locations\":[");
    for (size_t i = 0; i < error->place_count; i++) {
        buffer_add_string(json, i ? ",{\"line\":" : "{\"line\":");
        buffer_add_int64(json, error->places[i].line);
        buffer_add_string(json, ",\"column\":");
        buffer_add_int64(json, error->places[i].column);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}

static void print_path(struct buffer *buffer, const struct graphql_path *path)
{
    if (!path)
        return;
    print_path(buffer, path->parent);
    buffer_add_char(buffer, path->name.bytes ? '.' : '[');
    if (path->name.bytes) {
        buffer_add_text(buffer, path->name);
        return;
    }
    buffer_add_int64(buffer, (int64_t)path->index);
    buffer_add_char(buffer, ']');
}

struct text graphql_print_path(struct arena *arena, const struct graphql_path *path)
{
    struct buffer buffer;

    buffer_init(&buffer, arena, 0);
    print_path(&buffer, path);
    return buffer_text(&buffer);
}

static void write_code(struct buffer *json, const struct graphql_error *error)
{
    if (!error->code && !error->number)
        return;
    buffer_add_string(json, ",\"extensions\":{\"code\":");
    if (error->code)
        json_write_string(json, text_of(error->code));
    else
        buffer_add_int64(json, error->number);
    buffer_add_char(json, '}');
}

void graphql_errors_write(struct buffer *json, const struct graphql_errors *errors)
{
    buffer_add_char(json, '[');
    for (const struct graphql_error *error = errors->first; error; error = error->next) {
        buffer_add_string(json, error == errors->first ? "{\"message\":" : ",{\"message\":");
        json_write_string(json, error->message);
        if (error->place_count)
            write_places(json, error);
        if (error->path) {
            buffer_add_string(json, ",\"path\":[");
            write_path(json, error->path);
            buffer_add_char(json, ']');
        }
        write_code(json, error);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}
