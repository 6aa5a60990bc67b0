/* Writing the fragment's lines. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "recipe/recipe.h"

static void wrote(rtx_recipe *r, int rc)
{
    if (rc < 0)
        recipe_fail(r, rc, NULL, "%s", rtx_strerror(rc));
}

void recipe_line(rtx_recipe *r, int indent, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    int length;

    if (r->rc < 0)
        return;
    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = length < 0 ? NULL : rtx__malloc((size_t)length + 1);
    if (!text) {
        recipe_fail(r, RTX_E_NOMEM, NULL, "out of memory");
        return;
    }
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    wrote(r, rtx__buf_fill(&r->out, ' ', (size_t)indent));
    wrote(r, rtx__buf_text(&r->out, text));
    wrote(r, rtx__buf_char(&r->out, '\n'));
    rtx__wipe(text, (size_t)length);
    rtx_free(text);
}

void recipe_comment(rtx_recipe *r, const char *text)
{
    if (r->rc < 0)
        return;
    if (r->out.length > 0)
        wrote(r, rtx__buf_char(&r->out, '\n'));
    wrote(r, rtx__buf_format(&r->out, "# %s\n", text));
}

/* `?` asks for help, `#` begins a comment, `|` and `>` redirect; see the
 * escapes of the console. A quoted word keeps them all but " and \. */
char *recipe_quoted(const char *text)
{
    size_t length = strlen(text);
    char *quoted;
    size_t n = 0;

    if (length > 0 && strcspn(text, " ?#|>\\'\"") == length)
        return rtx__strdup(text);
    quoted = rtx__malloc(2 * length + 3);
    if (!quoted)
        return NULL;
    quoted[n++] = '"';
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            quoted[n++] = '\\';
        quoted[n++] = text[i];
    }
    quoted[n++] = '"';
    quoted[n] = '\0';
    return quoted;
}

void recipe_quoted_free(char *text)
{
    rtx_recipe_text_free(text);
}
