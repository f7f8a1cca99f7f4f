/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/file.h"
#include "host/name_hold.h"

/* Every test works in a new empty folder and is in it. */
static char folder[64];
static struct tkg_error err;

static int enter_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/tkg-file-XXXXXX");
    err = (struct tkg_error){0};
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

/* Removes what is in path (two levels are enough here) and path itself. */
static void remove_folder(const char *path, int levels)
{
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        char inner[512];
        int length = snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (length >= (int)sizeof(inner) || strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (unlink(inner) != 0 && levels > 0) {
            remove_folder(inner, levels - 1);
        }
    }
    (void)closedir(entries);
    (void)rmdir(path);
}

static int leave_folder(void **state)
{
    (void)state;
    (void)chdir("/");
    remove_folder(folder, 4);
    return access(folder, F_OK) == 0 ? -1 : 0;
}

static int entry_count(const char *path)
{
    int count = 0;
    DIR *entries = opendir(path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    (void)closedir(entries);
    return count;
}

/* Writes and reads with stdio: another implementation than the one under test. */
static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text)
{
    char bytes[256] = {0};
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t count = fread(bytes, 1, sizeof(bytes) - 1, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(count, strlen(text));
    assert_string_equal(bytes, text);
}

static void assert_read_fails(const char *path, size_t bytes_max, const char *text)
{
    char untouched = 'u';
    char *bytes = &untouched;
    size_t byte_count = 42;
    assert_int_equal(tkg_file_read(path, bytes_max, &bytes, &byte_count, &err), TKG_INPUT);
    assert_string_equal(err.text, text);
    assert_ptr_equal(bytes, &untouched);
    assert_int_equal(byte_count, 42);
}

static void a_file_is_read_whole_and_terminated(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 0;
    put("a.yaml", "targets: []\n");
    assert_int_equal(tkg_file_read("a.yaml", 1000, &bytes, &byte_count, &err), TKG_OK);
    assert_int_equal(byte_count, 12);
    assert_string_equal(bytes, "targets: []\n");
    free(bytes);
}

static void an_empty_file_is_an_empty_string(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 42;
    put("empty", "");
    assert_int_equal(tkg_file_read("empty", 0, &bytes, &byte_count, &err), TKG_OK);
    assert_int_equal(byte_count, 0);
    assert_string_equal(bytes, "");
    free(bytes);
}

static void a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 0;
    put("five", "12345");
    assert_int_equal(tkg_file_read("five", 5, &bytes, &byte_count, &err), TKG_OK);
    assert_int_equal(byte_count, 5);
    free(bytes);
    assert_read_fails("five", 4,
                      "'five' has more than 4 bytes, the most that is read here; is it the right "
                      "file?");
}

static void a_large_file_is_read_byte_for_byte(void **state)
{
    (void)state;
    enum { BYTES = 1000003 };
    char *written = malloc(BYTES);
    char *bytes = NULL;
    size_t byte_count = 0;
    assert_non_null(written);
    for (size_t i = 0; i < BYTES; i++) {
        written[i] = (char)(i * 31 % 251);
    }
    FILE *file = fopen("large", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(written, 1, BYTES, file), BYTES);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(tkg_file_read("large", BYTES, &bytes, &byte_count, &err), TKG_OK);
    assert_int_equal(byte_count, BYTES);
    assert_memory_equal(bytes, written, BYTES);
    free(bytes);
    free(written);
}

static void a_file_without_a_size_is_read_to_its_end(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 0;
    /* st_size of a file in /proc is 0. */
    assert_int_equal(tkg_file_read("/proc/self/status", 1 << 20, &bytes, &byte_count, &err),
                     TKG_OK);
    assert_memory_equal(bytes, "Name:\ttest_file\n", 16);
    assert_int_equal(strlen(bytes), byte_count);
    free(bytes);
}

static void what_cannot_be_read_is_named(void **state)
{
    (void)state;
    assert_read_fails("missing.yaml", 10,
                      "cannot read 'missing.yaml': No such file or directory; check the path and "
                      "its permissions");
    assert_read_fails("/tmp", 10, "cannot read '/tmp': it is a folder; name a file in it");
    assert_read_fails("", 10,
                      "cannot read '': No such file or directory; check the path and its "
                      "permissions");
    assert_read_fails("/dev/zero", 100000,
                      "'/dev/zero' has more than 100000 bytes, the most that is read here; is it "
                      "the right file?");
}

