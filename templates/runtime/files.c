/* files.c - see files.h. */
#include "files.h"

bool files_refuse_nameless(struct request *request)
{
    return fail(&request->context, PARSE_INVALID_FILE_NAME, "Filename not provided.");
}

bool files_refuse(struct request *request)
{
    return fail(&request->context, PARSE_FILE_SAVE_ERROR,
                "This server does not store files; a File field keeps a file's name only.");
}

bool files_get(struct request *request)
{
    request->context.error =
        (struct parse_error){.code = -1, .status = 404, .message = text_of("File not found.")};
    return false;
}

bool files_delete(struct request *request)
{
    return fail(&request->context, PARSE_FILE_DELETE_ERROR, "This server does not store files.");
}
