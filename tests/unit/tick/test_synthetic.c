/* SPDX-License-Identifier: Apache-2.0
 *
 * The facts are computed here from the ticks alone, by their textbook definitions, and held against
 * bands around the figures of one real futures file (344 s; docs/decisions/0020).
 */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/random.h"
#include "tick/synthetic.h"
#include "tick/tick_bytes.h"

#define NS_PER_S INT64_C(1000000000)

enum { INSTRUMENTS_MAX = 4, FACT_TICKS = 1 << 21, FACT_SECONDS_MAX = 4500 };

struct facts {
    double ticks_per_s;
    double spread_one_share;
    double mid_move_share[INSTRUMENTS_MAX];
    double trade_fano;
    double gap_cv;
    double kurtosis;
    double absolute_return_acf;
    double sign_acf[3]; /* lags 1, 10, 100 */
};

static struct tkg_synthetic *create(const char *preset, uint64_t seed)
{
    struct tkg_synthetic *synthetic = NULL;
    assert_int_equal(tkg_synthetic_create(&synthetic, preset, seed, NULL), TKG_OK);
    return synthetic;
}

static struct tkg_tick *read_ticks(const char *preset, uint64_t seed, uint64_t first, size_t count)
{
    struct tkg_tick *ticks = malloc(count * sizeof(*ticks));
    assert_non_null(ticks);
    struct tkg_synthetic *synthetic = create(preset, seed);
    tkg_synthetic_read(synthetic, first, ticks, count);
    tkg_synthetic_destroy(synthetic);
    return ticks;
}

static uint32_t instrument_count_of(const char *preset)
{
    struct tkg_synthetic *synthetic = create(preset, 1);
    uint32_t count = 0;
    (void)tkg_synthetic_instruments(synthetic, &count);
    tkg_synthetic_destroy(synthetic);
    return count;
}

/* ---- textbook statistics ---- */

static double mean_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

/* The mean of (value - mean)^power. */
static double moment(const double *values, size_t count, int power)
{
    double mean = mean_of(values, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += pow(values[i] - mean, power);
    }
    return sum / (double)count;
}

static double autocorrelation(const double *values, size_t count, size_t lag)
{
    double mean = mean_of(values, count);
    double sum = 0;
    for (size_t i = lag; i < count; i++) {
        sum += (values[i] - mean) * (values[i - lag] - mean);
    }
    return sum / ((double)count * moment(values, count, 2));
}

static void fact_spreads(struct facts *facts, const struct tkg_tick *ticks)
{
    double quotes[INSTRUMENTS_MAX] = {0};
    double moves[INSTRUMENTS_MAX] = {0};
    int64_t last[INSTRUMENTS_MAX] = {0};
    double narrow = 0;
    double all = 0;
    for (size_t i = 0; i < FACT_TICKS; i++) {
        const struct tkg_tick *tick = &ticks[i];
        if (tick->kind != TKG_TICK_QUOTE) {
            continue;
        }
        int64_t twice_mid = (int64_t)tick->bid_price + tick->ask_price;
        narrow += tick->ask_price - tick->bid_price == 1;
        moves[tick->instrument_id] += twice_mid != last[tick->instrument_id];
        last[tick->instrument_id] = twice_mid;
        quotes[tick->instrument_id]++;
        all++;
    }
    facts->spread_one_share = narrow / all;
    for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
        facts->mid_move_share[i] = quotes[i] > 0 ? moves[i] / quotes[i] : 0;
    }
}

static void fact_arrivals(struct facts *facts, const struct tkg_tick *ticks)
{
    static double trades[FACT_SECONDS_MAX];
    static double gaps[FACT_TICKS];
    memset(trades, 0, sizeof(trades));
    for (size_t i = 0; i < FACT_TICKS; i++) {
        int64_t second = (ticks[i].time_ns - ticks[0].time_ns) / NS_PER_S;
        trades[second] += ticks[i].kind == TKG_TICK_TRADE;
        gaps[i] = i == 0 ? 0 : (double)(ticks[i].time_ns - ticks[i - 1].time_ns);
    }
    double elapsed_s = (double)(ticks[FACT_TICKS - 1].time_ns - ticks[0].time_ns) / 1e9;
    size_t seconds = (size_t)elapsed_s;
    facts->ticks_per_s = FACT_TICKS / elapsed_s;
    facts->trade_fano = moment(trades, seconds, 2) / mean_of(trades, seconds);
    facts->gap_cv = sqrt(moment(gaps + 1, FACT_TICKS - 1, 2)) / mean_of(gaps + 1, FACT_TICKS - 1);
}

