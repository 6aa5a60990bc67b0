/* Who is there: the router by its serial number, the other administrators. */
#include "transaction/transaction.h"

#include <string.h>

void decide_router(rtx_transaction *t)
{
    const char *header = rtx_config_header(t->now);
    const char *at = strstr(header, "serial=");
    size_t length = at ? strcspn(at + 7, " \t\r\n") : 0;

    if (length > 0 && length < sizeof t->router) {
        memcpy(t->router, at + 7, length);
        t->router[length] = '\0';
        return;
    }
    rtx__copy(t->router, sizeof t->router, t->old_endpoint);
}

/* "*" is this session, "+" an administrator; both stand before the name. */
void decide_users(rtx_transaction *t, const char *text)
{
    const char *line = strstr(text, "\n---");

    for (line = line ? strchr(line + 1, '\n') : NULL; line;
         line = strchr(line, '\n')) {
        size_t marks;
        size_t length;

        line++;
        length = strcspn(line, "\n");
        marks = strspn(line, " *+@");
        if (marks >= length || !memchr(line, '+', marks) ||
            memchr(line, '*', marks))
            continue;
        (void)decide_warn(t, "another administrator is logged in: %.*s",
                          (int)rtx__trimmed(line + marks, length - marks),
                          line + marks);
    }
}
