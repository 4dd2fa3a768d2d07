/* sbom_command.c - see sbom_command.h. The libraries are asked for their versions, since a distribution
 * renews them without the program being built anew. Where one cannot be asked, it is the version that the
 * program was built with. SPDX: spdx.github.io/spdx-spec/v2.3; CycloneDX: cyclonedx.org/docs/1.5/json. */
#include "program/sbom_command.h"

#define PCRE2_CODE_UNIT_WIDTH 8

#include "formats/date.h"
#include "formats/json.h"
#include "program/command_words.h"

#include <curl/curl.h>
#include <gnu/libc-version.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <pcre2.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistring/version.h>
#include <wslay/wslay.h>

enum { VERSION_BYTES = 64 };

static void write_curl(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", curl_version_info(CURLVERSION_NOW)->version);
}

static void write_gnutls(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", gnutls_check_version(NULL));
}

static void write_libc(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", gnu_get_libc_version());
}

static void write_microhttpd(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", MHD_get_version());
}

/* "10.42 2022-12-11" */
static void write_pcre2(char version[VERSION_BYTES])
{
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) > VERSION_BYTES ||
        pcre2_config(PCRE2_CONFIG_VERSION, version) < 0)
        version[0] = '\0';
    version[strcspn(version, " ")] = '\0';
}

static void write_cjson(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", cJSON_Version());
}

static void write_sodium(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", sodium_version_string());
}

static void write_sqlite(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", sqlite3_libversion());
}

/* 0x010000 is 1.0. */
static void write_unistring(char version[VERSION_BYTES])
{
    unsigned number = (unsigned)_libunistring_version;

    if (number & 0xFFu)
        snprintf(version, VERSION_BYTES, "%u.%u.%u", number >> 16, number >> 8 & 0xFFu,
                 number & 0xFFu);
    else
        snprintf(version, VERSION_BYTES, "%u.%u", number >> 16, number >> 8 & 0xFFu);
}

static void write_wslay(char version[VERSION_BYTES])
{
    snprintf(version, VERSION_BYTES, "%s", WSLAY_VERSION);
}

/* The libraries that the program is linked with (the emitted Makefile's LIBRARIES); licences as SPDX
 * calls them. */
static const struct library {
    const char *name;
    const char *licence;
    void (*write)(char version[VERSION_BYTES]);
} libraries[] = {
    {"cjson", "MIT", write_cjson},
    {"curl", "curl", write_curl},
    {"glibc", "LGPL-2.1-or-later", write_libc},
    {"gnutls", "LGPL-2.1-or-later", write_gnutls},
    {"libmicrohttpd", "LGPL-2.1-or-later", write_microhttpd},
    {"libsodium", "ISC", write_sodium},
    {"libunistring", "LGPL-3.0-or-later OR GPL-2.0-or-later", write_unistring},
    {"pcre2", "BSD-3-Clause", write_pcre2},
    {"sqlite", "blessing", write_sqlite},
    {"wslay", "MIT", write_wslay},
};

enum { LIBRARY_COUNT = sizeof libraries / sizeof *libraries };

/* The comma before a member or an element, unless it is the first behind its bracket. */
static void add_comma(struct buffer *json)
{
    if (json->length && !strchr("{[", json->bytes[json->length - 1]))
        buffer_add_char(json, ',');
}

/* A member whose value, or the beginning of it, is JSON already. */
static void open_member(struct buffer *json, const char *key, const char *value)
{
    add_comma(json);
    json_write_string(json, text_of(key));
    buffer_add_char(json, ':');
    buffer_add_string(json, value);
}

static void add(struct buffer *json, const char *key, const char *value)
{
    open_member(json, key, "");
    json_write_string(json, text_of(value));
}

static void open_element(struct buffer *json)
{
    add_comma(json);
    buffer_add_char(json, '{');
}

/* The version of caregen: "caregen 1.2.3" */
static const char *version_of(const struct app *app)
{
    const char *space = strchr(app->generator, ' ');

    return space ? space + 1 : app->generator;
}

/* Seconds, as reproducible-builds.org has it, so that the same program says the same. */
static void write_time(char text[DATE_LENGTH + 1])
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = given ? strtoll(given, NULL, 10) : (int64_t)time(NULL);
    static const char end[] = "Z";

    date_format(seconds * 1000, text);
    /* SPDX knows no fractions of a second. */
    memcpy(text + sizeof "2026-11-28T10:50:00" - 1, end, sizeof end);
}

static void add_purl(struct buffer *json, struct arena *arena, const char *key, const char *name,
                     const char *version)
{
    struct text purl = arena_printf(arena, "pkg:generic/%s@%s", name, version);

    add(json, key, purl.bytes ? purl.bytes : "");
}

/* Names of apps may have underscores, which such an id may not. */
static const char server_id[] = "Server";

static void add_id(struct buffer *json, struct arena *arena, const char *key, const char *id)
{
    struct text text = arena_printf(arena, "SPDXRef-%s", id);

    add(json, key, text.bytes ? text.bytes : "");
}

