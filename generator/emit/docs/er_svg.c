/* er_svg.c - docs/er.svg: classes, fields and pointers as a picture.
 *
 * Classes stand in columns, each to the right of those that it points at, so that lines lead to the left; a column
 * that would be too long is continued in the next. Within a column they stand at the height of what they point at.
 * Nearly every class points at users, so such lines are drawn from the first column only; the others' rows say it.
 * Widths are counted in characters of a typeface of one width, so no font is measured and every machine draws the same.
 * Colours are attributes: a page that forbids inline styles can show it. */
#include "emit/emit.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW = 18,             /* a line of text */
    CHARACTER = 8,        /* its width */
    PADDING = 10,         /* within a box */
    GAP = 26,             /* between boxes above each other */
    CHANNEL = 90,         /* between columns, for lines */
    MARGIN = 24,          /* around it all */
    LEGEND = 40,          /* below it */
    MINIMAL_HEIGHT = 700, /* of a column, before it is broken */
    CLASS_LIMIT = 100,    /* classes, beyond which boxes show pointers only */
    ROW_LIMIT = 30,       /* fields that a box shows */
    LANE = 10,            /* between the lines above the boxes */
};

struct box {
    const struct model_class *class;
    const struct model_field **fields; /* that it shows */
    size_t rows;                       /* how many */
    size_t more;                       /* and how many it does not */
    size_t layer;                      /* 0: it points at nothing, or only back */
    bool is_visited, is_open;          /* whether its layer is known, or being found */
    size_t weight;                     /* the height of what it points at, to sort by */
    size_t place;                      /* in the model */
    size_t column;                     /* counted from the left */
    size_t edge;                       /* where that column ends */
    size_t lane; /* of the lines to it that pass over other columns; 0: there are none */
    size_t x, y, width, height;
};

struct picture {
    const struct model *model;
    struct buffer *buffer;
    struct box *boxes;
    size_t count;
    struct map box_of; /* by the class's name */
    size_t width, height;
    size_t columns;
    size_t lanes;
};

/* Of Parse's own classes users are shown, and what the app's point at. */
static bool is_shown(const struct model *model, const struct model_class *class)
{
    if (!class->builtin || strcmp(class->name, "_User") == 0)
        return true;
    for (size_t i = 0; i < model->class_count; i++)
        for (size_t j = 0; !model->classes[i]->builtin && j < model->classes[i]->field_count; j++)
            if (model->classes[i]->fields[j]->target == class)
                return true;
    return false;
}

static const char *type_of(const struct model_field *field)
{
    return field->target ? field->target->name : field_type_name(field->type);
}

/* Chooses what the box shows, and its size by that. */
static void fill_box(struct box *box, struct arena *arena, bool has_all)
{
    const struct model_class *class = box->class;
    size_t characters = strlen(class->name) + 2;
    size_t count = 0;
    box->fields = arena_alloc_array(arena, ROW_LIMIT, sizeof *box->fields);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!has_all && !field->target)
            continue;
        if (count++ >= ROW_LIMIT)
            continue;
        box->fields[box->rows++] = field;
        size_t row = strlen(field->name) + strlen(type_of(field)) + 3;
        characters = row > characters ? row : characters;
    }
    box->more = class->field_count - box->rows;
    box->width = characters * CHARACTER + (size_t)2 * PADDING;
    box->height = ROW * (box->rows + 1 + (box->more > 0)) + (size_t)2 * PADDING;
}

static struct box *box_of(const struct picture *picture, const struct model_class *class)
{
    return map_get(&picture->box_of, class->name);
}

/* One more than the furthest of those that it points at; what points back counts for nothing. */
static size_t find_layer(const struct picture *picture, struct box *box)
{
    if (box->is_visited)
        return box->layer;
    box->is_visited = box->is_open = true;
    for (size_t i = 0; i < box->class->field_count; i++) {
        const struct model_field *field = box->class->fields[i];
        struct box *target = field->type == FIELD_POINTER ? box_of(picture, field->target) : NULL;
        if (!target || target->is_open)
            continue;
        size_t layer = find_layer(picture, target) + 1;
        box->layer = layer > box->layer ? layer : box->layer;
    }
    box->is_open = false;
    return box->layer;
}

static int compare_boxes(const void *left, const void *right)
{
    const struct box *a = *(const struct box *const *)left;
    const struct box *b = *(const struct box *const *)right;
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/* The mean height of the classes to its left that it points at. */
static size_t weigh(const struct picture *picture, const struct box *box)
{
    size_t sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < box->class->field_count; i++) {
        const struct model_class *target = box->class->fields[i]->target;
        const struct box *at = target ? box_of(picture, target) : NULL;
        if (!at || at->layer >= box->layer || target->builtin)
            continue;
        sum += at->y;
        count++;
    }
    return count ? sum / count : 0;
}

