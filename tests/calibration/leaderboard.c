/* SPDX-License-Identifier: Apache-2.0 */
#include "leaderboard.h"

#include "rank_sum.h"

enum { BASE_ARM = 0, HEAD_ARM = 2 };

/* Lines of the run that begins at `begin`. */
static size_t run_length(const struct tkg_launch_log *log, size_t begin)
{
    size_t end = begin;
    while (end < log->count && log->lines[end].run == log->lines[begin].run) {
        end++;
    }
    return end - begin;
}

static enum tkg_rival_answer ask(const struct tkg_rival_rule *rule,
                                 const struct tkg_launch_line *lines)
{
    double base[TKG_RANK_SUM_MAX];
    double head[TKG_RANK_SUM_MAX];
    const size_t later = rule->is_interleaved ? 0 : rule->repetitions;
    for (size_t i = 0; i < rule->repetitions; i++) {
        base[i] = lines[i].ns[BASE_ARM];
        head[i] = lines[later + i].ns[HEAD_ARM];
    }
    const struct tkg_rival_times times = {base, head, rule->repetitions};
    return rule->judge(&times);
}

struct tkg_rival_score tkg_rival_score_of(const struct tkg_rival_rule *rule,
                                          const struct tkg_launch_log *log)
{
    struct tkg_rival_score score = {0, 0, 0};
    const size_t needed = rule->is_interleaved ? rule->repetitions : 2 * rule->repetitions;
    size_t length = 0;
    for (size_t begin = 0; begin < log->count; begin += length) {
        length = run_length(log, begin);
        if (length >= needed) {
            const enum tkg_rival_answer answer = ask(rule, log->lines + begin);
            score.run_count++;
            score.slower += answer == TKG_RIVAL_SLOWER;
            score.faster += answer == TKG_RIVAL_FASTER;
        }
    }
    return score;
}
