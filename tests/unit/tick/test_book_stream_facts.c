/* SPDX-License-Identifier: Apache-2.0
 *
 * The stylised facts of "orders" and "depth", seen by a reader of their books and held against
 * bands (docs/decisions/0025 and 0026 say which facts are poor). The book here only adds up lots by
 * price; that the messages contradict themselves nowhere is test_book_stream.c's affair. So that no
 * band is empty talk, the same events in shuffled order must miss those of memory.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "tick/book_stream.h"

/* 25 ms: the stretch after the opening of "orders" takes some 52 s, which are 2,100 windows; the
 * seconds of test_synthetic_facts.c would leave 52 returns. */
#define WINDOW_NS INT64_C(25000000)

enum {
    WARM = 33280,
    MESSAGES = 1 << 21,
    EVENTS_MAX = WARM + MESSAGES,
    WINDOWS_MAX = 40000,
    PRICES = 1 << 17,
    BOOKS = 8,
    SLOTS = 1 << 22, /* of order numbers; none is ever freed, so probing stays simple */
    SEEDS = 8,
};

enum fact {
    SPREAD_ONE_SHARE,    /* of messages that leave a spread of one price tick in their book */
    SPREAD_MEAN,         /* price ticks, over messages */
    MID_MOVE_SHARE,      /* of messages that move the middle of their book */
    MESSAGE_FANO,        /* variance over mean of messages per window */
    TRADE_FANO,          /* the same of trades */
    GAP_CV,              /* standard deviation over mean of the gaps between messages */
    KURTOSIS,            /* of the first book's moves per window */
    ABSOLUTE_RETURN_ACF, /* of them, lag 1 */
    SIGN_ACF_1,          /* of the first book's trades */
    SIGN_ACF_10,
    SIGN_ACF_100,
    FACTS,
};

static const char *const fact_names[FACTS] = {
    "spread one", "spread mean", "mid moves",  "message Fano", "trade Fano",   "gap CV",
    "kurtosis",   "|r| ACF",     "sign ACF 1", "sign ACF 10",  "sign ACF 100",
};

struct facts {
    double values[FACTS];
};

struct band {
    enum fact fact;
    double low;
    double high;
};

/* Lots by price; index 0 bids, 1 asks. */
struct side_book {
    uint32_t lots[2][PRICES];
    int32_t best[2]; /* 0: empty */
};

struct order {
    uint64_t id; /* 0: free */
    int32_t price;
    uint32_t lots;
};

/* What happened, in the order it happened. */
struct events {
    double gaps[EVENTS_MAX];
    size_t gap_count;
    double signs[EVENTS_MAX]; /* of the first book */
    size_t sign_count;
    double returns[WINDOWS_MAX]; /* of the first book */
    double message_counts[WINDOWS_MAX];
    double trade_counts[WINDOWS_MAX];
    size_t window_count;
};

static struct side_book books[BOOKS];
static struct order orders[SLOTS];
static struct events events;

static void set_level(struct side_book *book, bool ask, int32_t price, uint32_t lots)
{
    const int32_t step = ask ? 1 : -1;
    int32_t *best = &book->best[ask];
    assert_in_range(price, 1, PRICES - 2);
    book->lots[ask][price] = lots;
    if (lots > 0 && (*best == 0 || (ask ? price < *best : price > *best))) {
        *best = price;
    }
    while (*best != 0 && book->lots[ask][*best] == 0) {
        *best = *best == PRICES - 1 ? 0 : *best + step;
    }
}

static void add_lots(struct side_book *book, bool ask, int32_t price, int64_t lots)
{
    int64_t all = book->lots[ask][price] + lots;
    assert_true(all >= 0);
    set_level(book, ask, price, (uint32_t)all);
}

static struct order *find_order(uint64_t id)
{
    uint64_t slot = tkg_random_at(id, 0) % SLOTS;
    while (orders[slot].id != 0 && orders[slot].id != id) {
        slot = (slot + 1) % SLOTS;
    }
    orders[slot].id = id;
    return &orders[slot];
}

static void apply_order(struct side_book *book, const struct tkg_tick *tick)
{
    const bool ask = (tick->flags & TKG_TICK_ASK_SIDE) != 0;
    struct order *order = find_order(tkg_tick_order_id(tick));
    uint32_t left = order->lots - tick->bid_size;
    if (tick->kind == TKG_TICK_ORDER_ADD || tick->kind == TKG_TICK_ORDER_MODIFY) {
        left = tick->bid_size;
    }
    /* The new price first: a side never stands empty between the two. */
    if (left > 0) {
        add_lots(book, ask, tick->bid_price, left);
    }
    if (order->lots > 0) {
        add_lots(book, ask, order->price, -(int64_t)order->lots);
    }
    order->price = tick->bid_price;
    order->lots = left;
}

