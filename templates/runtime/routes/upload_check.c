/* upload_check.c - see upload_check.h. */
#include "routes/upload_check.h"

#include "accounts/auth_data.h"
#include "files/file_contents.h"
#include "files/file_name.h"
#include "files/file_sniff.h"
#include "formats/encoding.h"
#include "request/server.h"

bool upload_fail(struct request *request, const char *message)
{
    return fail(&request->context, PARSE_FILE_SAVE_ERROR, "%s", message);
}

/* Whoever is signed in may upload, anonymous users apart, as in parse-server, unless the server is told
 * otherwise. */
bool upload_check_uploader(struct request *request)
{
    const struct principal *principal = &request->principal;
    struct text who = request->server->options.file_upload;
    bool anonymous;

    if (principal->master || text_is(who, "public"))
        return true;
    if (text_is(who, "none"))
        return upload_fail(request, "File upload is disabled.");
    if (!principal_signed_in(principal))
        return upload_fail(request, "File upload by public is disabled.");
    if (!auth_data_has(request, principal->user_id, text_of("anonymous"), &anonymous))
        return false;
    return !anonymous || upload_fail(request, "File upload by anonymous user is disabled.");
}

static bool check_extension(struct request *request, struct text extension)
{
    if (request->principal.master || !extension.length ||
        file_extension_is_allowed(extension, request->server->options.file_extensions))
        return true;
    return fail(&request->context, PARSE_FILE_SAVE_ERROR,
                "File upload of extension %.*s is disabled.", TEXT_PRINTED(extension));
}

/* What is behind the slash. */
static struct text subtype_of(struct text type)
{
    const char *slash = memchr(type.bytes, '/', type.length);

    return (struct text){slash + 1, type.length - (size_t)(slash + 1 - type.bytes)};
}

/* The type that the file is kept and answered with: its name's, else the one that the client says. Where
 * only the client says it, it is checked as the name is. */
static bool find_type(struct request *request, struct text name, struct text said,
                      struct text *type)
{
    struct arena *arena = request->context.arena;
    struct text extension = file_name_extension(arena, name);

    if (!check_extension(request, extension))
        return false;
    *type = file_type_of_extension(extension);
    if (type->bytes)
        return true;
    if (!said.length) {
        *type = text_of("application/octet-stream");
        return true;
    }
    *type = file_type_read(arena, said);
    if (!type->bytes)
        return upload_fail(request, "Invalid Content-Type.");
    return check_extension(request, subtype_of(*type));
}

/* RANDOM_NAME; a name without an extension gets that of its type. */
static struct text make_name(struct arena *arena, struct text name, struct text type)
{
    struct text id = random_hex(arena, FILE_ID_LENGTH);
    struct text extension =
        file_name_extension(arena, name).length ? text_none() : file_extension_of_type(type);
    bool has_point = name.bytes[name.length - 1] == '.';

    if (!id.bytes)
        return text_none();
    return arena_printf(arena, "%.*s_%.*s%s%.*s", TEXT_PRINTED(id), TEXT_PRINTED(name),
                        extension.length && !has_point ? "." : "", TEXT_PRINTED(extension));
}

bool upload_check_size(struct request *request, int64_t size)
{
    int64_t limit = request->server->options.file_limit;

    if (size == 0)
        return upload_fail(request, "Invalid file upload.");
    if (size > limit)
        return fail(&request->context, PARSE_FILE_SAVE_ERROR,
                    "File size exceeds maximum allowed: %lld bytes.", (long long)limit);
    return true;
}

bool upload_make_record(struct request *request, struct text name, struct upload *upload)
{
    int64_t size = upload->streams ? upload->announced : (int64_t)upload->bytes.length;
    const char *fault = file_name_fault(name);
    struct text type;

    if (fault)
        return fail(&request->context, PARSE_INVALID_FILE_NAME, "%s", fault);
    if (!find_type(request, name, upload->content_type, &type))
        return false;
    if (!upload_check_size(request, size))
        return false;
    upload->record = (struct file_record){
        .name = make_name(request->context.arena, name, type),
        .owner_id = request->principal.master ? text_none() : request->principal.user_id,
        .content_type = type,
        .size = size,
    };
    file_contents_make_key(&upload->record);
    return upload->record.name.bytes ? true : fail_internal(&request->context, "out of memory");
}

/* Where fields say of which types their files are, a file's type is what its contents are. */
static bool has_typed_fields(const struct app *app)
{
    for (size_t i = 0; i < app->class_count; i++)
        for (int j = 0; j < app->classes[i]->field_count; j++)
            if (app->classes[i]->fields[j].file_type_count)
                return true;
    return false;
}

bool upload_check_contents(struct request *request, struct text begin)
{
    struct text type = request->upload->record.content_type;

    return !has_typed_fields(request->app) || file_sniff_fits(begin, type) ||
           fail(&request->context, PARSE_FILE_SAVE_ERROR,
                "The contents of the file are not %.*s, as its name or its Content-Type says.",
                TEXT_PRINTED(type));
}
