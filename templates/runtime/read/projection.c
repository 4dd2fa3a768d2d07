/* projection.c - see projection.h. The three lists are split into dotted paths once; then a
 * projection is built for the class, and below it one for each pointer that a path leads through.
 * Each knows its prefix ("patient.user") and picks from the paths what concerns it. */
#include "read/projection.h"

#include "formats/json.h"
#include "guard/guard.h"
#include "model/class_access.h"
#include "request/server.h"

enum { PATH_LIMIT = 1000, INCLUDE_LIMIT = 100, INCLUDE_DEPTH_LIMIT = 10 };

struct paths {
    struct text *paths;
    size_t count;
};

/* What a request asks for. */
struct selection {
    bool has_keys;
    bool include_all; /* of the outermost class's pointers */
    struct paths keys;
    struct paths excluded;
    struct paths included;
};

/* A projection for rows in which the principal belongs to more groups than in others. */
struct variant {
    bool own_user;      /* the row is the principal's own _User */
    const bool *groups; /* see guard_hides_field_in_row() */
    const struct projection *projection;
    struct variant *next;
};

/* What an array's pointers lead to, for each class that they have led to so far. */
struct class_projection {
    const struct projection *projection;
    struct class_projection *next;
};

struct projection_source {
    const struct selection *selection;
    const struct class *class; /* NULL: an array's pointers may lead to any class */
    struct text prefix;        /* "" or "patient.user" */
    struct variant *variants;
    struct class_projection *classes;
};

static size_t count_components(struct text path)
{
    size_t count = 1;

    for (size_t i = 0; i < path.length; i++)
        count += path.bytes[i] == '.';
    return count;
}

/* Splits "a,b.c" at its commas; empty names are dropped. */
static bool read_paths(struct request *request, const char *parameter, struct paths *paths,
                       bool *present)
{
    struct text list = request_list_parameter(request, parameter);
    size_t capacity = 1;
    size_t start = 0;

    *paths = (struct paths){.count = 0};
    *present = list.bytes && !text_is(list, "null");
    if (!*present)
        return true;
    if (list.length && (list.bytes[0] == '[' || list.bytes[0] == '{'))
        return fail(&request->context, PARSE_INVALID_QUERY, "%s must be names with commas between",
                    parameter);
    for (size_t i = 0; i < list.length; i++)
        capacity += list.bytes[i] == ',';
    if (capacity > PATH_LIMIT)
        return fail(&request->context, PARSE_INVALID_QUERY, "%s may have at most %d names",
                    parameter, PATH_LIMIT);
    paths->paths = arena_alloc_array(request->context.arena, capacity, sizeof *paths->paths);
    if (!paths->paths)
        return fail_internal(&request->context, "out of memory");
    for (size_t i = 0; i <= list.length; i++) {
        if (i < list.length && list.bytes[i] != ',')
            continue;
        if (i > start)
            paths->paths[paths->count++] = (struct text){list.bytes + start, i - start};
        start = i + 1;
    }
    return true;
}

static bool check_depth(struct request *request, const struct paths *paths, size_t extra)
{
    for (size_t i = 0; i < paths->count; i++) {
        size_t depth = count_components(paths->paths[i]) - extra;
        if (depth > INCLUDE_DEPTH_LIMIT)
            return fail(&request->context, PARSE_INVALID_QUERY,
                        "Include depth of %zu exceeds maximum allowed depth of %d", depth,
                        INCLUDE_DEPTH_LIMIT);
    }
    return true;
}

