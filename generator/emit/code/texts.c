/* texts.c - the files that are mostly fixed: Makefile, README.md, .gitignore, operate/grafana.json. */
#include "emit/code/packaging.h"
#include "emit/emit.h"
#include "emit/example.h"
#include "emit/template.h"

static const char *markdown(struct arena *arena, const char *text)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    buffer_quote_markdown(&buffer, text);
    return buffer.bytes;
}

/* The README's part about the audit trail, where there is one. */
static const char *audit_text(struct arena *arena, const struct model *model)
{
    if (!model->audit_log)
        return "";
    return arena_printf(
        arena,
        "\n## The audit trail\n\n"
        "Every change, sign-in and audited read is entered in the transaction of what it tells, "
        "and "
        "shown as the class\n`%s`, which nobody can write. The entries are chained by hash:\n\n"
        "    ./%s-server audit verify --data data                   # names what was tampered "
        "with\n"
        "    ./%s-server audit anchor --data data >>anchors         # a signed line, to keep "
        "elsewhere\n"
        "    ./%s-server audit verify --data data --anchor anchors  # finds what was made anew, "
        "too\n"
        "    ./%s-server audit export --data data                   # JSON lines\n",
        model->audit_log->name, model->name, model->name, model->name, model->name);
}

void emit_texts(const struct model *model, struct output *output)
{
    struct buffer *makefile = output_file(output, "Makefile");
    const struct hole holes[] = {
        {"NAME", model->name},
        {"PACKAGE", deb_package_name(makefile->arena, model)},
        {"TITLE", markdown(makefile->arena, model->title)},
        {"EXAMPLE_CLASS", example_of(model).class->name},
        {"ACCESS",
         model->access == ACCESS_PUBLIC
             ? "Classes without permissions of their own are open to everyone, as in Parse."
             : "Classes without permissions of their own are private: signed-in users "
               "only, each object its creator's."},
        {"AUDIT", audit_text(makefile->arena, model)},
    };
    enum { HOLE_COUNT = sizeof holes / sizeof holes[0] };
    template_add(makefile, "Makefile", holes, HOLE_COUNT);
    template_add(output_file(output, "README.md"), "README.md", holes, HOLE_COUNT);
    template_add(output_file(output, ".gitignore"), "gitignore", holes, HOLE_COUNT);
    template_add(output_file(output, "operate/grafana.json"), "grafana.json", holes, HOLE_COUNT);
}
