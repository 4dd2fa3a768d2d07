/* fields_input.c - see fields_input.h. What is made of it is judged by the handlers of REST (object_edit.c), which
 * it is a body for: here are only the words. */
#include "resolve/fields_input.h"

#include "formats/encoding.h"
#include "objects/objects.h"
#include "resolve/arguments.h"
#include "resolve/upload.h"
#include "routes/files.h"

struct reader {
    struct request *part;
    struct writes *writes;
};

static cJSON *out_of_memory(struct reader *reader)
{
    fail_internal(&reader->part->context, "out of memory");
    return NULL;
}

static bool add(struct reader *reader, cJSON *object, const char *name, cJSON *value)
{
    if (object && value && cJSON_AddItemToObject(object, name, value))
        return true;
    return fail_internal(&reader->part->context, "out of memory");
}

static const cJSON *given(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsNull(member) ? NULL : member;
}

static cJSON *pointer(struct reader *reader, const struct class *class, struct text object_id)
{
    cJSON *made = cJSON_CreateObject();

    if (!object_id.bytes)
        return out_of_memory(reader);
    return add(reader, made, "__type", cJSON_CreateString("Pointer")) &&
                   add(reader, made, "className", cJSON_CreateString(class->name.bytes)) &&
                   add(reader, made, "objectId", cJSON_CreateString(object_id.bytes))
               ? made
               : NULL;
}

/* A pointer to what a client names by its id, of either kind. */
static cJSON *named(struct reader *reader, const struct class *class, const cJSON *id)
{
    struct arena *arena = reader->part->context.arena;

    return pointer(reader, class, global_id_of_class(arena, class, text_of(id->valuestring)));
}

/* Creates an object that is to be pointed at, before that which does. */
static cJSON *created(struct reader *reader, const struct class *class, const cJSON *fields)
{
    struct request *part = reader->part;
    struct arena *arena = part->context.arena;
    struct text id = new_object_id(arena);
    const struct text parts[] = {TEXT("/classes/"), class->name};
    struct text path = arena_join(arena, parts, 2);
    cJSON *body = fields_input_read(part, reader->writes, class, fields);

    if (!body)
        return NULL;
    if (!id.bytes || !path.bytes)
        return out_of_memory(reader);
    if (!writes_add(part, reader->writes, METHOD_POST, path, body, NULL))
        return NULL;
    object_create_set_id(&reader->writes->list[reader->writes->count - 1], id);
    return pointer(reader, class, id);
}

/* {"link": id} or {"createAndLink": {...}} */
static cJSON *read_pointer(struct reader *reader, const struct class_field *field,
                           const cJSON *input)
{
    const cJSON *link = given(input, "link");
    const cJSON *fields = given(input, "createAndLink");

    if (!link == !fields) {
        fail(&reader->part->context, PARSE_INVALID_POINTER,
             "You need to provide link OR createAndLink on the pointer mutation of field %.*s",
             TEXT_PRINTED(field->name));
        return NULL;
    }
    return link ? named(reader, field->target, link) : created(reader, field->target, fields);
}

static bool add_operation(struct reader *reader, cJSON *operations, const char *name,
                          cJSON *objects)
{
    cJSON *operation = cJSON_CreateObject();

    if (!objects->child)
        return true;
    return (add(reader, operation, "__op", cJSON_CreateString(name)) &&
            add(reader, operation, "objects", objects) &&
            cJSON_AddItemToArray(operations, operation)) ||
           fail_internal(&reader->part->context, "out of memory");
}

/* Pointers to what a list names, or to what is created for it, behind those that are there. */
static bool
add_pointers(struct reader *reader, cJSON *objects, const struct class *class, const cJSON *list,
             cJSON *(*make)(struct reader *reader, const struct class *class, const cJSON *item))
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        cJSON *made = make(reader, class, item);
        if (!made || !cJSON_AddItemToArray(objects, made))
            return false;
    }
    return true;
}

