/* Faults that can be asked for: their specs, and whom they hit. */
#include "emulator/emulator.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum value { NONE, NUMBER, TEXT };

static const struct {
    const char *name;
    enum value value;
    const char *form;
    const char *meaning;
} kinds[] = {
    [EMU_CUT_AT] = {"cut-at", NUMBER, "cut-at=N",
                    "close the connection after N bytes sent"},
    [EMU_STALL_AT] = {"stall-at", NUMBER, "stall-at=N",
                      "send nothing more after N bytes sent"},
    [EMU_GARBAGE_AT] = {"garbage-at", NUMBER, "garbage-at=N[:COUNT]",
                        "send COUNT (8) random bytes after N bytes sent"},
    [EMU_DROP_LINE] = {"drop-line", NUMBER, "drop-line=N",
                       "lose the Nth line received, with its Enter"},
    [EMU_LOSE] = {"lose", NUMBER, "lose=N",
                  "lose every Nth character that arrives while others wait"},
    [EMU_REFUSE_LINE] = {"refuse-line", TEXT, "refuse-line=TEXT",
                         "answer an error to lines that contain TEXT"},
    [EMU_IGNORE_LINE] = {"ignore-line", TEXT, "ignore-line=TEXT",
                         "take such lines in silence and do nothing"},
    [EMU_MANGLE_LINE] = {"mangle-line", TEXT, "mangle-line=TEXT:OTHER",
                         "take such lines with OTHER instead of TEXT"},
    [EMU_CLOSE_ON] = {"close-on", TEXT, "close-on=TEXT",
                      "close on such a line, without doing it"},
    [EMU_CLOSE_AFTER] = {"close-after", TEXT, "close-after=TEXT",
                         "do such a line, then close without an answer"},
    [EMU_STALL_ON] = {"stall-on", TEXT, "stall-on=TEXT",
                      "fall silent on such a line, without doing it"},
    [EMU_STALL_AFTER] = {"stall-after", TEXT, "stall-after=TEXT",
                         "do such a line, then fall silent"},
    [EMU_DELAY_BEFORE_PROMPT] = {"delay-before-prompt", NUMBER,
                                 "delay-before-prompt=MS",
                                 "wait before every prompt"},
    [EMU_PAUSE_AFTER_HEADER] = {"pause-after-header", NUMBER,
                                "pause-after-header=MS[:mark]",
                                "stop for MS behind the first line of show "
                                "config, or behind its first `# `"},
    [EMU_FULL] = {"full", NONE, "full", "all sessions are in use"},
    [EMU_NEVER_ANSWER] = {"never-answer", NONE, "never-answer",
                          "accept connections and say nothing"},
    [EMU_SAVE_FAILS] = {"save-fails", NONE, "save-fails",
                        "save reports failure"},
    [EMU_CUT_RECEIVED] = {"cut-received", NUMBER, "cut-received=N",
                          "take N bytes, then close the connection without "
                          "the answers to them"},
    [EMU_STALL_RECEIVED] = {"stall-received", NUMBER, "stall-received=N",
                            "take N bytes, then neither hear nor say more"},
    [EMU_GARBAGE_RECEIVED] = {"garbage-received", NUMBER,
                              "garbage-received=N[:COUNT]",
                              "COUNT (8) random bytes arrive behind the Nth "
                              "received"},
    [EMU_RESTART_RECEIVED] = {"restart-received", NUMBER, "restart-received=N",
                              "take N bytes, then lose power and boot again"},
    [EMU_REFUSE_NTH] = {"refuse-nth", NUMBER, "refuse-nth=N",
                        "answer an error to the Nth command line of all"},
    [EMU_IGNORE_NTH] = {"ignore-nth", NUMBER, "ignore-nth=N",
                        "take the Nth command line of all in silence and do "
                        "nothing"},
    [EMU_CORRUPT_ECHO] = {"corrupt-echo", NUMBER, "corrupt-echo=N",
                          "every Nth echoed character comes back as another"},
};

int rtx_emulator_fault_info(size_t index, struct rtx_emulator_fault_info *ret)
{
    struct rtx_emulator_fault_info info = {.size = sizeof info};

    if (index >= EMU_FAULT_KINDS)
        return RTX_E_ARGUMENT;
    info.form = kinds[index].form;
    info.meaning = kinds[index].meaning;
    return rtx__fill_sized(ret, &info, sizeof info);
}

