/* model: what an RTX810 takes and allows, beyond its family's grammar. A check
 * gives EMU_APPLIED or an enum rtx_message. */
#ifndef RTX_EMULATOR_MODEL_H
#define RTX_EMULATOR_MODEL_H

#include "emulator/emulator.h"

/* model.c */
/* Are these the first words of the line? */
bool emu_begins(const char *line, const char *words);
/* The line without its `no`, if it has one. */
const char *emu_behind_no(const char *line);
int emu_model_check(const struct emu_world *world, const char *line);
bool emu_model_lacks(const struct emu_world *world, const char *line,
                     const struct rtx_command *command);

/* schedule_check.c */
int emu_schedule_check(const char *line);
bool emu_schedule_forbids(const char *command);
/* "sun" is 0; -1: no day of the week */
int emu_weekday(const char *word, size_t length);

/* hosts.c: is this address one of "any", "lan1", "192.0.2.1-192.0.2.9" ... */
bool emu_hosts_fit(const char *value, const char *peer);

/* attribute.c: what `user attribute` says of a user, as of now */
bool emu_may_administer(const struct emu_device *device, const char *user);
/* ms without a key until logout; 0: what login timer says */
int64_t emu_user_idle(const struct emu_device *device, const char *user);

#endif