/* {"add": [ids], "remove": [ids], "createAndAdd": [{...}]} */
static cJSON *read_relation(struct reader *reader, const struct class_field *field,
                            const cJSON *input)
{
    cJSON *batch = cJSON_CreateObject();
    cJSON *operations = cJSON_CreateArray();
    cJSON *added = cJSON_CreateArray();
    cJSON *removed = cJSON_CreateArray();

    if (!given(input, "add") && !given(input, "remove") && !given(input, "createAndAdd")) {
        fail(&reader->part->context, PARSE_INVALID_POINTER,
             "You need to provide at least one operation on the relation mutation of field %.*s",
             TEXT_PRINTED(field->name));
        return NULL;
    }
    if (!batch || !operations || !added || !removed)
        return out_of_memory(reader);
    if (!add_pointers(reader, added, field->target, given(input, "createAndAdd"), created) ||
        !add_pointers(reader, added, field->target, given(input, "add"), named) ||
        !add_pointers(reader, removed, field->target, given(input, "remove"), named) ||
        !add(reader, batch, "__op", cJSON_CreateString("Batch")) ||
        !add(reader, batch, "ops", operations) ||
        !add_operation(reader, operations, "AddRelation", added) ||
        !add_operation(reader, operations, "RemoveRelation", removed))
        return NULL;
    return batch;
}

struct text fields_input_store_file(struct request *part, struct writes *writes, const cJSON *value)
{
    const struct upload_file *file = upload_find(part, value);
    struct upload *upload = arena_alloc(part->context.arena, sizeof *upload);
    struct text path;

    if (!file || !file->name.length || memchr(file->name.bytes, '/', file->name.length)) {
        fail(&part->context, PARSE_FILE_SAVE_ERROR, "Invalid file upload.");
        return text_none();
    }
    const struct text parts[] = {TEXT("/files/"), file->name};
    path = arena_join(part->context.arena, parts, 2);
    if (!upload || !path.bytes) {
        fail_internal(&part->context, "out of memory");
        return text_none();
    }
    *upload = (struct upload){.content_type = file->content_type, .bytes = file->bytes};
    return writes_add(part, writes, METHOD_POST, path, NULL, upload) ? upload->record.name
                                                                     : text_none();
}

/* {"__type": type, key: value}, unless the value is an object, which says its type itself. */
static cJSON *typed(struct reader *reader, const char *type, const char *key, const cJSON *value)
{
    cJSON *object;

    if (!cJSON_IsString(value))
        return cJSON_Duplicate(value, true);
    object = cJSON_CreateObject();
    return add(reader, object, "__type", cJSON_CreateString(type)) &&
                   add(reader, object, key, cJSON_CreateString(value->valuestring))
               ? object
               : NULL;
}

/* {"file": name or File} or {"upload": a file of the form} or {"unlink": true} */
static cJSON *read_file(struct reader *reader, const struct class_field *field, const cJSON *input)
{
    const cJSON *file = given(input, "file");
    const cJSON *upload = given(input, "upload");
    struct text name;
    cJSON *made;

    (void)field;
    if (!upload && (cJSON_IsTrue(given(input, "unlink")) ||
                    cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(input, "file"))))
        return cJSON_CreateNull();
    if (!upload && file)
        return typed(reader, "File", "name", file);
    name = fields_input_store_file(reader->part, reader->writes, upload);
    if (!name.bytes)
        return NULL;
    made = cJSON_CreateObject();
    return add(reader, made, "__type", cJSON_CreateString("File")) &&
                   add(reader, made, "name", cJSON_CreateString(name.bytes))
               ? made
               : NULL;
}

static cJSON *read_geopoint(struct reader *reader, const struct class_field *field,
                            const cJSON *input)
{
    cJSON *point = cJSON_Duplicate(input, true);

    (void)field;
    return add(reader, point, "__type", cJSON_CreateString("GeoPoint")) ? point : NULL;
}

