/* embedded.c - see embedded.h. Not every app has a trace, and not every build the bundled pages: what
 * is not in the emitted folder is left out. WEB_ZIPPED is the folder of the compressed copies, and
 * WEB_PACK the file of the bundled pages. */
#include "web/embedded.h"

#define EMBED_BOTH(name, path)                                                                     \
    EMBED(name, path)                                                                              \
    EMBED(name##_zipped, WEB_ZIPPED "/" path ".gz")

#define BOTH(name)                                                                                 \
    {name##_start, name##_end},                                                                    \
    {                                                                                              \
        name##_zipped_start, name##_zipped_end                                                     \
    }

#if __has_include("web/first.css")
EMBED_BOTH(first_css, "web/first.css")
EMBED_BOTH(first_js, "web/first.js")
EMBED_BOTH(icon, "web/icon.svg")
#define FIRST_PAGE
#endif
#if __has_include("api/openapi.json")
EMBED_BOTH(openapi, "api/openapi.json")
#define OPENAPI
#endif
#if __has_include("api/model.json")
EMBED_BOTH(model, "api/model.json")
#define MODEL
#endif
#if __has_include("docs/dictionary.md")
EMBED_BOTH(dictionary, "docs/dictionary.md")
#define DICTIONARY
#endif
#if __has_include("docs/access.md")
EMBED_BOTH(access, "docs/access.md")
#define ACCESS
#endif
#if __has_include("docs/trace.md")
EMBED_BOTH(trace, "docs/trace.md")
#define TRACE
#endif
#if __has_include("docs/er.md")
EMBED_BOTH(er, "docs/er.md")
#define ER
#endif
#ifdef WEB_PACK
EMBED(pack, WEB_PACK)
#endif

#define MARKDOWN "text/markdown; charset=utf-8"

const struct embedded_file embedded_files[] = {
#ifdef FIRST_PAGE
    {"/pages/first.css", "text/css; charset=utf-8", BOTH(first_css)},
    {"/pages/first.js", "text/javascript; charset=utf-8", BOTH(first_js)},
    {"/pages/icon.svg", "image/svg+xml", BOTH(icon)},
#endif
#ifdef OPENAPI
    {"/playground/openapi.json", "application/json; charset=utf-8", BOTH(openapi)},
#endif
#ifdef MODEL
    {"/app/model.json", "application/json; charset=utf-8", BOTH(model)},
#endif
#ifdef DICTIONARY
    {"/playground/documents/dictionary.md", MARKDOWN, BOTH(dictionary)},
#endif
#ifdef ACCESS
    {"/playground/documents/access.md", MARKDOWN, BOTH(access)},
#endif
#ifdef TRACE
    {"/playground/documents/trace.md", MARKDOWN, BOTH(trace)},
#endif
#ifdef ER
    {"/playground/documents/er.md", MARKDOWN, BOTH(er)},
#endif
    {NULL, NULL, {NULL, NULL}, {NULL, NULL}},
};

const size_t embedded_file_count = sizeof embedded_files / sizeof *embedded_files - 1;

const struct embedded embedded_pack =
#ifdef WEB_PACK
    {pack_start, pack_end};
#else
    {NULL, NULL};
#endif
