/* runtime_value.c - any bytes as a value of each of Parse's types: what is taken is written as
 * JSON, and is taken again with the same meaning. */
#include "formats/json.h"
#include "read/object_writer.h"
#include "require.h"
#include "sample_class.h"
#include "model/value.h"

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    (void)writer;
    (void)included;
    (void)object_id;
    return false;
}

static void try_field(struct context *context, const struct class_field *field, const cJSON *json)
{
    struct sample sample = {.object.has_acl = false};
    struct sample again = {.object.has_acl = false};
    struct buffer first;
    struct buffer second;

    if (!value_from_json(context, &sample_class, field, json, &sample)) {
        int code = context->error.code;
        require(code == 107 || code == 111 || code == 121, "what is not taken has its code");
        context->error.code = 0;
        return;
    }
    buffer_init(&first, context->arena, 0);
    buffer_init(&second, context->arena, 0);
    value_write_json(&first, &sample_class, field, &sample);
    const cJSON *tree = json_parse(context, buffer_text(&first));
    require(tree != NULL, "what is written is JSON");
    require(value_from_json(context, &sample_class, field, tree, &again), "and is taken again");
    value_write_json(&second, &sample_class, field, &again);
    require(text_equal(buffer_text(&first), buffer_text(&second)), "as the same value");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena;

    json_init();
    arena_init(&arena);
    struct context context = {.arena = &arena};
    const cJSON *json = json_parse(&context, (struct text){(const char *)bytes, size});
    for (int i = 0; i < SAMPLE_FIELDS && json; i++)
        try_field(&context, &sample_class.fields[i], json);
    arena_release(&arena);
    return 0;
}
