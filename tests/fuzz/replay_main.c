/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a fuzz target over stored inputs without a fuzzer, so that every crash once fixed stays
 * fixed in plain ctest, with every compiler and sanitizer.
 *
 *   fuzz_<name>_replay corpus-folder-or-file...
 *
 * Each file is given whole, and cut off in the middle: truncation is what breaks parsers of files.
 * Fails when there is no input at all, because a replay of nothing proves nothing.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Inputs larger than this do not belong into a repository. */
enum { INPUT_BYTES_MAX = 1024 * 1024, PATH_BYTES = 4096 };

/* The copy is exactly as long as the input, so that a sanitizer sees the first byte read past it.
 */
static void run_copy(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        fprintf(stderr, "replay: no memory for %zu bytes\n", size);
        exit(1);
    }
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* Number of inputs run: 1, or 0 with a message when the file cannot be read. */
static int run_file(const char *path)
{
    static uint8_t data[INPUT_BYTES_MAX];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 0;
    }
    size_t size = fread(data, 1, sizeof(data), file);
    fclose(file);
    printf("replay %s (%zu bytes)\n", path, size);
    fflush(stdout);
    run_copy(data, size);
    run_copy(data, size / 2);
    return 1;
}

static int run_folder(const char *path, DIR *folder)
{
    int run_count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char file[PATH_BYTES];
        int length = snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
        if (entry->d_name[0] == '.' || length < 0 || (size_t)length >= sizeof(file)) {
            continue;
        }
        run_count += run_file(file);
    }
    return run_count;
}

static int run_path(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return run_file(path);
    }
    int run_count = run_folder(path, folder);
    closedir(folder);
    return run_count;
}

int main(int argument_count, char **arguments)
{
    int run_count = 0;
    for (int i = 1; i < argument_count; i++) {
        run_count += run_path(arguments[i]);
    }
    printf("%s: %d inputs\n", run_count > 0 ? "ok" : "FAILED, nothing to replay", run_count);
    return run_count > 0 ? 0 : 1;
}