/* Differences of the first instrument's mid, sampled every second. */
static void fact_returns(struct facts *facts, const struct tkg_tick *ticks)
{
    static double returns[FACT_SECONDS_MAX];
    size_t count = 0;
    double mid = 0;
    double sampled_mid = 0;
    for (size_t i = 0; i < FACT_TICKS; i++) {
        int64_t second = (ticks[i].time_ns - ticks[0].time_ns) / NS_PER_S;
        for (; count < (size_t)second; count++) {
            returns[count] = mid - sampled_mid;
            sampled_mid = mid;
        }
        if (ticks[i].kind == TKG_TICK_QUOTE && ticks[i].instrument_id == 0) {
            mid = (ticks[i].bid_price + ticks[i].ask_price) / 2.0;
        }
    }
    /* The first one starts at no price. */
    double variance = moment(returns + 1, count - 1, 2);
    facts->kurtosis = moment(returns + 1, count - 1, 4) / (variance * variance);
    for (size_t i = 0; i < count; i++) {
        returns[i] = fabs(returns[i]);
    }
    facts->absolute_return_acf = autocorrelation(returns + 1, count - 1, 1);
}

static void fact_signs(struct facts *facts, const struct tkg_tick *ticks)
{
    static double signs[FACT_TICKS];
    size_t count = 0;
    for (size_t i = 0; i < FACT_TICKS; i++) {
        if (ticks[i].kind == TKG_TICK_TRADE && ticks[i].instrument_id == 0) {
            signs[count++] = ticks[i].ask_size > 0 ? 1 : -1;
        }
    }
    facts->sign_acf[0] = autocorrelation(signs, count, 1);
    facts->sign_acf[1] = autocorrelation(signs, count, 10);
    facts->sign_acf[2] = autocorrelation(signs, count, 100);
}

static struct facts measure(const char *preset, uint64_t seed)
{
    struct facts facts = {0};
    struct tkg_tick *ticks = read_ticks(preset, seed, 0, FACT_TICKS);
    fact_spreads(&facts, ticks);
    fact_arrivals(&facts, ticks);
    fact_returns(&facts, ticks);
    fact_signs(&facts, ticks);
    free(ticks);
    print_message("%-10s seed %-3d %5.0f ticks/s, spread one %.3f, mid moves %.3f %.3f %.3f %.3f, "
                  "Fano %.1f, gap CV %.2f, kurtosis %.1f, |r| ACF %.3f, sign ACF %.2f %.2f %.2f\n",
                  preset, (int)seed, facts.ticks_per_s, facts.spread_one_share,
                  facts.mid_move_share[0], facts.mid_move_share[1], facts.mid_move_share[2],
                  facts.mid_move_share[3], facts.trade_fano, facts.gap_cv, facts.kurtosis,
                  facts.absolute_return_acf, facts.sign_acf[0], facts.sign_acf[1],
                  facts.sign_acf[2]);
    return facts;
}

#define assert_between(value, low, high) assert_true((value) > (low) && (value) < (high))

/* What must hold for any stream that claims to be like a market. */
static bool looks_like_a_market(const struct facts *facts)
{
    return facts->trade_fano > 20 && facts->gap_cv > 1.5 && facts->kurtosis > 5 &&
           facts->absolute_return_acf > 0.03 && facts->sign_acf[0] > 0.4 &&
           facts->sign_acf[1] > 0.2 && facts->sign_acf[2] > 0.05;
}

static void futures_has_the_facts_of_a_real_market(void **state)
{
    (void)state;
    /* Three seeds chosen by counting. Real figures in comments. */
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct facts facts = measure("futures", seed);
        assert_true(looks_like_a_market(&facts));
        assert_between(facts.ticks_per_s, 1000, 3000);
        assert_between(facts.spread_one_share, 0.90, 0.97); /* 0.94 */
        for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
            assert_between(facts.mid_move_share[i], 0.01, 0.08); /* 0.031 */
        }
        assert_true(facts.trade_fano < 2000);                             /* 387 */
        assert_true(facts.gap_cv < 8);                                    /* 3.4 */
        assert_true(facts.kurtosis < 60);                                 /* 22 */
        assert_true(facts.absolute_return_acf < 0.6);                     /* 0.1 */
        assert_true(facts.sign_acf[0] < 0.9 && facts.sign_acf[2] < 0.45); /* 0.79, 0.25 */
        assert_true(facts.sign_acf[1] < facts.sign_acf[0]);               /* 0.58 */
    }
}

