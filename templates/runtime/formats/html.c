/* html.c - see html.h. */
#include "formats/html.h"

void html_write(struct buffer *buffer, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.bytes[i]) {
        case '&':
            buffer_add_string(buffer, "&amp;");
            break;
        case '<':
            buffer_add_string(buffer, "&lt;");
            break;
        case '>':
            buffer_add_string(buffer, "&gt;");
            break;
        case '"':
            buffer_add_string(buffer, "&quot;");
            break;
        case '\'':
            buffer_add_string(buffer, "&#39;");
            break;
        default:
            buffer_add_char(buffer, text.bytes[i]);
        }
    }
}
