/* Is the running configuration the stored one? */
#include <string.h>

#include <rtx/startup.h>

#include "config/config.h"
#include "session/session.h"

static int read_running(rtx_session *session, int64_t timeout_ms,
                        rtx_config **ret)
{
    char *text = NULL;
    int rc = rtx_session_administrator(session, timeout_ms);

    if (rc == 0)
        rc = rtx_session_run(session, "show config", timeout_ms, &text);
    if (rc == 0)
        rc = rtx_config_parse_running(ret, text, strlen(text), 0, NULL);
    rtx_startup_free(text);
    return rc;
}

static int read_stored(rtx_session *session, int64_t timeout_ms,
                       rtx_config **ret)
{
    char *text = NULL;
    int rc = rtx_startup_read(session, timeout_ms, &text);

    if (rc == 0)
        rc = rtx_config_parse_running(ret, text, strlen(text), 0, NULL);
    rtx_startup_free(text);
    return rc;
}

int rtx_startup_compare(rtx_session *session, int64_t timeout_ms,
                        char **difference)
{
    int64_t until = rtx__until_ms(timeout_ms);
    int64_t left;
    rtx_config *running = NULL;
    rtx_config *stored = NULL;
    struct rtx_buf text;
    int rc;

    if (difference)
        *difference = NULL;
    rtx__buf_init(&text, 1 << 20);
    rc = read_running(session, timeout_ms, &running);
    left = until - rtx__now_ms();
    if (rc == 0)
        rc = read_stored(session, left > 0 ? left : 0, &stored);
    if (rc == 0)
        rc = rtx__config_equal(stored, running, &text) ? 1 : 0;
    if (rc >= 0 && difference) {
        *difference = rtx__strdup(rtx__buf_str(&text));
        rc = *difference ? rc : RTX_E_NOMEM;
    }
    rtx__buf_free(&text);
    rtx_config_free(running);
    rtx_config_free(stored);
    return rc;
}
