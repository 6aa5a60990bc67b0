/* ping: its answers and its summary. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_ping)
#define FIELD(member) RTX_FIELD_ping_##member
#define REPLY (&rtx__schema_ping_reply)
#define REPLY_FIELD(member) RTX_FIELD_ping_reply_##member

static void *record_of(const struct rtx__parse *show)
{
    return rtx__list_at(&show->records, 0);
}

/* ---- received from 192.0.2.1: icmp_seq=1 ttl=47 time=56.253ms */
struct reply {
    struct rtx__word address;
    struct rtx__word sequence;
    struct rtx__word ttl;
    struct rtx__word time;
    bool japanese;
};

/* Digits behind the label, wherever in the text it stands. */
static struct rtx__word number_at(const char *text, const char *label)
{
    const char *at = strstr(text, label);
    struct rtx__word ret = {"", 0};

    if (at) {
        ret.text = at + strlen(label);
        ret.length = strspn(ret.text, "0123456789.");
    }
    return ret;
}

/* All that was read must be all that there is. */
static bool is_whole(const struct reply *reply)
{
    const char *unit = reply->time.text + reply->time.length;

    return reply->address.length && reply->sequence.length &&
           reply->ttl.length && reply->time.length &&
           strcmp(unit, reply->japanese ? "ミリ秒" : "ms") == 0;
}

static bool read_reply(const char *text, struct reply *ret)
{
    static const char japanese[] = "から受信:";
    const char *at = strstr(text, japanese);

    text += strspn(text, " ");
    ret->japanese = at != NULL;
    ret->address.text = at ? text : rtx__behind(text, "received from ");
    if (!ret->address.text)
        return false;
    if (!at)
        at = strstr(ret->address.text, ": ");
    if (!at || at < ret->address.text)
        return false;
    ret->address.length = (size_t)(at - ret->address.text);
    ret->sequence =
        number_at(at, ret->japanese ? "シーケンス番号=" : "icmp_seq=");
    ret->ttl = number_at(at, "ttl=");
    ret->time = number_at(at, ret->japanese ? "時間=" : "time=");
    return is_whole(ret);
}

static int take_reply(struct rtx__parse *show, const struct reply *reply)
{
    struct rtx_ping *ping = record_of(show);
    void *record =
        rtx__record_add(show, (struct rtx_list *)(void *)&ping->replies, REPLY);
    const struct {
        int field;
        const struct rtx__word *word;
    } fields[] = {{REPLY_FIELD(address), &reply->address},
                  {REPLY_FIELD(sequence), &reply->sequence},
                  {REPLY_FIELD(ttl), &reply->ttl},
                  {REPLY_FIELD(time_ms), &reply->time}};
    int rc = record ? 1 : RTX_E_NOMEM;

    for (size_t i = 0; rc > 0 && i < sizeof fields / sizeof fields[0]; i++)
        rc = rtx__record_set(show, record, REPLY, fields[i].field,
                             fields[i].word->text, fields[i].word->length);
    return rc > 0 ? rtx__known(show, reply->japanese) : rc;
}

/* ---- a picture: # is a number, a blank any blanks, also none */
static bool read_picture(const char *text, const char *picture,
                         struct rtx__word *numbers)
{
    for (; *picture; picture++) {
        if (*picture == ' ') {
            text += strspn(text, " ");
        } else if (*picture == '#') {
            numbers->text = text;
            numbers->length = strspn(text, "0123456789.");
            if (numbers->length == 0)
                return false;
            text += numbers->length;
            numbers++;
        } else if (*text != *picture) {
            return false;
        } else {
            text++;
        }
    }
    return text[strspn(text, " ")] == '\0';
}

static const struct {
    const char *text;
    int first; /* the fields of the numbers lie one behind the other */
    bool japanese;
} pictures[] = {
    {" # packets transmitted, # packets received, #% packet loss", FIELD(sent),
     false},
    {" # packet transmitted, # packet received, #% packet loss", FIELD(sent),
     false},
    {" # packet transmitted, # packets received, #% packet loss", FIELD(sent),
     false},
    {" # packets transmitted, # packet received, #% packet loss", FIELD(sent),
     false},
    {" #個のパケットを送信し、 #個のパケットを受信しました。 #%パケットロス",
     FIELD(sent), true},
    {" round-trip min/avg/max = # / # / # ms", FIELD(min_ms), false},
    {" 往復遅延 最低/平均/最大 = # / # / # ミリ秒", FIELD(min_ms), true},
};

enum { PICTURES = sizeof pictures / sizeof pictures[0] };

static int picture_of(const char *text, struct rtx__word *numbers)
{
    for (int i = 0; i < PICTURES; i++) {
        if (read_picture(text, pictures[i].text, numbers))
            return i;
    }
    return -1;
}

static bool begins(const char *line)
{
    struct rtx__word numbers[3];
    struct reply reply;

    return read_reply(line, &reply) || picture_of(line, numbers) >= 0;
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__word numbers[3] = {{0}};
    struct reply reply;
    int picture;
    int rc = 1;

    if (read_reply(text, &reply))
        return take_reply(show, &reply);
    picture = picture_of(text, numbers);
    if (picture < 0)
        return 0;
    for (int i = 0; i < 3 && rc > 0; i++)
        rc = rtx__record_set(show, record_of(show), SCHEMA,
                             pictures[picture].first + i, numbers[i].text,
                             numbers[i].length);
    return rc > 0 ? rtx__known(show, pictures[picture].japanese) : rc;
}

const struct rtx__command rtx__ping = {
    .name = "ping",
    .output = "ping",
    .form = "ping …",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
