/* units.c - what an administrator installs to have systemd run the server, its socket and its backups. */
#include "emit/emit.h"
#include "emit/template.h"

static const struct {
    const char *path; /* %s: the app's name */
    const char *template;
} units[] = {
    {"systemd/%s-server.service", "unit_server.service"},
    {"systemd/%s-server.socket", "unit_server.socket"},
    {"systemd/%s-backup.service", "unit_backup.service"},
    {"systemd/%s-backup.timer", "unit_backup.timer"},
    {"systemd/%s-server.sysusers.conf", "unit_sysusers.conf"},
    {"systemd/%s-server.tmpfiles.conf", "unit_tmpfiles.conf"},
};

/* What services may not, which is the same for all: the text without the end of its last line. */
static const char *hardening(struct arena *arena)
{
    struct buffer text;
    buffer_init(&text, arena);
    template_add(&text, "unit_hardening", NULL, 0);
    return arena_printf(arena, "%.*s", (int)text.length - 1, text.bytes);
}

void emit_units(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer *file = output_file(output, units[i].path, model->name);
        const struct hole holes[] = {{"NAME", model->name}, {"HARDENING", hardening(file->arena)}};
        template_add(file, units[i].template, holes, sizeof holes / sizeof *holes);
    }
}