static void add_spdx_package(struct buffer *json, struct arena *arena, const char *id,
                             const char *name, const char *version, const char *licence)
{
    open_element(json);
    add_id(json, arena, "SPDXID", id);
    add(json, "name", name);
    add(json, "versionInfo", version);
    add(json, "downloadLocation", "NOASSERTION");
    add(json, "licenseConcluded", licence);
    add(json, "licenseDeclared", licence);
    add(json, "copyrightText", "NOASSERTION");
    open_member(json, "filesAnalyzed", "false");
    open_member(json, "externalRefs", "[{");
    add(json, "referenceCategory", "PACKAGE-MANAGER");
    add(json, "referenceType", "purl");
    add_purl(json, arena, "referenceLocator", name, version);
    buffer_add_string(json, "}]}");
}

static void add_relation(struct buffer *json, struct arena *arena, const char *from,
                         const char *kind, const char *to)
{
    open_element(json);
    add_id(json, arena, "spdxElementId", from);
    add(json, "relationshipType", kind);
    add_id(json, arena, "relatedSpdxElement", to);
    buffer_add_char(json, '}');
}

static void write_spdx(struct buffer *json, struct arena *arena, const struct app *app,
                       const char *server)
{
    char version[VERSION_BYTES];
    char when[DATE_LENGTH + 1];
    struct text name = arena_printf(arena, "%s-%s", server, version_of(app));
    struct text place = arena_printf(arena, "urn:caregen:%s:%s:%s", app->name, version_of(app),
                                     sqlite3_libversion());
    struct text tool = arena_printf(arena, "Tool: caregen-%s", version_of(app));

    write_time(when);
    buffer_add_char(json, '{');
    add(json, "spdxVersion", "SPDX-2.3");
    add(json, "dataLicense", "CC0-1.0");
    add(json, "SPDXID", "SPDXRef-DOCUMENT");
    add(json, "name", name.bytes ? name.bytes : "");
    add(json, "documentNamespace", place.bytes ? place.bytes : "");
    open_member(json, "creationInfo", "{");
    add(json, "created", when);
    open_member(json, "creators", "[");
    json_write_string(json, tool);
    buffer_add_string(json, "]}");
    open_member(json, "packages", "[");
    add_spdx_package(json, arena, server_id, server, version_of(app), "NOASSERTION");
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        libraries[i].write(version);
        add_spdx_package(json, arena, libraries[i].name, libraries[i].name, version,
                         libraries[i].licence);
    }
    buffer_add_char(json, ']');
    open_member(json, "relationships", "[");
    add_relation(json, arena, "DOCUMENT", "DESCRIBES", server_id);
    for (int i = 0; i < LIBRARY_COUNT; i++)
        add_relation(json, arena, server_id, "DYNAMIC_LINK", libraries[i].name);
    buffer_add_string(json, "]}\n");
}

static void add_licence(struct buffer *json, const char *licence)
{
    open_member(json, "licenses", "[{");
    if (strchr(licence, ' '))
        add(json, "expression", licence);
    else {
        open_member(json, "license", "{");
        add(json, "id", licence);
        buffer_add_char(json, '}');
    }
    buffer_add_string(json, "}]");
}

static void write_cyclonedx(struct buffer *json, struct arena *arena, const struct app *app,
                            const char *server)
{
    char version[VERSION_BYTES];
    char when[DATE_LENGTH + 1];

    write_time(when);
    buffer_add_char(json, '{');
    add(json, "bomFormat", "CycloneDX");
    add(json, "specVersion", "1.5");
    open_member(json, "version", "1");
    open_member(json, "metadata", "{");
    add(json, "timestamp", when);
    open_member(json, "tools", "{");
    open_member(json, "components", "[{");
    add(json, "type", "application");
    add(json, "name", "caregen");
    add(json, "version", version_of(app));
    buffer_add_string(json, "}]}");
    open_member(json, "component", "{");
    add(json, "type", "application");
    add(json, "bom-ref", server);
    add(json, "name", server);
    add(json, "version", version_of(app));
    buffer_add_string(json, "}}");
    open_member(json, "components", "[");
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        libraries[i].write(version);
        open_element(json);
        add(json, "type", "library");
        add(json, "bom-ref", libraries[i].name);
        add(json, "name", libraries[i].name);
        add(json, "version", version);
        add_licence(json, libraries[i].licence);
        add_purl(json, arena, "purl", libraries[i].name, version);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
    open_member(json, "dependencies", "[{");
    add(json, "ref", server);
    open_member(json, "dependsOn", "[");
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        add_comma(json);
        json_write_string(json, text_of(libraries[i].name));
    }
    buffer_add_string(json, "]}]}\n");
}

int sbom_command(const struct app *app, const char *program, int argc, char **argv)
{
    enum { FIRST_BYTES = 8192 };
    struct arena arena;
    struct buffer json;
    struct text server;
    const char *format;
    bool is_cyclonedx;
    bool done;

    if (!command_take_value(&argc, argv, "--format", &format))
        return 2;
    is_cyclonedx = format && text_is(text_of(format), "cyclonedx");
    if (argc || (format && !is_cyclonedx && !text_is(text_of(format), "spdx"))) {
        fprintf(stderr, "usage: %s sbom [--format spdx|cyclonedx]\n", program);
        return 2;
    }
    arena_init(&arena);
    server = arena_printf(&arena, "%s-server", app->name);
    buffer_init(&json, &arena, FIRST_BYTES);
    if (server.bytes)
        (is_cyclonedx ? write_cyclonedx : write_spdx)(&json, &arena, app, server.bytes);
    done = server.bytes && !json.failed &&
           fwrite(json.bytes, 1, json.length, stdout) == json.length && fflush(stdout) == 0;
    arena_release(&arena);
    return done ? 0 : 1;
}
