/* The router's command words: what may follow, completion, abbreviations. */
#include "emulator/emulator.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A tree of the words that may follow each other. */
struct emu_word {
    const char *text;
    size_t length;
    int child;      /* the first that may follow; 0: none */
    int sibling;    /* the next alternative; 0: none */
    bool parameter; /* something that is no fixed word may follow too */
};

struct word {
    const char *text;
    size_t length;
};

static bool literal(const char *token)
{
    return isalnum((unsigned char)*token);
}

static bool is(const struct emu_word *node, const char *text, size_t length)
{
    return node->length == length && strncasecmp(node->text, text, length) == 0;
}

static int child_of(const struct emu_word *tree, int parent, const char *text,
                    size_t length)
{
    for (int i = tree[parent].child; i; i = tree[i].sibling) {
        if (is(&tree[i], text, length))
            return i;
    }
    return 0;
}

/* A new child, in the order of the alphabet. */
static int add_child(struct emu_world *world, int parent, const char *text,
                     size_t length)
{
    struct emu_word made = {text, length, 0, 0, false};
    int *link;

    if (rtx__grow(&world->words, &world->word_capacity, world->word_count,
                  sizeof *world->words) < 0)
        return RTX_E_NOMEM;
    link = &world->words[parent].child;
    while (*link) {
        const struct emu_word *other = &world->words[*link];
        size_t shorter = length < other->length ? length : other->length;
        int order = strncmp(other->text, text, shorter);

        if (order > 0 || (order == 0 && other->length > length))
            break;
        link = &world->words[*link].sibling;
    }
    made.sibling = *link;
    *link = (int)world->word_count;
    world->words[world->word_count] = made;
    return (int)world->word_count++;
}

static int add_form(struct emu_world *world, const char *form)
{
    int at = 0;

    while (*form) {
        size_t length = strcspn(form, " ");
        int next;

        if (!literal(form)) {
            /* behind a parameter anything may stand: no help there */
            world->words[at].parameter = true;
            return 0;
        }
        next = child_of(world->words, at, form, length);
        if (next == 0)
            next = add_child(world, at, form, length);
        if (next < 0)
            return next;
        at = next;
        form += length;
        form += strspn(form, " ");
    }
    return 0;
}

int emu_words_init(struct emu_world *world)
{
    int rc;

    if (rtx__grow(&world->words, &world->word_capacity, 0,
                  sizeof *world->words) < 0)
        return RTX_E_NOMEM;
    memset(&world->words[0], 0, sizeof world->words[0]);
    world->words[0].text = "";
    world->word_count = 1;
    rc = add_form(world, "no");
    for (const struct emu_command *c = emu_commands; rc == 0 && c->words; c++)
        rc = add_form(world, c->words);
    for (int rank = 0; rc == 0 && rank < rtx__command_count(); rank++)
        rc = add_form(world, rtx__command_row(rank)->form);
    return rc;
}

/* Where the words lead; -1: nowhere that is known. */
static int walk(const struct emu_world *world, const struct word *words,
                int count)
{
    int at = 0;

    for (int i = 0; i < count; i++) {
        if (i == 0 && words[i].length == 2 &&
            strncasecmp(words[i].text, "no", 2) == 0)
            continue;
        at = child_of(world->words, at, words[i].text, words[i].length);
        if (at == 0)
            return -1;
    }
    return at;
}

static int split(const char *line, struct word *words, int max)
{
    int count = 0;

    while (count < max) {
        line += strspn(line, " ");
        if (!*line)
            break;
        words[count].text = line;
        words[count].length = strcspn(line, " ");
        line += words[count++].length;
    }
    return count;
}

/* Where the words of the line but its last, begun one, lead. */
static int look(const struct emu_world *world, const char *line,
                struct word *begun)
{
    struct word words[16];
    int count = split(line, words, 16);
    size_t length = strlen(line);

    begun->text = line + length;
    begun->length = 0;
    if (count == 16)
        return -1;
    if (count && line[length - 1] != ' ')
        *begun = words[--count];
    return walk(world, words, count);
}

static bool begins(const struct emu_word *word, const struct word *begun)
{
    return word->length >= begun->length &&
           strncasecmp(word->text, begun->text, begun->length) == 0;
}

int emu_words_next(const struct emu_world *world, const char *line,
                   struct rtx_buf *ret)
{
    struct word begun;
    int found = 0;
    int at = look(world, line, &begun);

    if (at < 0)
        return 0;
    for (int i = world->words[at].child; i; i = world->words[i].sibling) {
        const struct emu_word *word = &world->words[i];

        if (!begins(word, &begun))
            continue;
        if (found++)
            rtx__buf_char(ret, ' ');
        rtx__buf_add(ret, word->text, word->length);
    }
    return found;
}

/* The one word that `begun` can become; NULL: none or several. */
static const struct emu_word *only(const struct emu_world *world, int at,
                                   const struct word *begun)
{
    const struct emu_word *found = NULL;

    if (begun->length == 0 || at < 0)
        return NULL;
    for (int i = world->words[at].child; i; i = world->words[i].sibling) {
        const struct emu_word *word = &world->words[i];

        if (!begins(word, begun))
            continue;
        if (word->length == begun->length)
            return word;
        if (found)
            return NULL;
        found = word;
    }
    /* a line that begins with an interface (wan1) is rare enough */
    return at && world->words[at].parameter ? NULL : found;
}

int emu_words_complete(const struct emu_world *world, const char *line,
                       struct rtx_buf *ret)
{
    struct word begun;
    int at = look(world, line, &begun);
    const struct emu_word *word = only(world, at, &begun);

    if (!word)
        return 0;
    rtx__buf_add(ret, word->text + begun.length, word->length - begun.length);
    return 1;
}

int emu_words_expand(const struct emu_world *world, const char *line,
                     struct rtx_buf *ret)
{
    struct word words[16];
    int count = split(line, words, 16);
    int rc = 0;

    for (int i = 0; i < count && rc == 0; i++) {
        const struct emu_word *word =
            only(world, walk(world, words, i), &words[i]);

        if (i)
            rc = rtx__buf_char(ret, ' ');
        if (rc == 0 && i == 15) /* the rest of a long line as it is */
            return rtx__buf_text(ret, words[i].text);
        if (word)
            words[i] = (struct word){word->text, word->length};
        if (rc == 0)
            rc = rtx__buf_add(ret, words[i].text, words[i].length);
    }
    return rc;
}
