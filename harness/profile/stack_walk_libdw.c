/* SPDX-License-Identifier: Apache-2.0
 *
 * By libdw of elfutils: the tables that debuggers use.
 */
#include <elfutils/libdwfl.h>
#include <stdlib.h>

#include "profile/stack_walk.h"

struct tkg_stack_walk {
    Dwfl *dwfl;
    Dwfl_Callbacks callbacks;
    pid_t pid;
};

/* One stack as it grows. */
struct frames {
    uint64_t *addresses;
    size_t count;
};

bool tkg_stack_walk_is_available(char *reason, size_t reason_bytes)
{
    (void)reason;
    (void)reason_bytes;
    return true;
}

static enum tkg_status look_into(struct tkg_stack_walk *walk, struct tkg_error *err)
{
    walk->callbacks = (Dwfl_Callbacks){
        .find_elf = dwfl_linux_proc_find_elf,
        .find_debuginfo = dwfl_standard_find_debuginfo,
    };
    walk->dwfl = dwfl_begin(&walk->callbacks);
    if (!walk->dwfl || dwfl_linux_proc_report(walk->dwfl, walk->pid) != 0 ||
        dwfl_report_end(walk->dwfl, NULL, NULL) != 0 ||
        dwfl_linux_proc_attach(walk->dwfl, walk->pid, true) != 0) {
        return tkg_fail(err, TKG_SYSTEM, "cannot look into process %d: %s", (int)walk->pid,
                        dwfl_errmsg(-1));
    }
    return TKG_OK;
}

enum tkg_status tkg_stack_walk_open(struct tkg_stack_walk **walk, pid_t pid, struct tkg_error *err)
{
    struct tkg_stack_walk *made = calloc(1, sizeof *made);
    if (!made) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a stack");
    }
    made->pid = pid;
    const enum tkg_status status = look_into(made, err);
    if (status != TKG_OK) {
        tkg_stack_walk_close(made);
        return status;
    }
    *walk = made;
    return TKG_OK;
}

void tkg_stack_walk_close(struct tkg_stack_walk *walk)
{
    if (walk) {
        dwfl_end(walk->dwfl);
        free(walk);
    }
}

/* The address behind a call may be the first of the next function: one byte back is inside. */
static int add_frame(Dwfl_Frame *frame, void *context)
{
    struct frames *frames = context;
    Dwarf_Addr address = 0;
    bool is_running = false;
    if (!dwfl_frame_pc(frame, &address, &is_running)) {
        return DWARF_CB_ABORT;
    }
    frames->addresses[frames->count++] = is_running ? address : address - 1;
    return frames->count == TKG_STACK_DEPTH_MAX ? DWARF_CB_ABORT : DWARF_CB_OK;
}

size_t tkg_stack_walk_read(struct tkg_stack_walk *walk, uint64_t addresses[TKG_STACK_DEPTH_MAX])
{
    struct frames frames = {addresses, 0};
    (void)dwfl_getthread_frames(walk->dwfl, walk->pid, add_frame, &frames);
    return frames.count;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

struct tkg_stack_function tkg_stack_walk_resolve(struct tkg_stack_walk *walk, uint64_t address)
{
    struct tkg_stack_function function = {"", "", "", 0};
    Dwfl_Module *module = dwfl_addrmodule(walk->dwfl, address);
    GElf_Sym symbol;
    GElf_Off offset = 0;
    if (!module) {
        return function;
    }
    function.object =
        text_or_empty(dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    function.name =
        text_or_empty(dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL));
    Dwfl_Line *line = dwfl_module_getsrc(module, address - offset);
    int number = 0;
    if (line) {
        function.file = text_or_empty(dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL));
        function.line = number > 0 ? (uint32_t)number : 0;
    }
    return function;
}
