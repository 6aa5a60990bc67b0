/* files: those beside the configuration that the router starts from. */
#ifndef RTX_EMULATOR_FILES_H
#define RTX_EMULATOR_FILES_H

#include "emulator/emulator.h"

/* NULL: there is none of this name. */
struct emu_file *emu_file_find(const struct emu_device *device,
                               const char *name);
/* `text` is its from now on, or freed. 0, RTX_E_NOMEM */
int emu_file_put(struct emu_device *device, const char *name, char *text);

#endif
