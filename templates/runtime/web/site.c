/* site.c - see site.h. What stays the same is made once; the bundled pages may come later, from the
 * file that --web-pages names. */
#include "web/site.h"

#include "base/log.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "web/embedded.h"
#include "web/first_page.h"
#include "web/pack.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
    FIXED_PAGES = 16,                /* the first page and what is embedded */
    LARGEST_PACK = 64 * 1024 * 1024, /* bytes */
    LONGEST_PROGRESS = 160,          /* bytes */
    TOKEN_CHARACTERS = 32
};

struct site {
    const struct server *server;
    const struct site_account *accounts;
    size_t account_count;
    bool has_playground;
    struct text token;
    struct arena arena;
    struct page fixed[FIXED_PAGES]; /* the first page stands first */
    size_t fixed_count;
    struct page waiting; /* the first page, in place of one that is not there yet */
    struct pack embedded;
    pthread_mutex_t lock; /* of what follows */
    bool is_loaded;       /* `loaded` is there, and stays as it is */
    struct pack loaded;
    struct stat seen; /* the file that could not be read */
};

static void set_page(struct page *page, const char *path, const char *content_type)
{
    *page = (struct page){
        .path = text_of(path), .content_type = content_type, .status = 200, .is_kept = true};
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool make_first_page(struct site *site)
{
    struct buffer html;

    buffer_init(&html, &site->arena, 2048);
    first_page_write(&html, site->server, site->has_playground);
    if (html.failed)
        return false;
    set_page(&site->fixed[0], "/", "text/html; charset=utf-8");
    page_set_body(&site->fixed[0], PAGE_PLAIN, buffer_text(&html));
    site->waiting = site->fixed[0];
    site->waiting.status = 503;
    site->waiting.is_kept = false;
    site->fixed_count = 1;
    return true;
}

/* What tells of the app is below the playground. */
static void add_embedded_files(struct site *site)
{
    for (size_t i = 0; i < embedded_file_count && site->fixed_count < FIXED_PAGES; i++) {
        const struct embedded_file *file = &embedded_files[i];
        struct text zipped = embedded_text(&file->zipped);
        struct page *page = &site->fixed[site->fixed_count];
        if (!site->has_playground && is_below(file->path, "/playground"))
            continue;
        set_page(page, file->path, file->content_type);
        page_set_body(page, PAGE_PLAIN, embedded_text(&file->plain));
        if (zipped.bytes)
            page_set_body(page, PAGE_GZIP, zipped);
        site->fixed_count++;
    }
}

struct site *site_open(const struct server *server, const struct site_account *accounts,
                       size_t count)
{
    struct site *site = calloc(1, sizeof *site);
    struct text pack = embedded_text(&embedded_pack);

    if (!site || pthread_mutex_init(&site->lock, NULL) != 0) {
        free(site);
        log_error("out of memory");
        return NULL;
    }
    arena_init(&site->arena);
    site->server = server;
    site->accounts = accounts;
    site->account_count = count;
    site->has_playground =
        server->options.demo && options_show_page(&server->options, "playground");
    if (site->has_playground)
        site->token = random_hex(&site->arena, TOKEN_CHARACTERS);
    if (!make_first_page(site) || (site->has_playground && !site->token.bytes)) {
        site_close(site);
        log_error("out of memory");
        return NULL;
    }
    add_embedded_files(site);
    if (pack.bytes && !pack_read(&site->embedded, pack, &site->arena))
        log_error("the pages that this server was built with are damaged");
    return site;
}

void site_close(struct site *site)
{
    if (!site)
        return;
    arena_release(&site->arena);
    pthread_mutex_destroy(&site->lock);
    free(site);
}

struct text site_token(const struct site *site)
{
    return site->token;
}

bool site_has_path(const struct site *site, const char *path)
{
    if (!site || !options_show_page(&site->server->options, "first"))
        return false;
    return strcmp(path, "/") == 0 || is_below(path, "/pages") ||
           (site->has_playground && is_below(path, "/playground"));
}

/* A whole file; no text when it cannot be read. */
static struct text read_file(struct arena *arena, const char *path, size_t size)
{
    FILE *file = fopen(path, "rbe");
    char *bytes = file ? arena_alloc_bytes(arena, size ? size : 1) : NULL;
    size_t length = bytes ? fread(bytes, 1, size, file) : 0;

    if (file)
        (void)fclose(file);
    return bytes && length == size ? (struct text){bytes, length} : text_none();
}

/* Times alone do not tell two files that were made in one tick of the clock. */
static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Loads the file that the pages are built into, once it is there. A file that is none is looked at
 * again when it has been written anew. Under the lock. */
static void load(struct site *site)
{
    const char *path = site->server->options.web_pages;
    struct stat file;
    struct text bytes;

    if (site->is_loaded || !path || stat(path, &file) != 0 || !S_ISREG(file.st_mode) ||
        is_same(&file, &site->seen))
        return;
    site->seen = file;
    bytes = file.st_size <= LARGEST_PACK ? read_file(&site->arena, path, (size_t)file.st_size)
                                         : text_none();
    site->is_loaded = bytes.bytes && pack_read(&site->loaded, bytes, &site->arena);
    if (!site->is_loaded)
        log_error("%s holds no pages, or not all of them", path);
}

/* The bundled pages, those that were built beside the server first; NULL: there are none yet. */
static const struct pack *find_pack(struct site *site)
{
    bool is_loaded;

    pthread_mutex_lock(&site->lock);
    load(site);
    is_loaded = site->is_loaded;
    pthread_mutex_unlock(&site->lock);
    return is_loaded ? &site->loaded : site->embedded.count ? &site->embedded : NULL;
}

/* What the build of the pages says of itself: FILE.progress has "building", or "failed", and in what
 * follows how far it is, or why. No text when it says nothing. */
static struct text read_progress(const struct site *site, struct arena *arena)
{
    const char *pages = site->server->options.web_pages;
    const char *path = pages ? arena_printf(arena, "%s.progress", pages).bytes : NULL;
    char *line = path ? arena_alloc_bytes(arena, LONGEST_PROGRESS) : NULL;
    FILE *file = line ? fopen(path, "re") : NULL;
    bool is_read = file && fgets(line, LONGEST_PROGRESS, file);

    if (file)
        (void)fclose(file);
    return is_read ? (struct text){line, strcspn(line, "\n")} : text_none();
}

static const struct page *made_page(struct arena *arena, const char *path,
                                    const struct buffer *json)
{
    struct page *page = arena_alloc(arena, sizeof *page);

    if (!page || json->failed)
        return NULL;
    set_page(page, path, "application/json; charset=utf-8");
    page->is_kept = false;
    page->bodies[PAGE_PLAIN].bytes = buffer_text(json);
    return page;
}

static void write_progress(const struct site *site, struct buffer *json, struct arena *arena)
{
    static const char building[] = "building ";
    struct text progress = read_progress(site, arena);
    bool is_building = progress.length >= sizeof building - 1 &&
                       memcmp(progress.bytes, building, sizeof building - 1) == 0;

    buffer_add_string(json, is_building ? "{\"playground\":\"building\",\"detail\":"
                                        : "{\"playground\":\"absent\",\"detail\":");
    json_write_string(json, progress.bytes ? progress
                                           : text_of("this server was built without its pages"));
    buffer_add_char(json, '}');
}

/* {"playground":"ready"}, or "building" or "absent" and in "detail" how far it is, or why. */
static const struct page *state_page(struct site *site, struct arena *arena)
{
    struct buffer json;

    buffer_init(&json, arena, 256);
    if (!site->has_playground)
        buffer_add_string(&json, "{}");
    else if (find_pack(site))
        buffer_add_string(&json, "{\"playground\":\"ready\"}");
    else
        write_progress(site, &json, arena);
    return made_page(arena, "/pages/state.json", &json);
}

/* The client key that has to be sent, whichever is asked for. */
static void write_client_key(struct buffer *json, const struct options *options)
{
    const struct {
        const char *header;
        struct text key;
    } keys[] = {
        {"X-Parse-Javascript-Key", options->js_key},
        {"X-Parse-REST-API-Key", options->rest_key},
        {"X-Parse-Client-Key", options->client_key},
        {"X-Parse-Windows-Key", options->dotnet_key},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!keys[i].key.bytes)
            continue;
        buffer_add_string(json, ",\"clientKey\":{\"header\":");
        json_write_string(json, text_of(keys[i].header));
        buffer_add_string(json, ",\"value\":");
        json_write_string(json, keys[i].key);
        buffer_add_char(json, '}');
        return;
    }
}