/* Cut ",NAME=N" off the end of spec. */
static bool tail(char *spec, const char *name, long *number)
{
    size_t length = strlen(name);
    char *comma = strrchr(spec, ',');
    char *end;

    if (!comma || strncmp(comma + 1, name, length) != 0 ||
        comma[1 + length] != '=')
        return false;
    errno = 0;
    *number = strtol(comma + 2 + length, &end, 10);
    if (errno || end == comma + 2 + length || *end || *number < 1)
        return false;
    *comma = '\0';
    return true;
}

static bool parse_number(struct emu_fault *fault, const char *value)
{
    char *end;

    errno = 0;
    fault->number = strtol(value, &end, 10);
    if (errno || end == value || fault->number < 0)
        return false;
    if (*end == ':' && strcmp(end + 1, "mark") == 0) {
        fault->second = 1;
        return fault->kind == EMU_PAUSE_AFTER_HEADER;
    }
    if (*end == ':' && (fault->kind == EMU_GARBAGE_AT ||
                        fault->kind == EMU_GARBAGE_RECEIVED)) {
        fault->second = strtol(end + 1, &end, 10);
        return *end == '\0' && fault->second > 0 && fault->second <= 65536;
    }
    return *end == '\0';
}

static bool parse_text(struct emu_fault *fault, const char *value)
{
    const char *colon = strchr(value, ':');

    if (fault->kind != EMU_MANGLE_LINE) {
        fault->text = rtx__strdup(value);
        return fault->text && value[0];
    }
    if (!colon || colon == value)
        return false;
    fault->text = rtx__strndup(value, (size_t)(colon - value));
    fault->other = rtx__strdup(colon + 1);
    return fault->text && fault->other;
}

static bool parse(struct emu_fault *fault, char *spec)
{
    char *value;
    bool more = true;

    memset(fault, 0, sizeof *fault);
    fault->times = -1;
    while (more)
        more = tail(spec, "times", &fault->times) ||
               tail(spec, "connection", &fault->connection);
    value = strchr(spec, '=');
    if (value)
        *value++ = '\0';
    for (int i = 0; i < EMU_FAULT_KINDS; i++) {
        if (strcmp(kinds[i].name, spec) != 0)
            continue;
        fault->kind = (enum emu_fault_kind)i;
        if (kinds[i].value == NONE)
            return value == NULL;
        if (!value)
            return false;
        return kinds[i].value == NUMBER ? parse_number(fault, value)
                                        : parse_text(fault, value);
    }
    return false;
}

static void release(struct emu_fault *fault)
{
    rtx_free(fault->text);
    rtx_free(fault->other);
}

int emu_faults_add(struct emu_faults *faults, const char *spec,
                   struct rtx_error *error)
{
    char *copy = rtx__strdup(spec);
    struct emu_fault fault;
    int rc = RTX_E_NOMEM;

    if (!copy)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (!parse(&fault, copy)) {
        rc = rtx__error(error, RTX_E_ARGUMENT, "no such fault: %s", spec);
        release(&fault);
    } else if (rtx__grow(&faults->items, &faults->capacity, faults->count,
                         sizeof *faults->items) < 0) {
        rc = rtx__error(error, RTX_E_NOMEM, "out of memory");
        release(&fault);
    } else {
        faults->items[faults->count++] = fault;
        rc = 0;
    }
    rtx_free(copy);
    return rc;
}

void emu_faults_clear(struct emu_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        release(&faults->items[i]);
    rtx_free(faults->items);
    memset(faults, 0, sizeof *faults);
}

static bool holds(const struct emu_fault *fault, enum emu_fault_kind kind,
                  uint64_t connection)
{
    return fault->kind == kind && fault->times != 0 &&
           (fault->connection == 0 ||
            (uint64_t)fault->connection == connection);
}

struct emu_fault *emu_fault_find(struct emu_faults *faults,
                                 enum emu_fault_kind kind, uint64_t connection)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (holds(&faults->items[i], kind, connection))
            return &faults->items[i];
    }
    return NULL;
}

struct emu_fault *emu_fault_line(struct emu_faults *faults,
                                 enum emu_fault_kind kind, uint64_t connection,
                                 const char *line)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct emu_fault *fault = &faults->items[i];

        if (!holds(fault, kind, connection) || !strstr(line, fault->text))
            continue;
        emu_fault_used(fault);
        return fault;
    }
    return NULL;
}

struct emu_fault *emu_fault_nth(struct emu_faults *faults,
                                enum emu_fault_kind kind, uint64_t connection,
                                uint64_t number)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct emu_fault *fault = &faults->items[i];

        if (!holds(fault, kind, connection) ||
            (uint64_t)fault->number != number)
            continue;
        emu_fault_used(fault);
        return fault;
    }
    return NULL;
}

void emu_fault_used(struct emu_fault *fault)
{
    if (fault->times > 0)
        fault->times--;
}
