/* A line that delays bytes and lets them through at a rate. */
#include "emulator/server.h"

#include <string.h>

void emu_pipe_init(struct emu_pipe *pipe)
{
    memset(pipe, 0, sizeof *pipe);
    rtx__buf_init(&pipe->bytes, (size_t)1 << 28);
}

void emu_pipe_free(struct emu_pipe *pipe)
{
    rtx__buf_free(&pipe->bytes);
    rtx_free(pipe->marks);
    pipe->marks = NULL;
}

size_t emu_pipe_waiting(const struct emu_pipe *pipe)
{
    return pipe->bytes.length - pipe->at;
}

const char *emu_pipe_bytes(const struct emu_pipe *pipe)
{
    return rtx__buf_str(&pipe->bytes) + pipe->at;
}

int emu_pipe_add(struct emu_pipe *pipe, const void *bytes, size_t length,
                 int64_t due_ms)
{
    struct emu_mark *last =
        pipe->mark_count ? &pipe->marks[pipe->mark_count - 1] : NULL;
    int rc = rtx__buf_add(&pipe->bytes, bytes, length);

    if (rc < 0)
        return rc;
    if (last && pipe->mark_at < pipe->mark_count && last->due_ms >= due_ms) {
        last->end += length;
        return 0;
    }
    rc = rtx__grow(&pipe->marks, &pipe->mark_capacity, pipe->mark_count,
                   sizeof *pipe->marks);
    if (rc < 0)
        return rc;
    pipe->marks[pipe->mark_count].due_ms = due_ms;
    pipe->marks[pipe->mark_count++].end = pipe->taken + emu_pipe_waiting(pipe);
    return 0;
}

size_t emu_pipe_ready(struct emu_pipe *pipe, int64_t now_ms, int64_t byte_us)
{
    uint64_t end = pipe->taken;
    size_t ready;

    for (size_t i = pipe->mark_at; i < pipe->mark_count; i++) {
        if (pipe->marks[i].due_ms > now_ms)
            break;
        end = pipe->marks[i].end;
        if (pipe->next_us < pipe->marks[i].due_ms * 1000 && i == pipe->mark_at)
            pipe->next_us = pipe->marks[i].due_ms * 1000;
    }
    ready = (size_t)(end - pipe->taken);
    if (byte_us > 0 && ready > 0) {
        int64_t room = (now_ms * 1000 - pipe->next_us) / byte_us;

        if (room < 0)
            room = 0;
        if ((uint64_t)room < ready)
            ready = (size_t)room;
    }
    return ready;
}

void emu_pipe_take(struct emu_pipe *pipe, size_t length, int64_t byte_us)
{
    pipe->at += length;
    pipe->taken += length;
    pipe->next_us += (int64_t)length * byte_us;
    while (pipe->mark_at < pipe->mark_count &&
           pipe->marks[pipe->mark_at].end <= pipe->taken)
        pipe->mark_at++;
    if (pipe->mark_at == pipe->mark_count)
        pipe->mark_at = pipe->mark_count = 0;
    if (pipe->at == pipe->bytes.length) {
        rtx__buf_clear(&pipe->bytes);
        pipe->at = 0;
    } else if (pipe->at > 65536 && pipe->at > pipe->bytes.length / 2) {
        rtx__buf_drop(&pipe->bytes, pipe->at);
        pipe->at = 0;
    }
}

int64_t emu_pipe_due(const struct emu_pipe *pipe, int64_t byte_us)
{
    int64_t due;

    if (pipe->mark_at >= pipe->mark_count)
        return INT64_MAX;
    due = pipe->marks[pipe->mark_at].due_ms;
    if (byte_us > 0) {
        int64_t free_ms = (pipe->next_us + byte_us + 999) / 1000;

        /* a few bytes at a time: nobody needs a wake-up per byte */
        if (free_ms > due)
            due = free_ms + 3;
    }
    return due;
}