static bool read_selection(struct request *request, struct selection *selection)
{
    struct text all = request_list_parameter(request, "includeAll");
    bool present;

    if (!read_paths(request, "keys", &selection->keys, &selection->has_keys) ||
        !read_paths(request, "excludeKeys", &selection->excluded, &present) ||
        !read_paths(request, "include", &selection->included, &present))
        return false;
    selection->include_all = text_is(all, "true") || text_is(all, "1");
    for (size_t i = 0; i < selection->included.count; i++)
        if (text_is(selection->included.paths[i], "*"))
            selection->include_all = true;
    if (selection->included.count > INCLUDE_LIMIT)
        return fail(&request->context, PARSE_INVALID_QUERY,
                    "Number of include fields (%zu) exceeds maximum allowed (%d)",
                    selection->included.count, INCLUDE_LIMIT);
    /* All but the last component of a key is followed, too. */
    return check_depth(request, &selection->included, 0) &&
           check_depth(request, &selection->keys, 1) &&
           check_depth(request, &selection->excluded, 1);
}

/* The component of the path that follows the prefix; *last tells whether it ends the path. */
static bool next_component(struct text path, struct text prefix, struct text *component, bool *last)
{
    const char *dot;

    if (prefix.length) {
        if (path.length <= prefix.length + 1 ||
            memcmp(path.bytes, prefix.bytes, prefix.length) != 0 ||
            path.bytes[prefix.length] != '.')
            return false;
        path.bytes += prefix.length + 1;
        path.length -= prefix.length + 1;
    }
    dot = memchr(path.bytes, '.', path.length);
    *last = dot == NULL;
    *component = path;
    if (dot)
        component->length = (size_t)(dot - path.bytes);
    return true;
}

static int find_field(const struct class *class, struct text name)
{
    const struct class_field *field = class_find_field(class, name);

    return field ? class_field_index(class, field) : -1;
}

/* Marks which fields the keys name; false when no key concerns this projection, which shows all
 * then. */
static bool mark_keys(const struct projection_source *source, unsigned char *shows)
{
    const struct selection *selection = source->selection;
    bool any = selection->has_keys && !source->prefix.length;
    struct text name;
    bool last;

    for (size_t i = 0; i < selection->keys.count; i++) {
        if (!next_component(selection->keys.paths[i], source->prefix, &name, &last))
            continue;
        int field = find_field(source->class, name);
        any = true;
        if (field >= 0)
            shows[field] = 1;
    }
    return any;
}

static void unmark_excluded(const struct projection_source *source, unsigned char *shows)
{
    const struct paths *excluded = &source->selection->excluded;
    struct text name;
    bool last;

    for (size_t i = 0; i < excluded->count; i++) {
        if (!next_component(excluded->paths[i], source->prefix, &name, &last) || !last)
            continue;
        int field = find_field(source->class, name);
        if (field >= 0)
            shows[field] = 0;
    }
}

static const struct projection *build(struct request *request, struct projection_source *source,
                                      bool own_user, const bool *groups);

/* A projection for the pointers in an array; see projection_of_class(). */
static const struct projection *build_open(struct arena *arena, struct projection_source *source)
{
    struct projection *projection = arena_alloc(arena, sizeof *projection);

    if (projection)
        projection->source = source;
    return projection;
}

/* Adds the projection of one field's target, unless it is no pointer or array that is shown. */
static bool include_field(struct request *request, const struct projection_source *source,
                          struct text name, const unsigned char *shows,
                          const struct projection **included)
{
    struct arena *arena = request->context.arena;
    int index = find_field(source->class, name);
    const struct class_field *field = index >= 0 ? &source->class->fields[index] : NULL;
    struct projection_source *inner;

    if (!field || !shows[index] || included[index] ||
        (field->type != FIELD_POINTER && field->type != FIELD_ARRAY))
        return true;
    inner = arena_alloc(arena, sizeof *inner);
    if (!inner)
        return false;
    inner->selection = source->selection;
    inner->class = field->target;
    inner->prefix =
        source->prefix.length
            ? arena_printf(arena, "%.*s.%.*s", TEXT_PRINTED(source->prefix), TEXT_PRINTED(name))
            : name;
    included[index] = inner->class ? build(request, inner, false, NULL) : build_open(arena, inner);
    return included[index] != NULL;
}

