/*
 * The HTML of an e-mail. Mail programs drop what they do not know: the inline styles alone give a page that reads well, and the
 * style sheet adds what is dark. One column, nothing wider than the screen, no image, no font, no script, nothing that is fetched.
 */
#include "stats/mail/htmlpart.h"

#include "common/buf.h"
#include "stats/mail/html.h"

#include "common/banned.h"

enum { HTML_MAX = 4 * 1024 * 1024 };

static const char head_end[] =
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
    "<style>\n"
    ":root{color-scheme:light dark}\n"
    "@media (prefers-color-scheme:dark){\n"
    "body,.page{background:#16181c!important;color:#e8e8e8!important}\n"
    ".card{background:#22252b!important;border-color:#3a3f47!important;color:#e8e8e8!important}\n"
    ".soft{color:#b4b9c1!important}\n.figure{color:#ff9d8a!important}\n"
    ".button{background:#8ab4f8!important;color:#10131a!important}\n}\n</style>\n</head>\n";

static const char body_start[] =
    "<body style=\"margin:0;padding:0;background:#ffffff;color:#1f2328\">\n"
    "<div class=\"page\" style=\"max-width:640px;margin:0 auto;padding:12px 16px;"
    "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.45;"
    "background:#ffffff;color:#1f2328;overflow-wrap:anywhere\">\n";

/* How each kind is written: around its text, and around more. */
static const struct {
    const char *start, *end, *more_start, *more_end;
} forms[] = {
    [BLOCK_TITLE] = {"<p class=\"soft\" style=\"margin:0 0 8px;font-size:14px;color:#57606a\">",
                     "</p>\n", "", ""},
    [BLOCK_HEAD] = {"<h2 style=\"margin:20px 0 4px;font-size:19px;line-height:1.3\">", "</h2>\n",
                    "<p class=\"soft\" style=\"margin:0 0 4px;color:#57606a\">", "</p>\n"},
    [BLOCK_FIGURE] = {"<p style=\"margin:0 0 4px\"><span class=\"figure\" "
                      "style=\"font-size:32px;font-weight:700;color:#b42318\">",
                      "</span> ", "", "</p>\n"},
    [BLOCK_TEXT] = {"<p style=\"margin:0 0 4px\">", "</p>\n",
                    "<p class=\"soft\" style=\"margin:0 0 4px;color:#57606a\">", "</p>\n"},
    [BLOCK_ITEM] = {"<li style=\"margin:0 0 4px\">", "", "<br>", "</li>\n"},
    [BLOCK_CARD] = {"<div class=\"card\" style=\"margin:8px 0;padding:8px 12px;border:1px solid "
                    "#d0d7de;border-radius:8px;background:#f6f8fa\"><strong>",
                    "</strong>", "<br><span class=\"soft\" style=\"color:#57606a\">",
                    "</span></div>\n"},
    [BLOCK_NOTE] = {"<p class=\"soft\" style=\"margin:0 0 4px;font-size:13px;color:#57606a\">",
                    "</p>\n", "", ""},
};

static void put_link(struct Buf *buf, const struct Block *block)
{
    buf_puts(buf, "<p style=\"margin:8px 0\"><a class=\"button\" style=\"display:inline-block;"
                  "padding:10px 16px;border-radius:8px;background:#0b57d0;color:#ffffff;"
                  "text-decoration:none\" href=\"");
    html_append(buf, block->more);
    buf_puts(buf, "\">");
    html_append(buf, block->text);
    buf_puts(buf, "</a><br><span class=\"soft\" style=\"font-size:13px;color:#57606a\">");
    html_append(buf, block->more);
    buf_puts(buf, "</span></p>\n");
}

static void put_block(struct Buf *buf, const struct Block *block)
{
    if (block->kind == BLOCK_LINK) {
        put_link(buf, block);
        return;
    }
    buf_puts(buf, forms[block->kind].start);
    html_append(buf, block->text);
    buf_puts(buf, forms[block->kind].end);
    if (block->more != NULL) {
        buf_puts(buf, forms[block->kind].more_start);
        html_append(buf, block->more);
        buf_puts(buf, forms[block->kind].more_end);
    } else if (block->kind == BLOCK_ITEM) {
        buf_puts(buf, "</li>\n");
    } else if (block->kind == BLOCK_CARD) {
        buf_puts(buf, "</div>\n");
    } else if (block->kind == BLOCK_FIGURE) {
        buf_puts(buf, "</p>\n");
    }
}

const char *htmlpart_of(const struct Document *document)
{
    struct Buf buf;

    buf_init(&buf, HTML_MAX);
    buf_printf(&buf,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
               document->language);
    html_append(&buf, document->count > 0 ? document->blocks[0].text : "");
    buf_printf(&buf, "</title>\n%s%s", head_end, body_start);
    for (int i = 0; i < document->count; i++) {
        const struct Block *block = &document->blocks[i];
        bool item = block->kind == BLOCK_ITEM;
        if (item && (i == 0 || document->blocks[i - 1].kind != BLOCK_ITEM)) {
            buf_puts(&buf, "<ul style=\"margin:4px 0;padding-left:20px\">\n");
        }
        if (block->kind == BLOCK_NOTE && i > 0 && document->blocks[i - 1].kind != BLOCK_NOTE) {
            buf_puts(&buf, "<hr style=\"margin:16px 0 8px;border:0;border-top:1px solid "
                           "#d0d7de\">\n");
        }
        put_block(&buf, block);
        if (item && (i + 1 == document->count || document->blocks[i + 1].kind != BLOCK_ITEM)) {
            buf_puts(&buf, "</ul>\n");
        }
    }
    buf_puts(&buf, "</div>\n</body>\n</html>\n");
    const char *html = arena_strdup(document->arena, buf.data);
    buf_release(&buf);
    return html;
}