static void randomwalk_is_the_null_model(void **state)
{
    (void)state;
    struct facts facts = measure("randomwalk", 1);
    assert_false(looks_like_a_market(&facts));
    assert_between(facts.trade_fano, 0.85, 1.15); /* Poisson: 1 */
    assert_between(facts.gap_cv, 0.95, 1.05);     /* exponential: 1 */
    assert_between(facts.kurtosis, 2.5, 3.6);     /* Gaussian: 3; n = 1,100: s.d. 0.15 */
    assert_between(fabs(facts.absolute_return_acf), -1, 0.1);
    for (size_t i = 0; i < 3; i++) {
        assert_between(fabs(facts.sign_acf[i]), -1, 0.02);
    }
}

static void gaps_of_the_randomwalk_are_exponential(void **state)
{
    (void)state;
    enum { COUNT = 1 << 18 };
    struct tkg_tick *ticks = read_ticks("randomwalk", 5, 0, COUNT);
    double mean = (double)(ticks[COUNT - 1].time_ns - ticks[0].time_ns) / (COUNT - 1);
    for (int times = 1; times <= 4; times++) {
        double longer = 0;
        for (size_t i = 1; i < COUNT; i++) {
            longer += (double)(ticks[i].time_ns - ticks[i - 1].time_ns) > times * mean;
        }
        double expected = exp(-times); /* P(gap > t * mean); six standard deviations below */
        double tolerance = 6 * sqrt(expected / COUNT);
        assert_between(longer / COUNT, expected - tolerance, expected + tolerance);
    }
    free(ticks);
}

static void check_sane(const struct tkg_tick *ticks, size_t count, uint32_t instrument_count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tkg_tick *tick = &ticks[i];
        assert_true(i == 0 || tick->time_ns >= ticks[i - 1].time_ns);
        assert_true(tick->instrument_id < instrument_count);
        assert_true(tick->bid_price > 0);
        if (tick->kind == TKG_TICK_QUOTE) {
            assert_true(tick->bid_price < tick->ask_price);
            assert_true(tick->bid_size > 0 && tick->ask_size > 0);
        } else {
            assert_int_equal(tick->kind, TKG_TICK_TRADE);
            assert_int_equal(tick->bid_price, tick->ask_price);
            assert_true((tick->bid_size == 0) != (tick->ask_size == 0));
        }
    }
}

static void every_tick_is_sane_everywhere_in_the_stream(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    const char *presets[] = {"futures", "randomwalk"};
    for (size_t p = 0; p < 2; p++) {
        for (uint64_t place = 0; place < 40; place++) {
            /* The start, the end and what lies between, at no round index. */
            uint64_t first = place * ((TKG_SYNTHETIC_TICK_MAX - COUNT) / 39);
            struct tkg_tick *ticks = read_ticks(presets[p], place, first, COUNT);
            check_sane(ticks, COUNT, instrument_count_of(presets[p]));
            free(ticks);
        }
    }
}

/* row: B20 */
static void digests_of_the_first_100000_ticks_are_golden(void **state)
{
    (void)state;
    const struct {
        const char *preset;
        uint64_t digest;
    } golden[] = {
        /* Made by this program (there is no outside source); any change is a change of every
         * published result and needs a new preset name instead. */
        {"futures", UINT64_C(0xe05ad12e386e2cac)},
        {"randomwalk", UINT64_C(0x65039d526213cab9)},
    };
    for (size_t i = 0; i < 2; i++) {
        struct tkg_tick *ticks = read_ticks(golden[i].preset, 42, 0, 100000);
        assert_int_equal(XXH3_64bits(ticks, 100000 * sizeof(*ticks)), golden[i].digest);
        free(ticks);
    }
}

static void any_cutting_into_reads_gives_the_same_bytes(void **state)
{
    (void)state;
    enum { COUNT = 30000, FIRST = 777 };
    struct tkg_tick *whole = read_ticks("futures", 7, FIRST, COUNT);
    const size_t chunks[] = {1, 3, 511, 512, 513, 4096, 10007};
    struct tkg_synthetic *synthetic = create("futures", 7);
    for (size_t c = 0; c < sizeof(chunks) / sizeof(chunks[0]); c++) {
        struct tkg_tick part[10007];
        for (size_t at = 0; at < COUNT; at += chunks[c]) {
            size_t count = COUNT - at < chunks[c] ? COUNT - at : chunks[c];
            tkg_synthetic_read(synthetic, FIRST + at, part, count);
            assert_memory_equal(part, whole + at, count * sizeof(*part));
        }
    }
    tkg_synthetic_destroy(synthetic);
    free(whole);
}