/* Includes what the paths lead through: to their ends, or to all but their last component. */
static bool include_paths(struct request *request, const struct projection_source *source,
                          const struct paths *paths, bool to_the_end, const unsigned char *shows,
                          const struct projection **included)
{
    struct text name;
    bool last;

    for (size_t i = 0; i < paths->count; i++)
        if (next_component(paths->paths[i], source->prefix, &name, &last) &&
            (to_the_end || !last) && !include_field(request, source, name, shows, included))
            return false;
    return true;
}

static bool include_all(struct request *request, const struct projection_source *source,
                        const unsigned char *shows, const struct projection **included)
{
    for (int i = 0; i < source->class->field_count; i++)
        if (!include_field(request, source, source->class->fields[i].name, shows, included))
            return false;
    return true;
}

/* Which fields are shown: those that are asked for and not hidden. */
static void choose_fields(struct request *request, const struct projection_source *source,
                          bool own_user, const bool *groups, unsigned char *shows)
{
    const struct class *class = source->class;
    const struct selection *selection = source->selection;
    size_t count = (size_t) class->field_count;

    if (!selection || !mark_keys(source, shows))
        memset(shows, 1, count);
    else if (selection->include_all && !source->prefix.length)
        for (int i = 0; i < class->field_count; i++)
            if (class->fields[i].type == FIELD_POINTER || class->fields[i].type == FIELD_ARRAY)
                shows[i] = 1;
    if (selection)
        unmark_excluded(source, shows);
    /* A relation says nothing but its class, and parse-server says that always. */
    for (int i = 0; i < class->field_count; i++)
        if (class->fields[i].type == FIELD_RELATION)
            shows[i] = 1;
    for (int i = 0; i < class->field_count && !own_user; i++)
        if (guard_hides_field_in_row(request, class, i, groups))
            shows[i] = 0;
}

/* Whether some rows of the class may show more than others. */
static bool varies_by_row(const struct request *request, const struct class *class)
{
    if (!class->access->protected_count || !principal_signed_in(&request->principal) ||
        request->principal.master)
        return false;
    if (class == request->app->user)
        return true;
    for (size_t i = 0; i < class->access->protected_count; i++)
        if (guard_user_field(class, &class->access->protected_fields[i]))
            return true;
    return false;
}

/* NULL when out of memory. */
static const struct projection *build(struct request *request, struct projection_source *source,
                                      bool own_user, const bool *groups)
{
    struct arena *arena = request->context.arena;
    const struct selection *selection = source->selection;
    size_t count = (size_t)source->class->field_count;
    struct projection *projection = arena_alloc(arena, sizeof *projection);
    unsigned char *shows = arena_alloc(arena, count + 1);
    const struct projection **included =
        selection ? arena_alloc_array(arena, count + 1, sizeof *included) : NULL;

    if (!projection || !shows || (selection && !included))
        return NULL;
    projection->class = source->class;
    projection->source = varies_by_row(request, source->class) ? source : NULL;
    choose_fields(request, source, own_user, groups, shows);
    projection->shows = shows;
    projection->all = memchr(shows, 0, count) == NULL;
    if (!selection)
        return projection;
    if ((selection->include_all && !source->prefix.length &&
         !include_all(request, source, shows, included)) ||
        !include_paths(request, source, &selection->included, true, shows, included) ||
        !include_paths(request, source, &selection->keys, false, shows, included) ||
        !include_paths(request, source, &selection->excluded, false, shows, included))
        return NULL;
    projection->included = included;
    return projection;
}

static bool build_outermost(struct request *request, const struct class *class,
                            const struct selection *selection, const struct projection **projection)
{
    struct projection_source *source = arena_alloc(request->context.arena, sizeof *source);

    *projection = NULL;
    if (source) {
        source->selection = selection;
        source->class = class;
        source->prefix = text_of("");
        *projection = build(request, source, false, NULL);
    }
    return *projection ? true : fail_internal(&request->context, "out of memory");
}

