/* Answers that a test gives the emulator to say. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

const char *emu_answer_find(const struct emu_world *world, const char *command)
{
    for (size_t i = 0; i < world->answer_count; i++) {
        if (rtx__same_word(world->answers[i].command, command))
            return world->answers[i].text;
    }
    return NULL;
}

int emu_answer_set(struct emu_world *world, const char *command,
                   const char *text)
{
    struct emu_answer made = {rtx__strdup(command), rtx__strdup(text)};

    if (!made.command || !made.text)
        goto fail;
    for (size_t i = 0; i < world->answer_count; i++) {
        struct emu_answer *answer = &world->answers[i];

        if (!rtx__same_word(answer->command, command))
            continue;
        rtx_free(answer->command);
        rtx_free(answer->text);
        *answer = made;
        return 0;
    }
    if (rtx__grow(&world->answers, &world->answer_capacity, world->answer_count,
                  sizeof *world->answers) < 0)
        goto fail;
    world->answers[world->answer_count++] = made;
    return 0;
fail:
    rtx_free(made.command);
    rtx_free(made.text);
    return RTX_E_NOMEM;
}

static int add(struct emu_world *world, const char *command,
               struct rtx_buf *text)
{
    int rc = 0;

    if (command[0])
        rc = emu_answer_set(world, command, rtx__buf_str(text));
    rtx__buf_clear(text);
    return rc;
}

int emu_answer_file(struct emu_world *world, const char *path)
{
    FILE *file = fopen(path, "rb");
    char command[512] = "";
    char line[4096];
    struct rtx_buf text;
    int rc = 0;

    if (!file)
        return RTX_E_IO;
    rtx__buf_init(&text, (size_t)1 << 24);
    while (rc == 0 && fgets(line, sizeof line, file)) {
        if (strncmp(line, "== ", 3) == 0) {
            rc = add(world, command, &text);
            line[rtx__trimmed(line, strlen(line))] = '\0';
            rtx__copy(command, sizeof command, line + 3);
        } else {
            rc = rtx__buf_text(&text, line);
        }
    }
    if (rc == 0)
        rc = add(world, command, &text);
    rtx__buf_free(&text);
    fclose(file);
    return rc;
}

void emu_answers_free(struct emu_world *world)
{
    for (size_t i = 0; i < world->answer_count; i++) {
        rtx_free(world->answers[i].command);
        rtx_free(world->answers[i].text);
    }
    rtx_free(world->answers);
    world->answers = NULL;
    world->answer_count = 0;
    world->answer_capacity = 0;
}
