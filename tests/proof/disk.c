/*
 * What a power failure leaves of the files in a directory: the content that a
 * file had when it was synced last, under the names that the directory had when
 * that was synced last. The worst case that POSIX allows.
 */
#include "proof.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct content {
    ino_t inode;
    char *bytes;
    size_t length;
};

struct name {
    ino_t inode;
    char *path;
};

struct disk {
    char *path;
    struct content *contents;
    size_t content_count;
    struct name *names;
    size_t name_count;
};

struct disk *disk_new(const char *path)
{
    struct disk *disk = calloc(1, sizeof *disk);

    disk->path = text_format("%s", path);
    return disk;
}

static void forget_names(struct disk *disk, const char *directory)
{
    size_t length = strlen(directory);
    size_t kept = 0;

    for (size_t i = 0; i < disk->name_count; i++) {
        char *path = disk->names[i].path;

        if (strncmp(path, directory, length) == 0 && path[length] == '/' &&
            !strchr(path + length + 1, '/'))
            free(path);
        else
            disk->names[kept++] = disk->names[i];
    }
    disk->name_count = kept;
}

void disk_free(struct disk *disk)
{
    for (size_t i = 0; i < disk->content_count; i++)
        free(disk->contents[i].bytes);
    for (size_t i = 0; i < disk->name_count; i++)
        free(disk->names[i].path);
    free(disk->contents);
    free(disk->names);
    free(disk->path);
    free(disk);
}

static struct content *content_of(struct disk *disk, ino_t inode)
{
    for (size_t i = 0; i < disk->content_count; i++) {
        if (disk->contents[i].inode == inode)
            return &disk->contents[i];
    }
    disk->contents = realloc(disk->contents, (disk->content_count + 1) *
                                                 sizeof *disk->contents);
    disk->contents[disk->content_count] = (struct content){inode, NULL, 0};
    return &disk->contents[disk->content_count++];
}

static void keep_content(struct disk *disk, const char *path,
                         const struct stat *info)
{
    struct content *content = content_of(disk, info->st_ino);
    FILE *file = fopen(path, "r");

    if (!file)
        return;
    free(content->bytes);
    content->bytes = malloc((size_t)info->st_size + 1);
    content->length = fread(content->bytes, 1, (size_t)info->st_size, file);
    fclose(file);
}

static void keep_names(struct disk *disk, const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    forget_names(disk, path);
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        disk->names =
            realloc(disk->names, (disk->name_count + 1) * sizeof *disk->names);
        disk->names[disk->name_count++] = (struct name){
            entry->d_ino, text_format("%s/%s", path, entry->d_name)};
    }
    if (dir)
        closedir(dir);
}

void disk_synced(struct disk *disk, pid_t pid, int fd)
{
    char link[64];
    char path[4096];
    struct stat info;
    ssize_t n;

    snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, fd);
    n = readlink(link, path, sizeof path - 1);
    if (n < 0 || stat(link, &info) < 0)
        return;
    path[n] = '\0';
    if (strncmp(path, disk->path, strlen(disk->path)) != 0)
        return;
    if (S_ISDIR(info.st_mode))
        keep_names(disk, path);
    else
        keep_content(disk, link, &info);
}

static bool named(const struct disk *disk, const char *path, ino_t inode)
{
    for (size_t i = 0; i < disk->name_count; i++) {
        if (disk->names[i].inode == inode &&
            strcmp(disk->names[i].path, path) == 0)
            return true;
    }
    return false;
}

static void restore(struct disk *disk, const char *path, ino_t inode)
{
    const struct content *content = content_of(disk, inode);
    FILE *file;

    (void)umask(077);
    file = fopen(path, "w");
    if (!file)
        return;
    if (content->length)
        (void)!fwrite(content->bytes, 1, content->length, file);
    fclose(file);
}

/* Directories are taken to be there: who makes them does so once for all. */
static void fail_in(struct disk *disk, const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        char *inner = text_format("%s/%s", path, entry->d_name);
        struct stat info;

        if (entry->d_name[0] == '.' || lstat(inner, &info) < 0)
            ;
        else if (S_ISDIR(info.st_mode))
            fail_in(disk, inner);
        else if (!named(disk, inner, info.st_ino))
            (void)unlink(inner);
        free(inner);
    }
    if (dir)
        closedir(dir);
}

void disk_fail(struct disk *disk)
{
    fail_in(disk, disk->path);
    for (size_t i = 0; i < disk->name_count; i++)
        restore(disk, disk->names[i].path, disk->names[i].inode);
}