/* Puts the boxes of one layer, sorted, into a column or several; returns where the next one begins. */
static size_t place_layer(struct picture *picture, struct box **boxes, size_t count, size_t x,
                          size_t limit)
{
    size_t y = MARGIN;
    size_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        struct box *box = boxes[i];
        if (y > MARGIN && y + box->height > limit) {
            x += widest + CHANNEL;
            picture->columns++;
            y = MARGIN;
            widest = 0;
        }
        box->x = x;
        box->y = y;
        box->column = picture->columns;
        y += box->height + GAP;
        widest = box->width > widest ? box->width : widest;
        if (y > picture->height)
            picture->height = y;
    }
    picture->width = x + widest + CHANNEL / 2 + MARGIN;
    picture->columns++;
    return x + widest + CHANNEL;
}

static void place(struct picture *picture)
{
    struct arena *arena = picture->buffer->arena;
    struct box **sorted = arena_alloc_array(arena, picture->count + 1, sizeof *sorted);
    size_t total = 0;
    size_t layers = 1;
    for (size_t i = 0; i < picture->count; i++) {
        struct box *box = &picture->boxes[i];
        size_t layer = find_layer(picture, box);
        layers = layer + 1 > layers ? layer + 1 : layers;
        total += box->height + GAP;
        sorted[i] = box;
    }
    size_t limit = total / (layers + 1) + MARGIN;
    limit = limit > MINIMAL_HEIGHT ? limit : MINIMAL_HEIGHT;
    qsort(sorted, picture->count, sizeof *sorted, compare_boxes);
    size_t x = MARGIN;
    for (size_t i = 0; i < picture->count;) {
        size_t end = i;
        while (end < picture->count && sorted[end]->layer == sorted[i]->layer) {
            sorted[end]->weight = weigh(picture, sorted[end]);
            end++;
        }
        qsort(sorted + i, end - i, sizeof *sorted, compare_boxes);
        x = place_layer(picture, sorted + i, end - i, x, limit);
        i = end;
    }
}

/* The box that a line leads to; NULL: none is drawn. */
static struct box *target_of(const struct picture *picture, const struct box *from,
                             const struct model_field *field)
{
    bool is_to_users = field->target && field->target->builtin && from->layer > 1;
    return field->target && !is_to_users ? box_of(picture, field->target) : NULL;
}

static bool passes_columns(const struct box *from, const struct box *to)
{
    return from->column > to->column + 1;
}

/* Lanes for the lines that pass over columns, above all boxes, one for each class that they lead to. */
static void add_lanes(struct picture *picture)
{
    for (size_t i = 0; i < picture->count; i++) {
        const struct box *from = &picture->boxes[i];
        for (size_t j = 0; j < from->rows; j++) {
            struct box *to = target_of(picture, from, from->fields[j]);
            if (to && passes_columns(from, to) && to->lane == 0)
                to->lane = ++picture->lanes;
        }
    }
    size_t *edges = arena_alloc_array(picture->buffer->arena, picture->columns + 1, sizeof *edges);
    for (size_t i = 0; i < picture->count; i++) {
        const struct box *box = &picture->boxes[i];
        size_t end = box->x + box->width;
        edges[box->column] = end > edges[box->column] ? end : edges[box->column];
    }
    for (size_t i = 0; i < picture->count; i++) {
        picture->boxes[i].edge = edges[picture->boxes[i].column];
        picture->boxes[i].y += picture->lanes * LANE;
    }
    picture->height += picture->lanes * LANE;
}

/* The course of a line: to the next column a curve, over others a lane, else around on the right. */
static void add_course(struct buffer *buffer, const struct box *from, const struct box *to,
                       size_t start)
{
    size_t end = to->y + ROW / 2 + 4;
    size_t end_x = to->x + to->width;
    if (passes_columns(from, to)) {
        size_t lane = MARGIN / 2 + (to->lane - 1) * LANE;
        size_t aside = 14 + to->lane * 5 % (CHANNEL - 28); /* within the channel, however many */
        buffer_printf(buffer, "M%zu %zuH%zuV%zuH%zuV%zuH%zu", from->x, start, from->x - aside, lane,
                      to->edge + aside, end, end_x + 7);
        return;
    }
    bool goes_left = from->column > to->column;
    size_t start_x = goes_left ? from->x : from->x + from->width;
    size_t far = (start_x > end_x ? start_x : end_x) + CHANNEL / 2;
    size_t bend = goes_left ? (start_x - end_x) / 2 : 0;
    buffer_printf(buffer, "M%zu %zuC%zu %zu %zu %zu %zu %zu", start_x, start,
                  goes_left ? start_x - bend : far, start, goes_left ? end_x + bend : far, end,
                  end_x + 7, end);
}

