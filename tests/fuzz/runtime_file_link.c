/* runtime_file_link.c - any bytes as a file's URL, name and type: no link is good that was not signed, and what is
 * taken for a name, a type or a place holds only what it may. */
#include "files/file_name.h"
#include "files/file_url.h"
#include "read/object_writer.h"
#include "require.h"
#include "sample_class.h"

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    (void)writer;
    (void)included;
    (void)object_id;
    return false;
}

static void require_plain(struct text text, const char *what)
{
    for (size_t i = 0; i < text.length; i++)
        require(text.bytes[i] > ' ' && text.bytes[i] < 127 && text.bytes[i] != '/', what);
}

static void try_link(struct arena *arena, struct text text)
{
    struct request request = {.context = {.arena = arena}};
    struct file_place place;
    struct file_link link;

    if (query_parse(arena, text, &request.parameters, &request.parameter_count)) {
        link = file_link_of(&request);
        require(!file_link_is_good(&link, text_of("name"), 0), "nobody guesses a signature");
    }
    if (file_place_read(text, &place) || file_place_of_url(arena, text, &place)) {
        require(place.version >= 0 && place.class_name.length && place.object_id.length,
                "a place has a class and an id");
        require_plain(place.class_name, "a class is a name");
        require_plain(place.object_id, "an id is a name");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct arena arena;

    arena_init(&arena);
    try_link(&arena, text);
    if (file_name_is_stored(text))
        for (size_t i = 0; i < size; i++)
            require(bytes[i] >= ' ' && bytes[i] < 127 && bytes[i] != '"' && bytes[i] != '/' &&
                        bytes[i] != '\\',
                    "a stored name is safe in paths and headers");
    struct text type = file_type_read(&arena, text);
    for (size_t i = 0; i < type.length; i++)
        require(type.bytes[i] > ' ' && type.bytes[i] < 127, "a type is safe in a header");
    (void)file_name_fault(text);
    (void)file_extension_is_allowed(file_name_extension(&arena, text), text);
    arena_release(&arena);
    return 0;
}
