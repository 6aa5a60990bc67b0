/* Bringing what a plan changed to its place in the configuration. */
#include "config/internal.h"

#include <stdlib.h>
#include <string.h>

/* Neighbours of one block. */
struct run {
    size_t begin;
    size_t end;
    bool sorted;
};

/* A new statement, and before which of the old ones it goes. */
struct guest {
    struct rtx_entry entry;
    size_t slot;
    size_t number;
};

struct settling {
    struct rtx_entry *old;
    size_t count;
    struct run *runs;
    size_t run_count;
    struct guest *guests;
    size_t guest_count;
};

static void free_settling(struct settling *s)
{
    rtx_free(s->old);
    rtx_free(s->runs);
    rtx_free(s->guests);
}

/* Part the statements into those that have a place and those that need one. */
static void part(struct settling *s, rtx_config *config, size_t old_count)
{
    size_t kept = 0;

    for (size_t i = 0; i < config->count; i++) {
        struct rtx_entry *e = &config->items[i];

        if (e->gone) {
            rtx__entry_free(e);
        } else if (e->order < old_count) {
            s->old[e->order] = *e;
        } else {
            s->guests[s->guest_count] = (struct guest){*e, 0, s->guest_count};
            s->guest_count++;
        }
    }
    for (size_t i = 0; i < old_count; i++) {
        if (s->old[i].memory)
            s->old[kept++] = s->old[i];
    }
    s->count = kept;
    config->count = 0;
}

static void find_runs(struct settling *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct run *last = s->run_count ? &s->runs[s->run_count - 1] : NULL;

        if (last && rtx__entry_same_block(&s->old[i - 1], &s->old[i])) {
            last->end = i + 1;
            last->sorted &= rtx__entry_compare(&s->old[i - 1], &s->old[i]) <= 0;
        } else {
            s->runs[s->run_count++] = (struct run){i, i + 1, true};
        }
    }
}

/* The first of the run that comes behind the entry, or its end. */
static size_t slot_in(const struct settling *s, const struct run *run,
                      const struct rtx_entry *entry)
{
    size_t low = run->begin;
    size_t high = run->end;

    if (!run->sorted) {
        while (low < high && rtx__entry_compare(entry, &s->old[low]) >= 0)
            low++;
        return low;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rtx__entry_compare(entry, &s->old[middle]) < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* As rtx__config_slot, but by runs. */
static size_t slot_of(const struct settling *s, const struct rtx_entry *entry)
{
    size_t behind = s->count;
    size_t last = SIZE_MAX;

    for (size_t i = 0; i < s->run_count; i++) {
        const struct run *run = &s->runs[i];
        const struct rtx_entry *first = &s->old[run->begin];

        if (rtx__entry_same_block(entry, first)) {
            last = slot_in(s, run, entry);
            if (last < run->end)
                return last;
        } else if (behind == s->count && rtx__entry_compare(entry, first) < 0) {
            behind = run->begin;
        }
    }
    return last != SIZE_MAX ? last : behind;
}

static int compare_guests(const void *a, const void *b)
{
    const struct guest *one = a;
    const struct guest *two = b;
    int c;

    if (one->slot != two->slot)
        return one->slot < two->slot ? -1 : 1;
    c = rtx__entry_compare(&one->entry, &two->entry);
    return c ? c : (one->number > two->number) - (one->number < two->number);
}

static void merge(const struct settling *s, rtx_config *config)
{
    size_t guest = 0;

    for (size_t i = 0; i <= s->count; i++) {
        while (guest < s->guest_count && s->guests[guest].slot == i)
            config->items[config->count++] = s->guests[guest++].entry;
        if (i < s->count)
            config->items[config->count++] = s->old[i];
    }
}

int rtx__config_settle(rtx_config *config, size_t old_count)
{
    struct settling s;
    struct run *runs;
    int rc = RTX_E_NOMEM;

    memset(&s, 0, sizeof s);
    rtx__config_unindex(config);
    config->loose = false;
    s.old = rtx__calloc(old_count + 1, sizeof *s.old);
    s.guests = rtx__calloc(config->count + 1, sizeof *s.guests);
    runs = rtx__calloc(old_count + 1, sizeof *runs);
    if (s.old && s.guests && runs) {
        part(&s, config, old_count);
        s.runs = runs;
        find_runs(&s);
        for (size_t i = 0; i < s.guest_count; i++)
            s.guests[i].slot = slot_of(&s, &s.guests[i].entry);
        if (s.guest_count > 1)
            qsort(s.guests, s.guest_count, sizeof *s.guests, compare_guests);
        merge(&s, config);
        rc = 0;
    }
    s.runs = runs;
    free_settling(&s);
    return rc;
}
