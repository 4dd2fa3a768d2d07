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

/* The bundled pages, each with what it loads below its path. */
enum { BUNDLED_APP, BUNDLED_CONSOLE, BUNDLED_PLAYGROUND, BUNDLED_COUNT };

static const struct {
    const char *name; /* for --web */
    const char *path;
    const char *settings; /* made for the moment */
    bool needs_demo;
} bundled[BUNDLED_COUNT] = {
    [BUNDLED_APP] = {"app", "/app", "/app/settings.json", false},
    [BUNDLED_CONSOLE] = {"console", "/console", "/console/settings.json", false},
    [BUNDLED_PLAYGROUND] = {"playground", "/playground", "/playground/settings.json", true},
};

struct site {
    const struct server *server;
    const struct site_account *accounts;
    size_t account_count;
    bool has[BUNDLED_COUNT];
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

/* Which of the bundled pages a path is of; -1: of none that is shown. */
static int find_bundled(const struct site *site, const char *path)
{
    for (int i = 0; i < BUNDLED_COUNT; i++)
        if (site->has[i] && is_below(path, bundled[i].path))
            return i;
    return -1;
}

static bool make_first_page(struct site *site)
{
    struct buffer html;

    buffer_init(&html, &site->arena, 2048);
    first_page_write(&html, site->server, site->has[BUNDLED_APP], site->has[BUNDLED_CONSOLE],
                     site->has[BUNDLED_PLAYGROUND]);
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

/* What tells of the app is below the pages that show it. */
static void add_embedded_files(struct site *site)
{
    for (size_t i = 0; i < embedded_file_count && site->fixed_count < FIXED_PAGES; i++) {
        const struct embedded_file *file = &embedded_files[i];
        struct text zipped = embedded_text(&file->zipped);
        struct page *page = &site->fixed[site->fixed_count];
        if (!is_below(file->path, "/pages") && find_bundled(site, file->path) < 0)
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
    bool has_any = false;

    if (!site || pthread_mutex_init(&site->lock, NULL) != 0) {
        free(site);
        log_error("out of memory");
        return NULL;
    }
    arena_init(&site->arena);
    site->server = server;
    site->accounts = accounts;
    site->account_count = count;
    for (int i = 0; i < BUNDLED_COUNT; i++) {
        site->has[i] = (server->options.demo || !bundled[i].needs_demo) &&
                       options_show_page(&server->options, bundled[i].name);
        has_any = has_any || site->has[i];
    }
    if (has_any)
        site->token = random_hex(&site->arena, TOKEN_CHARACTERS);
    if (!make_first_page(site) || (has_any && !site->token.bytes)) {
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

bool site_is_opened(const char *path)
{
    for (int i = 0; i < BUNDLED_COUNT; i++)
        if (strcmp(path, bundled[i].path) == 0)
            return true;
    return strcmp(path, "/") == 0;
}

struct text site_token(const struct site *site)
{
    return site->token;
}

bool site_has_path(const struct site *site, const char *path)
{
    if (!site || !options_show_page(&site->server->options, "first"))
        return false;
    return strcmp(path, "/") == 0 || is_below(path, "/pages") || find_bundled(site, path) >= 0;
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

static const struct page *find_in(const struct page *pages, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(pages[i].path, path))
            return &pages[i];
    return NULL;
}

/* The words of the progress, of which the first says whether there is any. */
static bool is_building(struct text progress)
{
    static const char building[] = "building ";

    return progress.length >= sizeof building - 1 &&
           memcmp(progress.bytes, building, sizeof building - 1) == 0;
}

/* {"app":"ready","console":"ready"}, or "building" or "absent" and in "detail" how far they are,
 * or why. */
static const struct page *state_page(struct site *site, struct arena *arena)
{
    const struct pack *pack = find_pack(site);
    struct text progress = read_progress(site, arena);
    bool is_ready = true;
    const char *before = "{";
    struct buffer json;

    buffer_init(&json, arena, 256);
    for (int i = 0; i < BUNDLED_COUNT; i++) {
        bool is_there = pack && find_in(pack->pages, pack->count, bundled[i].path);
        if (!site->has[i])
            continue;
        buffer_add_string(&json, before);
        before = ",";
        json_write_string(&json, text_of(bundled[i].name));
        buffer_add_string(&json, is_there                ? ":\"ready\""
                                 : is_building(progress) ? ":\"building\""
                                                         : ":\"absent\"");
        is_ready = is_ready && is_there;
    }
    if (!is_ready) {
        buffer_add_string(&json, ",\"detail\":");
        json_write_string(
            &json, progress.bytes ? progress : text_of("this server was built without its pages"));
    }
    buffer_add_string(&json, *before == '{' ? "{}" : "}");
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

/* What every page is told. */
static void open_settings(struct buffer *json, const struct site *site, struct arena *arena)
{
    buffer_init(json, arena, 512);
    buffer_add_string(json, "{\"title\":");
    json_write_string(json, text_of(site->server->app->title));
    json_write_named(json, "apiPath", site->server->options.mount);
}

/* Strangers are told the app's name and where its API is; whoever has the token has seen the rest printed
 * beside it. The master key is told to nobody. */
static const struct page *settings_page(const struct site *site, int which, bool has_token,
                                        struct arena *arena)
{
    bool is_open = which == BUNDLED_PLAYGROUND && site->server->options.demo_anywhere;
    const struct options *options = &site->server->options;
    struct buffer json;

    open_settings(&json, site, arena);
    if (has_token || is_open) {
        json_write_named(&json, "applicationId", options->app_id);
        write_client_key(&json, options);
        if (which == BUNDLED_PLAYGROUND)
            write_accounts(&json, site);
    }
    buffer_add_char(&json, '}');
    return made_page(arena, bundled[which].settings, &json);
}

/* The app is a client like those that people install: whoever opens it is told the application id
 * and the JavaScript key, which are no secrets. Where only other keys are asked for, it cannot sign
 * anybody in, and is told so. */
static const struct page *app_settings_page(const struct site *site, bool has_token,
                                            struct arena *arena)
{
    const struct options *options = &site->server->options;
    bool asks_for_key =
        options->rest_key.bytes || options->client_key.bytes || options->dotnet_key.bytes;
    struct buffer json;

    open_settings(&json, site, arena);
    json_write_named(&json, "applicationId", options->app_id);
    if (options->js_key.bytes)
        json_write_named(&json, "javascriptKey", options->js_key);
    else if (asks_for_key)
        buffer_add_string(&json, ",\"lacksKey\":true");
    if (has_token || options->demo_anywhere)
        write_accounts(&json, site);
    buffer_add_char(&json, '}');
    return made_page(arena, bundled[BUNDLED_APP].settings, &json);
}

const struct page *site_find(struct site *site, const char *path, bool has_token,
                             struct arena *arena)
{
    const struct page *page = find_in(site->fixed, site->fixed_count, path);
    int which = find_bundled(site, path);
    const struct pack *pack;

    if (page)
        return page;
    if (strcmp(path, "/pages/state.json") == 0)
        return state_page(site, arena);
    if (which < 0)
        return NULL;
    if (strcmp(path, bundled[which].settings) == 0)
        return which == BUNDLED_APP ? app_settings_page(site, has_token, arena)
                                    : settings_page(site, which, has_token, arena);
    pack = find_pack(site);
    page = pack ? find_in(pack->pages, pack->count, path) : NULL;
    return !page && strcmp(path, bundled[which].path) == 0 ? &site->waiting : page;
}