/* +1 when a buyer traded, -1 a seller, 0 when nobody did. */
static int apply(const struct tkg_tick *tick)
{
    struct side_book *book = &books[tick->instrument_id];
    const bool ask = (tick->flags & TKG_TICK_ASK_SIDE) != 0;
    if (tick->kind == TKG_TICK_TRADE) {
        return tick->ask_size > 0 ? 1 : -1;
    }
    if (tick->kind == TKG_TICK_DEPTH) {
        set_level(book, ask, tick->bid_price, tick->bid_size);
        return 0;
    }
    apply_order(book, tick);
    if (tick->kind != TKG_TICK_ORDER_EXECUTE) {
        return 0;
    }
    return ask ? 1 : -1;
}

static struct tkg_tick *read_messages(const char *preset, uint64_t seed)
{
    struct tkg_tick *ticks = malloc(EVENTS_MAX * sizeof(*ticks));
    struct tkg_book_stream *stream = NULL;
    assert_non_null(ticks);
    assert_int_equal(tkg_book_stream_create(&stream, preset, seed, NULL), TKG_OK);
    tkg_book_stream_read(stream, 0, ticks, EVENTS_MAX);
    tkg_book_stream_destroy(stream);
    return ticks;
}

static void note_arrival(const struct tkg_tick *tick, int64_t since_ns, int sign)
{
    const size_t window = (size_t)((tick->time_ns - since_ns) / WINDOW_NS);
    assert_in_range(window, 0, WINDOWS_MAX - 1);
    events.message_counts[window]++;
    events.trade_counts[window] += sign != 0;
    events.gaps[events.gap_count++] = (double)(tick->time_ns - tick[-1].time_ns);
    events.window_count = window; /* whole ones */
    if (sign != 0 && tick->instrument_id == 0) {
        events.signs[events.sign_count++] = sign;
    }
}

/* Plays the stream into books and events; fills what the books alone tell. */
static void play(struct facts *facts, const struct tkg_tick *ticks)
{
    double narrow = 0;
    double spreads = 0;
    double moves = 0;
    memset(books, 0, sizeof(books));
    memset(orders, 0, sizeof(orders));
    memset(&events, 0, sizeof(events));
    for (size_t i = 0; i < EVENTS_MAX; i++) {
        const struct side_book *book = &books[ticks[i].instrument_id];
        const int32_t before = book->best[0] + book->best[1];
        const int sign = apply(&ticks[i]);
        const int32_t moved = book->best[0] + book->best[1] - before;
        if (i < WARM) {
            continue;
        }
        note_arrival(&ticks[i], ticks[WARM].time_ns, sign);
        narrow += book->best[1] - book->best[0] == 1;
        spreads += book->best[1] - book->best[0];
        moves += moved != 0;
        if (ticks[i].instrument_id == 0) {
            events.returns[events.window_count] += moved / 2.0;
        }
    }
    facts->values[SPREAD_ONE_SHARE] = narrow / MESSAGES;
    facts->values[SPREAD_MEAN] = spreads / MESSAGES;
    facts->values[MID_MOVE_SHARE] = moves / MESSAGES;
}

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

static double fano(const double *counts, size_t count)
{
    return moment(counts, count, 2) / mean_of(counts, count);
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

static void fill_from_events(struct facts *facts)
{
    static double absolute[WINDOWS_MAX];
    const size_t windows = events.window_count;
    const double variance = moment(events.returns, windows, 2);
    for (size_t i = 0; i < windows; i++) {
        absolute[i] = fabs(events.returns[i]);
    }
    facts->values[MESSAGE_FANO] = fano(events.message_counts, windows);
    facts->values[TRADE_FANO] = fano(events.trade_counts, windows);
    facts->values[GAP_CV] =
        sqrt(moment(events.gaps, events.gap_count, 2)) / mean_of(events.gaps, events.gap_count);
    facts->values[KURTOSIS] = moment(events.returns, windows, 4) / (variance * variance);
    facts->values[ABSOLUTE_RETURN_ACF] = autocorrelation(absolute, windows, 1);
    facts->values[SIGN_ACF_1] = autocorrelation(events.signs, events.sign_count, 1);
    facts->values[SIGN_ACF_10] = autocorrelation(events.signs, events.sign_count, 10);
    facts->values[SIGN_ACF_100] = autocorrelation(events.signs, events.sign_count, 100);
}

static void print_facts(const char *name, uint64_t seed, const struct facts *facts)
{
    print_message("%s seed %d", name, (int)seed);
    for (size_t i = 0; i < FACTS; i++) {
        print_message(", %s %.4f", fact_names[i], facts->values[i]);
    }
    print_message("\n");
}

static struct facts measure(const char *preset, uint64_t seed)
{
    struct facts facts = {0};
    struct tkg_tick *ticks = read_messages(preset, seed);
    play(&facts, ticks);
    fill_from_events(&facts);
    free(ticks);
    print_facts(preset, seed, &facts);
    return facts;
}

static void shuffle(struct tkg_random *random, double *values, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        const size_t other = tkg_random_below(random, (uint32_t)i);
        const double kept = values[other];
        values[other] = values[i - 1];
        values[i - 1] = kept;
    }
}

/* The same gaps, moves and signs in any order: what a stream without memory would show. Every
 * message trades with the share of all that do. */
