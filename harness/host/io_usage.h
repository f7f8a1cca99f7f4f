/* SPDX-License-Identifier: Apache-2.0
 *
 * What a process read and wrote, and what its network name space moved. All counters rise; -1 where
 * the machine does not say.
 */
#ifndef TKG_HOST_IO_USAGE_H
#define TKG_HOST_IO_USAGE_H

#include <stdint.h>

/* /proc/self/io, of all threads. Chars count what passed through read(2), write(2) and their kin,
 * from wherever; bytes what reached or left the disk. Reading it adds its own text to read_chars.
 */
struct tkg_io_usage {
    int64_t read_chars;
    int64_t written_chars;
    int64_t read_calls;
    int64_t write_calls;
    int64_t read_bytes;
    int64_t written_bytes;
    int64_t cancelled_bytes; /* written, then cut off before they reached the disk */
};

/* Of the calling process. cost: about 5 us. */
void tkg_io_usage_read(struct tkg_io_usage *usage);

/* Of one thread of the calling process; all unknown when it is gone. The process's counters less
 * those of a thread are what all others did. cost: about 5 us. */
void tkg_io_usage_read_thread(int32_t thread_id, struct tkg_io_usage *usage);

/* /proc/self/net/dev: of the whole name space, other processes included, not of this process. */
struct tkg_net_usage {
    int64_t received_bytes; /* all interfaces but lo */
    int64_t sent_bytes;
    int64_t loopback_bytes; /* through lo, each byte once */
};

/* cost: about 10 us and 1 us for each interface. */
void tkg_net_usage_read(struct tkg_net_usage *usage);

#endif