static void any_order_of_reading_gives_the_same_bytes(void **state)
{
    (void)state;
    enum { COUNT = 4000, FIRST = (1 << 23) - 2000 }; /* over the end of a session */
    struct tkg_tick *whole = read_ticks("futures", 7, FIRST, COUNT);
    struct tkg_synthetic *synthetic = create("futures", 7);
    struct tkg_random random = {99};
    for (size_t i = 0; i < 3000; i++) {
        uint32_t at = tkg_random_below(&random, COUNT);
        struct tkg_tick tick;
        tkg_synthetic_read(synthetic, FIRST + at, &tick, 1);
        assert_memory_equal(&tick, &whole[at], sizeof(tick));
    }
    tkg_synthetic_destroy(synthetic);
    free(whole);
}

/* row: B04 */
static void ticks_deep_in_the_stream_need_no_array_before_them(void **state)
{
    (void)state;
    struct tkg_synthetic *synthetic = create("futures", 42);
    struct tkg_tick deep[600];
    struct tkg_tick again[600];
    tkg_synthetic_read(synthetic, UINT64_C(1) << 39, deep, 600);
    tkg_synthetic_read(synthetic, TKG_SYNTHETIC_TICK_MAX - 600, again, 600); /* the last ones */
    check_sane(again, 600, 4);
    tkg_synthetic_read(synthetic, UINT64_C(1) << 39, again, 600);
    assert_memory_equal(deep, again, sizeof(deep));
    check_sane(deep, 600, 4);
    /* 2^39 / 2^23 = 65,536 sessions of 90 minutes after 2024-01-01T00:00:00Z. */
    assert_int_equal(deep[0].time_ns, (INT64_C(1704067200) + INT64_C(65536) * 5400) * NS_PER_S);
    tkg_synthetic_destroy(synthetic);
}

static void no_ticks_can_be_read_from_the_very_end(void **state)
{
    (void)state;
    struct tkg_synthetic *synthetic = create("randomwalk", 42);
    tkg_synthetic_read(synthetic, TKG_SYNTHETIC_TICK_MAX, NULL, 0);
    tkg_synthetic_destroy(synthetic);
}

static void reading_beyond_the_end_asserts(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        (void)close(STDERR_FILENO);
        struct tkg_tick tick;
        tkg_synthetic_read(create("futures", 1), TKG_SYNTHETIC_TICK_MAX, &tick, 1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void every_seed_gives_another_stream(void **state)
{
    (void)state;
    enum { SEEDS = 200, COUNT = 64 };
    uint64_t digests[SEEDS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        /* Small seeds and far ones. */
        struct tkg_tick *ticks = read_ticks("futures", seed % 2 == 0 ? seed : ~seed, 0, COUNT);
        digests[seed] = XXH3_64bits(ticks, COUNT * sizeof(*ticks));
        for (uint64_t other = 0; other < seed; other++) {
            assert_int_not_equal(digests[seed], digests[other]);
        }
        free(ticks);
    }
}

static void sessions_are_apart_and_flagged_once_for_each_instrument(void **state)
{
    (void)state;
    enum { BEFORE = 1000, COUNT = 3000, SESSION = 1 << 23 };
    struct tkg_tick *ticks = read_ticks("futures", 42, 3 * (uint64_t)SESSION - BEFORE, COUNT);
    /* Fifteen minutes, and what is left between the last tick and the end of the session. */
    int64_t gap_ns = ticks[BEFORE].time_ns - ticks[BEFORE - 1].time_ns;
    assert_between(gap_ns, 900 * NS_PER_S, 910 * NS_PER_S);
    bool seen[INSTRUMENTS_MAX] = {false};
    for (size_t i = 0; i < COUNT; i++) {
        bool first = i >= BEFORE && !seen[ticks[i].instrument_id];
        assert_int_equal(ticks[i].flags, first ? TKG_TICK_SESSION_START : 0);
        seen[ticks[i].instrument_id] |= i >= BEFORE;
    }
    for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
        assert_true(seen[i]);
    }
    free(ticks);
}

static void the_randomwalk_has_no_sessions(void **state)
{
    (void)state;
    enum { BEFORE = 1000, COUNT = 2000, SESSION = 1 << 23 };
    struct tkg_tick *ticks = read_ticks("randomwalk", 42, SESSION - BEFORE, COUNT);
    assert_true(ticks[BEFORE].time_ns - ticks[BEFORE - 1].time_ns < NS_PER_S);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(ticks[i].flags, 0);
    }
    free(ticks);
}