static void add_line(const struct picture *picture, const struct box *from, size_t row,
                     const struct model_field *field)
{
    const struct box *to = target_of(picture, from, field);
    if (!to)
        return;
    buffer_add_string(picture->buffer, "<path d=\"");
    add_course(picture->buffer, from, to, from->y + ROW * (row + 1) + PADDING + ROW / 2);
    buffer_printf(picture->buffer, "\" fill=\"none\" stroke=\"#%s\"%s marker-end=\"url(#%s)\"/>\n",
                  field->target->builtin ? "9aa5b1" : "35618e",
                  field->required ? "" : " stroke-dasharray=\"5 4\"",
                  field->type == FIELD_RELATION ? "many" : "one");
}

/* Where the text of a row stands. */
static size_t row_of(const struct box *box, size_t row)
{
    return box->y + ROW * (row + 2) + PADDING - 4;
}

static void add_box(const struct picture *picture, const struct box *box)
{
    struct buffer *buffer = picture->buffer;
    const struct model_class *class = box->class;
    buffer_printf(buffer,
                  "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%zu\" rx=\"5\" fill=\"#fff\" "
                  "stroke=\"#%s\"/>\n"
                  "<text x=\"%zu\" y=\"%zu\" font-weight=\"bold\">%s</text>\n",
                  box->x, box->y, box->width, box->height, class->builtin ? "9aa5b1" : "35618e",
                  box->x + PADDING, box->y + ROW, class->name);
    for (size_t i = 0; i < box->rows; i++)
        buffer_printf(buffer, "<text x=\"%zu\" y=\"%zu\"%s>%s</text>\n", box->x + PADDING,
                      row_of(box, i), box->fields[i]->required ? " font-weight=\"bold\"" : "",
                      box->fields[i]->name);
    if (box->more > 0)
        buffer_printf(buffer, "<text x=\"%zu\" y=\"%zu\">… %zu more</text>\n", box->x + PADDING,
                      row_of(box, box->rows), box->more);
    buffer_add_string(buffer, "<g text-anchor=\"end\" fill=\"#5b6770\">\n");
    for (size_t i = 0; i < box->rows; i++)
        buffer_printf(buffer, "<text x=\"%zu\" y=\"%zu\">%s%s</text>\n",
                      box->x + box->width - PADDING, row_of(box, i),
                      box->fields[i]->target ? "→" : "", type_of(box->fields[i]));
    buffer_add_string(buffer, "</g>\n");
}

static void add_picture(const struct picture *picture)
{
    struct buffer *buffer = picture->buffer;
    size_t height = picture->height + LEGEND;
    buffer_printf(buffer,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
                  "height=\"%zu\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, "
                  "monospace\" font-size=\"13\" fill=\"#1d2329\" role=\"img\" "
                  "aria-label=\"Classes and pointers\">\n"
                  "<defs><marker id=\"one\" viewBox=\"0 0 8 8\" refX=\"1\" refY=\"4\" "
                  "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\" "
                  "fill=\"#35618e\"/></marker><marker id=\"many\" viewBox=\"0 0 14 8\" refX=\"1\" "
                  "refY=\"4\" markerWidth=\"14\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 "
                  "0L7 4L0 8ZM7 0L14 4L7 8Z\" fill=\"#35618e\"/></marker></defs>\n"
                  "<rect width=\"%zu\" height=\"%zu\" fill=\"#f6f8fa\"/>\n",
                  picture->width, height, picture->width, height, picture->width, height);
    for (size_t i = 0; i < picture->count; i++) {
        const struct box *box = &picture->boxes[i];
        for (size_t j = 0; j < box->rows; j++)
            add_line(picture, box, j, box->fields[j]);
    }
    for (size_t i = 0; i < picture->count; i++)
        add_box(picture, &picture->boxes[i]);
    buffer_printf(buffer,
                  "<text x=\"%d\" y=\"%zu\" fill=\"#5b6770\">bold: required; dashed: may be "
                  "missing; two heads: a relation of many; → names what is pointed at</text>\n"
                  "</svg>\n",
                  MARGIN, picture->height + LEGEND / 2);
}

void emit_er_svg(const struct model *model, struct output *output)
{
    struct picture picture = {.model = model, .buffer = output_file(output, "docs/er.svg")};
    struct arena *arena = picture.buffer->arena;
    picture.boxes = arena_alloc_array(arena, model->class_count + 1, sizeof *picture.boxes);
    map_init(&picture.box_of, arena);
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (!is_shown(model, class))
            continue;
        struct box *box = &picture.boxes[picture.count++];
        *box = (struct box){.class = class, .place = i};
        fill_box(box, arena, model->class_count <= CLASS_LIMIT);
        map_add(&picture.box_of, class->name, box);
    }
    place(&picture);
    add_lanes(&picture);
    add_picture(&picture);
}