static void write_accounts(struct buffer *json, const struct site *site)
{
    bool is_first = true;

    buffer_add_string(json, ",\"accounts\":[");
    for (size_t i = 0; i < site->account_count; i++) {
        const struct site_account *account = &site->accounts[i];
        if (!account->username.bytes)
            continue;
        buffer_add_string(json, is_first ? "{\"role\":" : ",{\"role\":");
        json_write_string(json, text_of(account->role));
        buffer_add_string(json, ",\"username\":");
        json_write_string(json, account->username);
        buffer_add_string(json, ",\"password\":");
        json_write_string(json, account->password);
        buffer_add_char(json, '}');
        is_first = false;
    }
    buffer_add_char(json, ']');
}

/* Strangers are told the app's name and where its API is; whoever has the token has seen the rest printed
 * beside it. */
static const struct page *settings_page(const struct site *site, bool has_token,
                                        struct arena *arena)
{
    const struct options *options = &site->server->options;
    struct buffer json;

    buffer_init(&json, arena, 512);
    buffer_add_string(&json, "{\"title\":");
    json_write_string(&json, text_of(site->server->app->title));
    buffer_add_string(&json, ",\"apiPath\":");
    json_write_string(&json, options->mount);
    if (has_token || options->demo_anywhere) {
        buffer_add_string(&json, ",\"applicationId\":");
        json_write_string(&json, options->app_id);
        write_client_key(&json, options);
        write_accounts(&json, site);
    }
    buffer_add_char(&json, '}');
    return made_page(arena, "/playground/settings.json", &json);
}

static const struct page *find_in(const struct page *pages, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(pages[i].path, path))
            return &pages[i];
    return NULL;
}

const struct page *site_find(struct site *site, const char *path, bool has_token,
                             struct arena *arena)
{
    const struct page *page = find_in(site->fixed, site->fixed_count, path);
    const struct pack *pack;

    if (page)
        return page;
    if (strcmp(path, "/pages/state.json") == 0)
        return state_page(site, arena);
    if (!site->has_playground || !is_below(path, "/playground"))
        return NULL;
    if (strcmp(path, "/playground/settings.json") == 0)
        return settings_page(site, has_token, arena);
    pack = find_pack(site);
    page = pack ? find_in(pack->pages, pack->count, path) : NULL;
    return !pack && strcmp(path, "/playground") == 0 ? &site->waiting : page;
}
