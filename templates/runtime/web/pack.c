/* pack.c - see pack.h. */
#include "web/pack.h"
#include "formats/digits.h"

static const char first_line[] = "caregen pages 1\n";

/* What stands before the next one of this byte, behind which the text goes on; no text without it. */
static struct text take_until(struct text *rest, char end)
{
    const char *found = rest->length ? memchr(rest->bytes, end, rest->length) : NULL;
    struct text taken = text_none();

    if (!found)
        return taken;
    taken = (struct text){rest->bytes, (size_t)(found - rest->bytes)};
    rest->bytes = found + 1;
    rest->length -= taken.length + 1;
    return taken;
}

static bool read_number(struct text digits, size_t *number)
{
    enum { LONGEST_NUMBER = 9 };
    int64_t read = digits_read(digits, LONGEST_NUMBER);

    *number = read < 0 ? 0 : (size_t)read;
    return read >= 0;
}

static bool read_coding(struct text name, enum page_coding *coding)
{
    for (int i = 0; i < PAGE_CODINGS; i++) {
        const char *known = page_coding_name((enum page_coding)i);
        *coding = (enum page_coding)i;
        if (text_is(name, known ? known : "-"))
            return true;
    }
    return false;
}

/* The page that the line is about: the last one, or one more. NULL when there is no room. */
static struct page *page_of(struct pack *pack, struct text path, struct text type,
                            struct arena *arena)
{
    struct page *page = pack->count ? &pack->pages[pack->count - 1] : NULL;

    if (page && text_equal(page->path, path))
        return page;
    if (pack->count == PACK_PAGES)
        return NULL;
    page = &pack->pages[pack->count];
    *page = (struct page){
        .path = path,
        .content_type = arena_copy(arena, type).bytes,
        .status = 200,
        .is_kept = true,
    };
    if (!page->content_type)
        return NULL;
    pack->count++;
    return page;
}

static bool read_line(struct pack *pack, struct text line, struct text bodies, struct arena *arena)
{
    struct text path = take_until(&line, ' ');
    struct text type = take_until(&line, ' ');
    struct text coding_name = take_until(&line, ' ');
    struct text start_digits = take_until(&line, ' ');
    enum page_coding coding;
    struct page *page;
    size_t start;
    size_t length;

    if (!start_digits.bytes || !path.length || path.bytes[0] != '/' || !type.length ||
        !read_coding(coding_name, &coding) || !read_number(start_digits, &start) ||
        !read_number(line, &length) || start > bodies.length || length > bodies.length - start)
        return false;
    page = page_of(pack, path, type, arena);
    if (!page)
        return false;
    page_set_body(page, coding, (struct text){bodies.bytes + start, length});
    return true;
}

/* The bodies, which follow the first empty line; no text without one. */
static struct text find_bodies(struct text rest)
{
    struct text line = take_until(&rest, '\n');

    while (line.length)
        line = take_until(&rest, '\n');
    return line.bytes ? rest : text_none();
}

bool pack_read(struct pack *pack, struct text bytes, struct arena *arena)
{
    size_t first = sizeof first_line - 1;
    struct text bodies;
    struct text line;

    pack->count = 0;
    if (bytes.length < first || memcmp(bytes.bytes, first_line, first) != 0)
        return false;
    bytes.bytes += first;
    bytes.length -= first;
    bodies = find_bodies(bytes);
    if (!bodies.bytes)
        return false;
    for (line = take_until(&bytes, '\n'); line.length; line = take_until(&bytes, '\n'))
        if (!read_line(pack, line, bodies, arena)) {
            pack->count = 0;
            return false;
        }
    return pack->count > 0;
}