static struct facts measure_shuffled(struct facts facts)
{
    struct tkg_random random = {1};
    const size_t windows = events.window_count;
    const double share =
        mean_of(events.trade_counts, windows) / mean_of(events.message_counts, windows);
    shuffle(&random, events.gaps, events.gap_count);
    shuffle(&random, events.signs, events.sign_count);
    shuffle(&random, events.returns, windows);
    memset(events.message_counts, 0, sizeof(events.message_counts));
    memset(events.trade_counts, 0, sizeof(events.trade_counts));
    double time_ns = 0;
    for (size_t i = 0; i < events.gap_count; i++) {
        time_ns += events.gaps[i];
        const size_t window = (size_t)(time_ns / (double)WINDOW_NS);
        events.message_counts[window]++;
        events.trade_counts[window] += tkg_random_below(&random, 1 << 20) < share * (1 << 20);
    }
    fill_from_events(&facts);
    print_facts("shuffled", 0, &facts);
    return facts;
}

static bool is_within(const struct band *band, double value)
{
    return value > band->low && value < band->high;
}

/* Around the least and greatest value of seeds 101 to 148 (0025 and 0026); the seeds tested here
 * had no part in choosing them. */
static const struct band orders_bands[] = {
    {SPREAD_ONE_SHARE, 0.92, 0.955},
    {SPREAD_MEAN, 1.04, 1.08},
    {MID_MOVE_SHARE, 0.002, 0.0035}, /* a real futures contract: 0.031 of quotes */
    {MESSAGE_FANO, 700, 3000},
    {TRADE_FANO, 45, 190},
    {GAP_CV, 3.3, 4.6},
    {KURTOSIS, 5.5, 16},
    {SIGN_ACF_1, 0.55, 0.65}, /* real: 0.79 */
    {SIGN_ACF_10, 0.19, 0.28},
    {SIGN_ACF_100, -0.06, 0.07}, /* real: 0.25 */
};

static const struct band depth_bands[] = {
    {SPREAD_ONE_SHARE, 0.92, 0.955},
    {SPREAD_MEAN, 1.04, 1.08},
    {MID_MOVE_SHARE, 0.002, 0.0035},
    {MESSAGE_FANO, 700, 3000},
    {TRADE_FANO, 25, 110},
    {GAP_CV, 3.3, 4.6},
    {KURTOSIS, 5.0, 16},
    {SIGN_ACF_1, 0.24, 0.36},
    {SIGN_ACF_10, 0.15, 0.26},
    {SIGN_ACF_100, -0.07, 0.06},
};
enum { BANDS = sizeof(orders_bands) / sizeof(orders_bands[0]) };
_Static_assert(BANDS == sizeof(depth_bands) / sizeof(depth_bands[0]), "as many for both");

/* Of one seed it is too noisy (standard deviation 0.025), so its mean over the seeds is held. */
static const struct band absolute_return_band = {ABSOLUTE_RETURN_ACF, 0.07, 0.16};

/* Those that a stream without memory must miss; the others are no matter of order. */
static bool is_of_memory(enum fact fact)
{
    return fact == MESSAGE_FANO || fact == TRADE_FANO || fact == SIGN_ACF_1 || fact == SIGN_ACF_10;
}

static void check_seed(const char *preset, const struct band bands[BANDS], uint64_t seed,
                       const struct facts *facts, const struct facts *shuffled)
{
    for (size_t i = 0; i < BANDS; i++) {
        const enum fact fact = bands[i].fact;
        if (!is_within(&bands[i], facts->values[fact])) {
            fail_msg("%s, seed %d: %s %.4f is not within %.4f to %.4f", preset, (int)seed,
                     fact_names[fact], facts->values[fact], bands[i].low, bands[i].high);
        }
        if (is_of_memory(fact) && is_within(&bands[i], shuffled->values[fact])) {
            fail_msg("%s, seed %d: %s %.4f needs no memory", preset, (int)seed, fact_names[fact],
                     shuffled->values[fact]);
        }
    }
}

static void check_bands(const char *preset, const struct band bands[BANDS])
{
    double real = 0;
    double null = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const struct facts facts = measure(preset, seed);
        const struct facts shuffled = measure_shuffled(facts);
        check_seed(preset, bands, seed, &facts, &shuffled);
        real += facts.values[ABSOLUTE_RETURN_ACF] / SEEDS;
        null += shuffled.values[ABSOLUTE_RETURN_ACF] / SEEDS;
    }
    print_message("%s: mean |r| ACF %.4f, shuffled %.4f\n", preset, real, null);
    assert_true(is_within(&absolute_return_band, real));
    assert_false(is_within(&absolute_return_band, null));
}

static void orders_have_their_facts_and_a_shuffled_stream_has_not(void **state)
{
    (void)state;
    check_bands("orders", orders_bands);
}

static void depth_has_its_facts_and_a_shuffled_stream_has_not(void **state)
{
    (void)state;
    check_bands("depth", depth_bands);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_have_their_facts_and_a_shuffled_stream_has_not),
        cmocka_unit_test(depth_has_its_facts_and_a_shuffled_stream_has_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