static void instruments_come_as_often_as_they_should(void **state)
{
    (void)state;
    enum { COUNT = 1 << 18 };
    struct tkg_tick *ticks = read_ticks("futures", 3, 0, COUNT);
    double shares[INSTRUMENTS_MAX] = {0};
    for (size_t i = 0; i < COUNT; i++) {
        shares[ticks[i].instrument_id] += 1.0 / COUNT;
    }
    const double expected[INSTRUMENTS_MAX] = {0.5, 0.25, 0.125, 0.125};
    for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
        /* Pairs are independent: standard deviation below sqrt(0.25 / 2^17) = 0.0014. */
        assert_between(shares[i], expected[i] - 0.007, expected[i] + 0.007);
    }
    free(ticks);
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void trade_sizes_have_a_heavy_tail(void **state)
{
    (void)state;
    enum { COUNT = 1 << 20, LARGEST = 1000 };
    struct tkg_tick *ticks = read_ticks("futures", 3, 0, COUNT);
    uint32_t *sizes = calloc(COUNT, sizeof(*sizes));
    assert_non_null(sizes);
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        if (ticks[i].kind == TKG_TICK_TRADE) {
            sizes[count++] = ticks[i].bid_size + ticks[i].ask_size;
        }
    }
    qsort(sizes, count, sizeof(*sizes), compare_u32);
    /* Hill's estimator of the tail index; 1.56 in the real file, 1.5 aimed at. */
    double sum = 0;
    for (size_t i = count - LARGEST; i < count; i++) {
        sum += log((double)sizes[i] / sizes[count - LARGEST - 1]);
    }
    assert_between(LARGEST / sum, 1.1, 2.0);
    free(sizes);
    free(ticks);
}

static void instruments_are_valid_rows(void **state)
{
    (void)state;
    const char *presets[] = {"futures", "randomwalk"};
    const uint32_t counts[] = {4, 1};
    for (size_t i = 0; i < 2; i++) {
        struct tkg_synthetic *synthetic = create(presets[i], 1);
        uint32_t count = 0;
        const struct tkg_instrument *rows = tkg_synthetic_instruments(synthetic, &count);
        assert_int_equal(count, counts[i]);
        assert_int_equal(tkg_tick_instruments_check(rows, count, "", NULL), TKG_OK);
        tkg_synthetic_destroy(synthetic);
    }
}

static void an_unknown_preset_is_a_usage_error_that_lists_them(void **state)
{
    (void)state;
    struct tkg_synthetic *synthetic = NULL;
    struct tkg_error err;
    assert_int_equal(tkg_synthetic_create(&synthetic, "stocks", 1, &err), TKG_USAGE);
    assert_null(synthetic);
    assert_string_equal(err.text,
                        "unknown synthetic stream \"stocks\"; there are: futures, randomwalk");
    assert_string_equal(tkg_synthetic_preset_list(), "futures, randomwalk");
    tkg_synthetic_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(futures_has_the_facts_of_a_real_market),
        cmocka_unit_test(randomwalk_is_the_null_model),
        cmocka_unit_test(gaps_of_the_randomwalk_are_exponential),
        cmocka_unit_test(every_tick_is_sane_everywhere_in_the_stream),
        cmocka_unit_test(digests_of_the_first_100000_ticks_are_golden),
        cmocka_unit_test(any_cutting_into_reads_gives_the_same_bytes),
        cmocka_unit_test(any_order_of_reading_gives_the_same_bytes),
        cmocka_unit_test(ticks_deep_in_the_stream_need_no_array_before_them),
        cmocka_unit_test(no_ticks_can_be_read_from_the_very_end),
        cmocka_unit_test(reading_beyond_the_end_asserts),
        cmocka_unit_test(every_seed_gives_another_stream),
        cmocka_unit_test(sessions_are_apart_and_flagged_once_for_each_instrument),
        cmocka_unit_test(the_randomwalk_has_no_sessions),
        cmocka_unit_test(instruments_come_as_often_as_they_should),
        cmocka_unit_test(trade_sizes_have_a_heavy_tail),
        cmocka_unit_test(instruments_are_valid_rows),
        cmocka_unit_test(an_unknown_preset_is_a_usage_error_that_lists_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
