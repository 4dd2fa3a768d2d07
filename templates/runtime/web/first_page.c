/* first_page.c - see first_page.h. Links are relative: a proxy may have put a path in front. */
#include "web/first_page.h"

#include "formats/html.h"

static void add_link(struct buffer *buffer, const struct server *server, const char *path,
                     const char *text)
{
    struct text mount = server->options.mount;

    buffer_add_string(buffer, "<a href=\"");
    if (mount.length) {
        html_write(buffer, (struct text){mount.bytes + 1, mount.length - 1});
        buffer_add_char(buffer, '/');
    }
    buffer_add_string(buffer, path);
    buffer_add_string(buffer, "\">");
    buffer_add_string(buffer, text);
    buffer_add_string(buffer, "</a>");
}

static void add_head(struct buffer *buffer, const struct server *server)
{
    buffer_add_string(buffer,
                      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\">\n<title>");
    html_write(buffer, text_of(server->app->title));
    buffer_add_string(buffer, "</title>\n<link rel=\"icon\" type=\"image/svg+xml\" "
                              "href=\"pages/icon.svg\">\n<link rel=\"stylesheet\" "
                              "href=\"pages/first.css\">\n"
                              "<script src=\"pages/first.js\" defer></script>\n</head>\n");
}

/* A page that may still be under way: pages/first.js says how far it is. */
static void add_page(struct buffer *buffer, const char *heading, const char *page, const char *text)
{
    const char *const parts[] = {"<dt>",
                                 heading,
                                 "</dt>\n<dd><a href=\"",
                                 page,
                                 "\">",
                                 text,
                                 "</a> <span id=\"",
                                 page,
                                 "\" role=\"status\"></span></dd>\n"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buffer_add_string(buffer, parts[i]);
}

void first_page_write(struct buffer *buffer, const struct server *server, bool has_app,
                      bool has_console, bool has_playground)
{
    struct text mount = server->options.mount;

    add_head(buffer, server);
    buffer_add_string(buffer, "<body>\n<main>\n<h1>");
    html_write(buffer, text_of(server->app->title));
    buffer_add_string(buffer, "</h1>\n<p>A server that speaks Parse's protocol, at <code>");
    html_write(buffer, mount.length ? mount : text_of("/"));
    buffer_add_string(buffer, "</code>.</p>\n<dl>\n<dt>Health</dt>\n<dd>");
    add_link(buffer, server, "health/ready", "ready");
    buffer_add_string(buffer, " <span id=\"health\" role=\"status\"></span></dd>\n");
    if (has_app)
        add_page(buffer, "App", "app", "for those who use it: sign in");
    if (has_console)
        add_page(buffer, "Console", "console", "for those who look after this server");
    if (has_playground)
        add_page(buffer, "Playground", "playground", "try the API with sample data");
    buffer_add_string(buffer, "</dl>\n</main>\n</body>\n</html>\n");
}