/* Runs body in a process of its own; returns its exit code. */
static int run_apart(int (*body)(void))
{
    int status = 0;
    (void)fflush(stdout);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(body());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int become(const char *path, int flags, int fd)
{
    int opened = open(path, flags | O_CLOEXEC, 0600);
    return opened >= 0 && dup2(opened, fd) == fd ? 0 : -1;
}

static int read_standard_input(void)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    if (become("in", O_RDONLY, STDIN_FILENO) != 0 ||
        tkg_file_read("-", 100, &bytes, &byte_count, &err) != TKG_OK) {
        return 1;
    }
    int differs = byte_count != 5 || memcmp(bytes, "input", 6) != 0;
    free(bytes);
    return differs || fcntl(STDIN_FILENO, F_GETFD) < 0 ? 2 : 0; /* and it is still open */
}

static int read_closed_standard_input(void)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    (void)close(STDIN_FILENO);
    enum tkg_status status = tkg_file_read("-", 100, &bytes, &byte_count, &err);
    return status == TKG_INPUT && strstr(err.text, "cannot read 'standard input': Bad file") ? 0
                                                                                             : 1;
}

static void a_pipe_without_a_writer_is_empty_and_not_waited_for(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 1;
    assert_int_equal(mkfifo("idle", 0600), 0);
    assert_int_equal(tkg_file_read("idle", 100, &bytes, &byte_count, &err), TKG_OK);
    assert_int_equal(byte_count, 0);
    free(bytes);
}

static void a_dash_reads_standard_input(void **state)
{
    (void)state;
    put("in", "input");
    assert_int_equal(run_apart(read_standard_input), 0);
    assert_int_equal(run_apart(read_closed_standard_input), 0);
}