static cJSON *read_polygon(struct reader *reader, const struct class_field *field,
                           const cJSON *input)
{
    cJSON *polygon = cJSON_CreateObject();
    cJSON *corners = cJSON_CreateArray();
    const cJSON *point;

    (void)field;
    if (!add(reader, polygon, "__type", cJSON_CreateString("Polygon")) ||
        !add(reader, polygon, "coordinates", corners))
        return NULL;
    cJSON_ArrayForEach(point, input)
    {
        cJSON *corner = cJSON_CreateArray();
        cJSON *latitude = cJSON_Duplicate(given(point, "latitude"), true);
        cJSON *longitude = cJSON_Duplicate(given(point, "longitude"), true);
        if (!corner || !latitude || !longitude || !cJSON_AddItemToArray(corner, latitude) ||
            !cJSON_AddItemToArray(corner, longitude) || !cJSON_AddItemToArray(corners, corner))
            return out_of_memory(reader);
    }
    return polygon;
}

static cJSON *read_date(struct reader *reader, const struct class_field *field, const cJSON *input)
{
    (void)field;
    return typed(reader, "Date", "iso", input);
}

static cJSON *read_bytes(struct reader *reader, const struct class_field *field, const cJSON *input)
{
    (void)field;
    return typed(reader, "Bytes", "base64", input);
}

static bool add_rights(struct reader *reader, cJSON *acl, struct text who, const cJSON *entry)
{
    static const char *const rights[] = {"read", "write"};
    cJSON *made = cJSON_CreateObject();

    for (size_t i = 0; i < 2; i++)
        if (cJSON_IsTrue(given(entry, rights[i])) &&
            !add(reader, made, rights[i], cJSON_CreateTrue()))
            return false;
    return who.bytes ? add(reader, acl, who.bytes, made)
                     : fail_internal(&reader->part->context, "out of memory");
}

/* {"public": {...}, "users": [{"userId", ...}], "roles": [{"roleName", ...}]} */
static cJSON *read_acl(struct reader *reader, const cJSON *input)
{
    struct arena *arena = reader->part->context.arena;
    const struct class *user = reader->part->app->user;
    const cJSON *everybody = given(input, "public");
    const cJSON *entry;
    cJSON *acl = cJSON_CreateObject();

    if (!acl)
        return out_of_memory(reader);
    if (everybody && !add_rights(reader, acl, text_of("*"), everybody))
        return NULL;
    cJSON_ArrayForEach(entry, given(input, "users"))
    {
        struct text id = text_of(cJSON_GetStringValue(given(entry, "userId")));
        if (!add_rights(reader, acl, global_id_of_class(arena, user, id), entry))
            return NULL;
    }
    cJSON_ArrayForEach(entry, given(input, "roles"))
    {
        const char *name = cJSON_GetStringValue(given(entry, "roleName"));
        if (!add_rights(reader, acl, arena_printf(arena, "role:%s", name ? name : ""), entry))
            return NULL;
    }
    return acl;
}

/* A value of the field's type in the words of REST. */
static cJSON *read_value(struct reader *reader, const struct class_field *field, const cJSON *input)
{
    static cJSON *(*const readers[])(struct reader * reader, const struct class_field *field,
                                     const cJSON *input) = {
        [FIELD_POINTER] = read_pointer, [FIELD_RELATION] = read_relation,
        [FIELD_FILE] = read_file,       [FIELD_GEOPOINT] = read_geopoint,
        [FIELD_POLYGON] = read_polygon, [FIELD_DATE] = read_date,
        [FIELD_BYTES] = read_bytes,
    };
    bool has_reader =
        field && (size_t)field->type < sizeof readers / sizeof *readers && readers[field->type];

    if (cJSON_IsNull(input) || !has_reader)
        return cJSON_Duplicate(input, true);
    return readers[field->type](reader, field, input);
}

cJSON *fields_input_read(struct request *part, struct writes *writes, const struct class *class,
                         const cJSON *input)
{
    struct reader reader = {.part = part, .writes = writes};
    cJSON *body = cJSON_CreateObject();
    const cJSON *member;

    cJSON_ArrayForEach(member, input)
    {
        const struct class_field *field = class_find_field(class, text_of(member->string));
        cJSON *value;
        if (strcmp(member->string, "ACL") == 0 && !cJSON_IsNull(member))
            value = read_acl(&reader, member);
        else
            value = read_value(&reader, field, member);
        if (!value && !part->context.error.code)
            return out_of_memory(&reader);
        if (!value || !add(&reader, body, member->string, value))
            return NULL;
    }
    return body ? body : out_of_memory(&reader);
}