bool projection_build(struct request *request, const struct class *class,
                      const struct projection **projection)
{
    struct selection *selection = arena_alloc(request->context.arena, sizeof *selection);

    if (!selection)
        return fail_internal(&request->context, "out of memory");
    if (!read_selection(request, selection))
        return false;
    if (!selection->has_keys && !selection->include_all && !selection->excluded.count &&
        !selection->included.count)
        selection = NULL;
    return build_outermost(request, class, selection, projection);
}

bool projection_all(struct request *request, const struct class *class,
                    const struct projection **projection)
{
    return build_outermost(request, class, NULL, projection);
}

/* Whether one of an array's pointers is to the user. The array is JSON of our own. */
static bool array_names_user(struct request *request, struct text array, struct text user_id)
{
    cJSON *list = json_parse(&request->context, array);
    const cJSON *element;

    cJSON_ArrayForEach(element, list)
    {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(element, "objectId");
        if (cJSON_IsString(id) && text_is(user_id, id->valuestring))
            return true;
    }
    return false;
}

static bool field_names_user(struct request *request, const struct class_field *field,
                             const struct row *row)
{
    struct text user_id = request->principal.user_id;

    if (store_column_is_null(row->statement, field->column))
        return false;
    if (field->type == FIELD_POINTER)
        return text_equal(store_column_text(row->statement, field->column), user_id);
    return field->type == FIELD_ARRAY &&
           array_names_user(request, store_column_text(row->statement, field->column), user_id);
}

/* In which "userField:" groups the row puts the principal; whether in any. */
static bool find_groups(struct request *request, const struct class *class, const struct row *row,
                        bool *groups)
{
    bool any = false;

    for (size_t i = 0; i < class->access->protected_count; i++) {
        const struct class_field *field =
            guard_user_field(class, &class->access->protected_fields[i]);
        groups[i] = field && field->column >= 0 && field_names_user(request, field, row);
        any = any || groups[i];
    }
    return any;
}

/* Whether the row is the principal's own _User, of which it sees all unless an option says no. */
static bool is_own_user(const struct request *request, const struct class *class,
                        const struct row *row)
{
    return class == request->app->user && !request->server->options.protect_from_owner &&
           text_equal(store_column_text(row->statement, COLUMN_OBJECT_ID),
                      request->principal.user_id);
}

const struct projection *projection_of_row(struct request *request,
                                           const struct projection *projection,
                                           const struct row *row)
{
    struct arena *arena = request->context.arena;
    struct projection_source *source = projection->source;
    struct variant *variant;
    size_t count;
    bool own_user;
    bool *groups;

    if (!source)
        return projection;
    count = source->class->access->protected_count;
    own_user = is_own_user(request, source->class, row);
    groups = arena_alloc(arena, count);
    if (!groups || (!find_groups(request, source->class, row, groups) && !own_user))
        return projection;
    for (variant = source->variants; variant; variant = variant->next)
        if (variant->own_user == own_user && memcmp(variant->groups, groups, count) == 0)
            return variant->projection;
    variant = arena_alloc(arena, sizeof *variant);
    if (!variant)
        return projection;
    *variant = (struct variant){own_user, groups, build(request, source, own_user, groups),
                                source->variants};
    if (!variant->projection)
        return projection;
    source->variants = variant;
    return variant->projection;
}

const struct projection *projection_of_class(struct request *request,
                                             const struct projection *projection,
                                             const struct class *class)
{
    struct arena *arena = request->context.arena;
    struct projection_source *source = projection->source;
    struct class_projection *known = source->classes;
    struct projection_source *inner;

    while (known && known->projection->class != class)
        known = known->next;
    if (known)
        return known->projection;
    known = arena_alloc(arena, sizeof *known);
    inner = arena_alloc(arena, sizeof *inner);
    if (!known || !inner)
        return NULL;
    *inner = (struct projection_source){
        .selection = source->selection, .class = class, .prefix = source->prefix};
    known->projection = build(request, inner, false, NULL);
    if (!known->projection)
        return NULL;
    known->next = source->classes;
    source->classes = known;
    return known->projection;
}
