/* What is in a folder. */
#include <dirent.h>

#include "base/base.h"

int rtx__folder_entries(const char *path)
{
    DIR *folder = opendir(path);
    int count = -2; /* "." and ".." */

    if (!folder)
        return -1;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count < 0 ? 0 : count;
}