static void a_new_file_is_written_and_nothing_else_is_left(void **state)
{
    (void)state;
    struct stat info;
    mode_t old_mask = umask(027);
    assert_int_equal(tkg_file_write("out.json", "{}\n", 3, &err), TKG_OK);
    (void)umask(old_mask);
    assert_holds("out.json", "{}\n");
    assert_int_equal(entry_count("."), 1);
    assert_int_equal(stat("out.json", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640); /* 0666 without 027 */
    assert_int_equal(tkg_file_write("out.json", NULL, 0, &err), TKG_OK);
    assert_holds("out.json", "");
}

static void an_old_file_is_replaced_and_keeps_its_permissions(void **state)
{
    (void)state;
    struct stat before, after;
    put("old", "old content, longer");
    assert_int_equal(chmod("old", 0604), 0);
    assert_int_equal(stat("old", &before), 0);
    int reader = open("old", O_RDONLY | O_CLOEXEC);
    assert_int_equal(tkg_file_write("old", "new", 3, &err), TKG_OK);
    assert_holds("old", "new");
    assert_int_equal(stat("old", &after), 0);
    assert_int_equal(after.st_mode & 07777, 0604);
    assert_true(after.st_ino != before.st_ino); /* renamed over, not overwritten */
    char byte = 0;
    assert_int_equal(pread(reader, &byte, 1, 18), 1); /* who reads the old one keeps it whole */
    (void)close(reader);
}

static void a_symbolic_link_stays_and_its_file_is_replaced(void **state)
{
    (void)state;
    struct stat info;
    assert_int_equal(mkdir("sub", 0700), 0);
    put("sub/real", "old");
    assert_int_equal(symlink("sub/real", "link"), 0);
    assert_int_equal(tkg_file_write("link", "new", 3, &err), TKG_OK);
    assert_holds("sub/real", "new");
    assert_int_equal(lstat("link", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(entry_count("sub"), 1);
}

static void paths_with_and_without_folders_are_written(void **state)
{
    (void)state;
    char absolute[128];
    (void)snprintf(absolute, sizeof(absolute), "%s/absolute", folder);
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_int_equal(tkg_file_write("sub/relative", "1", 1, &err), TKG_OK);
    assert_int_equal(tkg_file_write(absolute, "2", 1, &err), TKG_OK);
    assert_int_equal(tkg_file_write("./dot", "3", 1, &err), TKG_OK);
    assert_holds("sub/relative", "1");
    assert_holds("absolute", "2");
    assert_holds("dot", "3");
}

static void a_name_of_the_longest_kind_is_written(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', sizeof(name) - 1); /* NAME_MAX: no room for a suffix */
    name[255] = '\0';
    assert_int_equal(tkg_file_write(name, "x", 1, &err), TKG_OK);
    assert_holds(name, "x");
}

static void a_temporary_file_of_a_killed_process_is_removed(void **state)
{
    (void)state;
    put(".tickgate-0.tmp", "of a killed run");
    assert_int_equal(tkg_file_write("out", "x", 1, &err), TKG_OK);
    assert_holds("out", "x");
    assert_int_equal(access(".tickgate-0.tmp", F_OK), -1);
}

static void a_temporary_file_of_a_living_process_is_stepped_over(void **state)
{
    (void)state;
    put(".tickgate-0.tmp", "half");
    const int held = open(".tickgate-0.tmp", O_WRONLY | O_CLOEXEC);
    assert_true(tkg_name_hold(held, ".tickgate-0.tmp"));
    assert_int_equal(tkg_file_write("out", "x", 1, &err), TKG_OK);
    assert_holds("out", "x");
    assert_holds(".tickgate-0.tmp", "half");
    (void)close(held);
}

/* Each takes the lowest free temporary name, and must not take another's for abandoned. */
static void writers_of_one_folder_do_not_disturb_each_other(void **state)
{
    (void)state;
    enum { WRITERS = 6, WRITES = 100 };
    pid_t writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        assert_true(writers[i] >= 0);
        if (writers[i] == 0) {
            const char name[] = {(char)('a' + i), '\0'};
            for (int k = 0; k < WRITES; k++) {
                if (tkg_file_write(name, name, 1, NULL) != TKG_OK) {
                    _exit(1);
                }
            }
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        const char name[] = {(char)('a' + i), '\0'};
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        assert_holds(name, name);
    }
    assert_int_equal(entry_count("."), WRITERS);
}

static void a_link_in_the_place_of_a_temporary_file_is_not_followed(void **state)
{
    (void)state;
    put("victim", "mine");
    assert_int_equal(symlink("victim", ".tickgate-0.tmp"), 0);
    assert_int_equal(tkg_file_write("out", "x", 1, &err), TKG_OK);
    assert_holds("out", "x");
    assert_holds("victim", "mine");
    assert_int_equal(unlink(".tickgate-0.tmp"), 0);
}

static void what_cannot_be_written_is_named(void **state)
{
    (void)state;
    assert_int_equal(tkg_file_write("no/such/folder/out", "x", 1, &err), TKG_OUTPUT);
    assert_string_equal(err.text, "cannot write 'no/such/folder/out': No such file or directory; "
                                  "check that its folder exists and may be written");
    assert_int_equal(tkg_file_write(folder, "x", 1, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "it is a folder; name a file in it"));
    put("file", "");
    assert_int_equal(tkg_file_write("file/out", "x", 1, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "Not a directory"));
    assert_int_equal(tkg_file_write("", "x", 1, NULL), TKG_OUTPUT);
}

static void a_path_longer_than_the_system_allows_is_named(void **state)
{
    (void)state;
    char path[5000];
    for (size_t i = 0; i < sizeof(path) - 1; i++) {
        path[i] = i % 100 == 99 ? '/' : 'p';
    }
    path[sizeof(path) - 1] = '\0';
    assert_int_equal(tkg_file_write(path, "x", 1, &err), TKG_OUTPUT);
    assert_true(strlen(err.text) > 0);
    assert_int_equal(tkg_folder_make(path, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "the path is too long"));
}

/* Root may write and rename everywhere; the rest of this process is nobody's. */
static int drop_privileges(void)
{
    return geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0) ? 0 : -1;
}

static int write_where_it_is_forbidden(void)
{
    if (drop_privileges() != 0) {
        return 3;
    }
    if (tkg_file_write("locked/out", "x", 1, &err) != TKG_OUTPUT ||
        strcmp(err.text, "cannot write 'locked/out': Permission denied; check that its folder "
                         "exists and may be written") != 0) {
        return 1;
    }
    /* The file itself may be written, its folder not: the old content stays. */
    return tkg_file_write("locked/old", "new", 3, &err) == TKG_OUTPUT ? 0 : 2;
}

static void a_folder_without_permission_keeps_its_old_file(void **state)
{
    (void)state;
    assert_int_equal(mkdir("locked", 0700), 0);
    put("locked/old", "old");
    assert_int_equal(chmod("locked/old", 0666), 0);
    assert_int_equal(chmod("locked", 0555), 0);
    assert_int_equal(chmod(".", 0755), 0);
    int exit_code = run_apart(write_where_it_is_forbidden);
    assert_int_equal(chmod("locked", 0755), 0);
    assert_int_equal(exit_code, 0);
    assert_holds("locked/old", "old");
    assert_int_equal(entry_count("locked"), 1);
}

/* A limit on the size of files plays the full disk: the write fails half-way. */
static int write_more_than_fits(void)
{
    static char bytes[100000];
    const struct rlimit limit = {5000, 5000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return 3;
    }
    return tkg_file_write("old", bytes, sizeof(bytes), &err) == TKG_OUTPUT &&
                   strstr(err.text, "cannot write 'old': File too large; raise the limit of file "
                                    "sizes (ulimit -f)")
               ? 0
               : 1;
}

static void a_write_that_fails_half_way_leaves_the_old_file(void **state)
{
    (void)state;
    put("old", "old");
    assert_int_equal(run_apart(write_more_than_fits), 0);
    assert_holds("old", "old");
    assert_int_equal(entry_count("."), 1); /* no temporary file */
}

/* Without privileges: with them, a version of the code that does replace devices would take
 * /dev/null from the whole machine before the test could complain. */
static int write_to_devices(void)
{
    struct stat info;
    if (drop_privileges() != 0) {
        return 3;
    }
    if (tkg_file_write("/dev/null", "x", 1, &err) != TKG_OK || stat("/dev/null", &info) != 0 ||
        !S_ISCHR(info.st_mode)) {
        return 1;
    }
    return tkg_file_write("/dev/full", "x", 1, &err) == TKG_OUTPUT &&
                   strcmp(err.text, "cannot write '/dev/full': No space left on device; free some "
                                    "space") == 0
               ? 0
               : 2;
}

static void devices_are_written_to_and_not_replaced(void **state)
{
    (void)state;
    assert_int_equal(run_apart(write_to_devices), 0);
}

static void a_pipe_is_written_to(void **state)
{
    (void)state;
    char byte = 0;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    assert_int_equal(tkg_file_write("pipe", "p", 1, &err), TKG_OK);
    assert_int_equal(read(reader, &byte, 1), 1);
    assert_int_equal(byte, 'p');
    (void)close(reader);
}

static int write_standard_output(void)
{
    if (become("out", O_WRONLY | O_CREAT, STDOUT_FILENO) != 0) {
        return 1;
    }
    (void)printf("printed before, "); /* still in the buffer of stdio */
    return tkg_file_write("-", "written", 7, &err) == TKG_OK ? 0 : 2;
}

static int write_full_standard_output(void)
{
    if (become("/dev/full", O_WRONLY, STDOUT_FILENO) != 0) {
        return 1;
    }
    return tkg_file_write("-", "written", 7, &err) == TKG_OUTPUT &&
                   strcmp(err.text, "cannot write 'standard output': No space left on device; free "
                                    "some space") == 0
               ? 0
               : 2;
}

static void a_dash_writes_standard_output_in_order(void **state)
{
    (void)state;
    assert_int_equal(run_apart(write_standard_output), 0);
    assert_holds("out", "printed before, written");
    assert_int_equal(run_apart(write_full_standard_output), 0);
}

static void folders_are_made_with_all_above_them(void **state)
{
    (void)state;
    struct stat info;
    char absolute[128];
    (void)snprintf(absolute, sizeof(absolute), "%s/x/y", folder);
    assert_int_equal(tkg_folder_make("a/b//c/", &err), TKG_OK);
    assert_int_equal(tkg_folder_make("a/b/c", &err), TKG_OK); /* again */
    assert_int_equal(tkg_folder_make(absolute, &err), TKG_OK);
    assert_int_equal(tkg_folder_make(".", &err), TKG_OK);
    assert_int_equal(tkg_folder_make("/", &err), TKG_OK);
    assert_int_equal(stat("a/b/c", &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    assert_int_equal(stat(absolute, &info), 0);
}

/* mkdir says "Permission denied"; a look at what is not there would say something else. */
static int make_folder_where_not_allowed(void)
{
    if (drop_privileges() != 0) {
        return 3;
    }
    return tkg_folder_make("locked/new/one", &err) == TKG_OUTPUT &&
                   strstr(err.text, "cannot make the folder 'locked/new': Permission denied") &&
                   tkg_file_write("locked/file", "x", 1, &err) == TKG_OUTPUT &&
                   strstr(err.text, "cannot write 'locked/file': Permission denied")
               ? 0
               : 1;
}

static void a_folder_without_permission_is_told_as_such(void **state)
{
    (void)state;
    assert_int_equal(chmod(".", 0755), 0); /* others may look for what is in it */
    assert_int_equal(mkdir("locked", 0555), 0);
    assert_int_equal(run_apart(make_folder_where_not_allowed), 0);
}

static void a_link_to_a_folder_counts_as_one(void **state)
{
    (void)state;
    assert_int_equal(mkdir("real", 0700), 0);
    assert_int_equal(symlink("real", "link"), 0);
    assert_int_equal(tkg_folder_make("link/sub", &err), TKG_OK);
    assert_int_equal(access("real/sub", F_OK), 0);
}

static void a_file_in_the_way_of_a_folder_is_named(void **state)
{
    (void)state;
    put("taken", "");
    assert_int_equal(tkg_folder_make("taken", &err), TKG_OUTPUT);
    assert_string_equal(err.text, "cannot make the folder 'taken': a file of that name is there; "
                                  "remove it or choose another name");
    assert_int_equal(tkg_folder_make("taken/below/it", &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "cannot make the folder 'taken': a file"));
    assert_int_equal(tkg_folder_make("", &err), TKG_OUTPUT);
    assert_string_equal(err.text, "cannot make the folder '': the path is empty");
    assert_int_equal(tkg_folder_make("/proc/nothing/can/be/made", &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "cannot make the folder '/proc/nothing': No such file"));
}

static void no_descriptor_is_left_open(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t byte_count = 0;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int before = entry_count("/proc/self/fd");
    put("file", "content");
    assert_int_equal(tkg_file_read("file", 100, &bytes, &byte_count, &err), TKG_OK);
    free(bytes);
    assert_int_equal(tkg_file_read("file", 1, &bytes, &byte_count, &err), TKG_INPUT);
    assert_int_equal(tkg_file_read(".", 1, &bytes, &byte_count, &err), TKG_INPUT);
    assert_int_equal(tkg_file_write("file", "x", 1, &err), TKG_OK);
    assert_int_equal(tkg_file_write("pipe", "x", 1, &err), TKG_OK);
    assert_int_equal(tkg_file_write("no/file", "x", 1, &err), TKG_OUTPUT);
    assert_int_equal(entry_count("/proc/self/fd"), before);
    (void)close(reader);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_read_whole_and_terminated),
        IN_FOLDER(an_empty_file_is_an_empty_string),
        IN_FOLDER(a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not),
        IN_FOLDER(a_large_file_is_read_byte_for_byte),
        IN_FOLDER(a_file_without_a_size_is_read_to_its_end),
        IN_FOLDER(what_cannot_be_read_is_named),
        IN_FOLDER(a_dash_reads_standard_input),
        IN_FOLDER(a_pipe_without_a_writer_is_empty_and_not_waited_for),
        IN_FOLDER(a_new_file_is_written_and_nothing_else_is_left),
        IN_FOLDER(an_old_file_is_replaced_and_keeps_its_permissions),
        IN_FOLDER(a_symbolic_link_stays_and_its_file_is_replaced),
        IN_FOLDER(paths_with_and_without_folders_are_written),
        IN_FOLDER(a_name_of_the_longest_kind_is_written),
        IN_FOLDER(a_temporary_file_of_a_killed_process_is_removed),
        IN_FOLDER(a_temporary_file_of_a_living_process_is_stepped_over),
        IN_FOLDER(writers_of_one_folder_do_not_disturb_each_other),
        IN_FOLDER(a_link_in_the_place_of_a_temporary_file_is_not_followed),
        IN_FOLDER(what_cannot_be_written_is_named),
        IN_FOLDER(a_path_longer_than_the_system_allows_is_named),
        IN_FOLDER(a_folder_without_permission_keeps_its_old_file),
        IN_FOLDER(a_write_that_fails_half_way_leaves_the_old_file),
        IN_FOLDER(devices_are_written_to_and_not_replaced),
        IN_FOLDER(a_pipe_is_written_to),
        IN_FOLDER(a_dash_writes_standard_output_in_order),
        IN_FOLDER(folders_are_made_with_all_above_them),
        IN_FOLDER(a_folder_without_permission_is_told_as_such),
        IN_FOLDER(a_link_to_a_folder_counts_as_one),
        IN_FOLDER(a_file_in_the_way_of_a_folder_is_named),
        IN_FOLDER(no_descriptor_is_left_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
