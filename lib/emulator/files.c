/* Files beside the configuration that it starts from: what `save N` and
 * `show ... > usb1:NAME` have written. */
#include "emulator/files.h"

#include <string.h>

struct emu_file *emu_file_find(const struct emu_device *device,
                               const char *name)
{
    for (size_t i = 0; i < device->file_count; i++) {
        if (strcmp(device->files[i].name, name) == 0)
            return &device->files[i];
    }
    return NULL;
}

int emu_file_put(struct emu_device *device, const char *name, char *text)
{
    struct emu_file *file = emu_file_find(device, name);

    if (!text ||
        (!file && rtx__grow(&device->files, &device->file_capacity,
                            device->file_count, sizeof *device->files) < 0)) {
        rtx_free(text);
        return RTX_E_NOMEM;
    }
    if (!file) {
        file = &device->files[device->file_count++];
        file->name = rtx__strdup(name);
        file->text = NULL;
    }
    rtx_free(file->text);
    file->text = text;
    return 0;
}
