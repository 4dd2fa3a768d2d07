/* packaging.c - what ships a server: debian/ for `make deb`, a Dockerfile, and examples for two services
 * that build it at each change. */
#include "emit/code/packaging.h"

#include "emit/emit.h"
#include "emit/template.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *path;
    const char *template;
} files[] = {
    {"debian/control", "deb_control"},          {"debian/rules", "deb_rules"},
    {"debian/copyright", "deb_copyright"},      {"packaging/postrm", "deb_postrm"},
    {"packaging/compose.yaml", "compose.yaml"}, {"packaging/github.yml", "ci_github.yml"},
    {"packaging/gitlab.yml", "ci_gitlab.yml"},  {"Dockerfile", "Dockerfile"},
};

/* "trial-server": names of packages have no capitals and no underscores (Debian policy, 5.6.7). */
const char *deb_package_name(struct arena *arena, const struct model *model)
{
    char *name = arena_printf(arena, "%s-server", model->name);
    for (char *c = name; *c != '\0'; c++)
        *c = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
    return name;
}

/* A title in one line of printable ASCII, without what control files or a shell would read otherwise. */
static const char *summary(struct arena *arena, const struct model *model)
{
    enum { SHORTEST = 12, LONGEST = 50 };
    char *text = arena_printf(arena, "%.*s", LONGEST, model->title);
    for (char *c = text; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c) && !strchr(" ,.'()-/:", *c))
            *c = ' ';
    size_t start = strspn(text, " ");
    size_t end = strlen(text);
    while (end > start && strchr(" .", text[end - 1]))
        end--;
    const char *title = arena_copy(arena, text + start, end - start);
    return end - start >= SHORTEST ? title
                                   : arena_printf(arena, "%s server of health records", title);
}

void emit_packaging(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buffer *file = output_file(output, "%s", files[i].path);
        const struct hole holes[] = {
            {"NAME", model->name},
            {"PACKAGE", deb_package_name(file->arena, model)},
            {"SUMMARY", summary(file->arena, model)},
        };
        template_add(file, files[i].template, holes, sizeof holes / sizeof *holes);
    }
}
