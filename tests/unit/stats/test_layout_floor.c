/* SPDX-License-Identifier: Apache-2.0
 *
 * The layout floor against one case done by hand and against simulated runs whose layout spread is
 * known.
 */
#include "base/random.h"
#include "cmocka_all.h"
#include "stats/layout_floor.h"

static struct tkg_layout_floor floor_of(const struct tkg_comparison_record *record)
{
    struct tkg_layout_floor floor;
    struct tkg_error err = {0};
    assert_status(tkg_layout_floor_of(record, &floor, &err), TKG_OK, &err);
    return floor;
}

static const uint32_t paired[] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD,
                                  TKG_ARM_HEAD_AGAIN};
static const uint32_t planted[] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD, TKG_ARM_PLANT};

/* A record of layout_count layouts a side and no launches. */
static struct tkg_comparison_record make_record(uint32_t base_layouts, uint32_t head_layouts)
{
    struct tkg_comparison_record record;
    tkg_comparison_record_init(&record);
    record.base.layout_count = base_layouts;
    record.head.layout_count = head_layouts;
    return record;
}

static void add(struct tkg_comparison_record *record, const struct tkg_launch_record *launch)
{
    struct tkg_error err = {0};
    assert_status(tkg_comparison_add(record, launch, &err), TKG_OK, &err);
}

/* logs: of the arms' times. */
static void add_launch(struct tkg_comparison_record *record, const uint32_t *roles,
                       const uint32_t *layouts, const double *logs)
{
    struct tkg_launch_record launch = {.seed = record->launch_count};
    memcpy(launch.roles, roles, sizeof launch.roles);
    memcpy(launch.layouts, layouts, sizeof launch.layouts);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        launch.arm_ns[arm] = 30.0 * exp(logs[arm]);
    }
    add(record, &launch);
}

/* What the simulated machine does: standard deviations of logarithms. */
struct truth {
    double layout_sd;
    double rest_sd;
    double plant;
};

/* Two uniforms to one normal: Box and Muller 1958. */
static double draw_normal(struct tkg_random *random)
{
    const double radius = sqrt(-2.0 * log(1.0 - tkg_random_unit(random)));
    return radius * cos(6.283185307179586 * tkg_random_unit(random));
}

/* Two different ones, or three. */
static void draw_layouts(struct tkg_random *random, uint32_t layout_count, uint32_t *three)
{
    uint32_t order[TKG_LAYOUT_MAX];
    for (uint32_t i = 0; i < layout_count; i++) {
        order[i] = i;
    }
    tkg_random_shuffle(random, order, layout_count);
    memcpy(three, order, 3 * sizeof *three);
}

/* Launches as the plan draws them: every other one with the plant for the head's second arm. The
 * launch itself moves all arms by several percent, the head is 3 % slower: neither may matter. */
static void simulate(struct tkg_random *random, const struct truth *truth, size_t launch_count,
                     struct tkg_comparison_record *record)
{
    double base[TKG_LAYOUT_MAX];
    double head[TKG_LAYOUT_MAX];
    for (size_t i = 0; i < TKG_LAYOUT_MAX; i++) {
        base[i] = truth->layout_sd * draw_normal(random);
        head[i] = truth->layout_sd * draw_normal(random) + 0.03;
    }
    for (size_t i = 0; i < launch_count; i++) {
        const bool has_plant = i % 2 == 1;
        uint32_t b[3];
        uint32_t h[3];
        draw_layouts(random, record->base.layout_count, b);
        draw_layouts(random, record->head.layout_count, h);
        const uint32_t layouts[] = {b[0], b[1], h[0], has_plant ? b[2] : h[1]};
        double logs[] = {base[b[0]], base[b[1]], head[h[0]],
                         has_plant ? base[b[2]] + truth->plant : head[h[1]]};
        const double launch = 0.05 * draw_normal(random);
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            logs[arm] += launch + truth->rest_sd * draw_normal(random);
        }
        add_launch(record, has_plant ? planted : paired, layouts, logs);
    }
}

struct spread {
    double mean;
    double sd;
    double error_mean; /* of the standard errors the runs gave themselves */
    double rest_mean;
    size_t fitted_count;
};

/* run_count simulated runs of launch_count launches, 32 layouts a side. */
static struct spread spread_of(const struct truth *truth, size_t launch_count, size_t run_count)
{
    struct tkg_random random = {20261121};
    struct spread spread = {0};
    double square_sum = 0.0;
    for (size_t run = 0; run < run_count; run++) {
        struct tkg_comparison_record record = make_record(32, 32);
        simulate(&random, truth, launch_count, &record);
        const struct tkg_layout_floor floor = floor_of(&record);
        spread.mean += floor.layout_sd / (double)run_count;
        square_sum += floor.layout_sd * floor.layout_sd / (double)run_count;
        spread.error_mean += floor.layout_sd_error / (double)run_count;
        spread.rest_mean += floor.rest_sd / (double)run_count;
        spread.fitted_count += floor.kind == TKG_LAYOUT_FLOOR_FITTED ? 1 : 0;
        tkg_comparison_record_deinit(&record);
    }
    spread.sd = sqrt(square_sum - spread.mean * spread.mean);
    return spread;
}

/* Twelve layouts in a ring of twelve launches, each layout against the next, log(A) - log(A') of
 * launch i being 0.02 when i is even and 0 when odd; then the same launches once more. By hand:
 * fitted differences add up to 0 around the ring, so least squares leaves the mean, 0.01, in every
 * launch and fits the other +-0.01. A launch of two has d * d / 2 as its square:
 *   square sum            12 * 0.0004 / 2               = 0.0024       24 contrasts
 *   rest                  24 * 0.0001 / 2               = 0.0012       24 - 11 = 13 degrees
 *   fitted                0.0024 - 0.0012               = 0.0012       11 degrees
 *   variance of the rest  0.0012 / 13                   = 0.0000923077, its root 0.00960769
 *   variance of layouts   (0.0012 - 11 * 0.0012/13) / 24 = 0.0000076923, its root 0.00277350
 *   its standard error    sqrt(2 * 0.0012^2 / 11 + 2 * 11^2 * 0.0000923077^2 / 13) / 24
 *                                                       = 0.0000270170; of the root: over 2 * root
 *   floor                 0.00277350 * sqrt(1/12 + 1/1) = 0.00288675 */
static void add_ring(struct tkg_comparison_record *record)
{
    for (uint32_t i = 0; i < 24; i++) {
        const uint32_t layouts[] = {i % 12, (i + 1) % 12, 0, 1};
        const double logs[] = {i % 2 == 0 ? 0.02 : 0.0, 0.0, 0.5, 0.9};
        add_launch(record, paired, layouts, logs);
    }
}

static void assert_is_the_ring(const struct tkg_layout_floor *floor)
{
    assert_int_equal(floor->kind, TKG_LAYOUT_FLOOR_FITTED);
    assert_int_equal(floor->contrast_count, 24);
    assert_int_equal(floor->layout_degrees, 11);
    assert_int_equal(floor->rest_degrees, 13);
    assert_near(floor->rest_sd, 0.00960769, 1e-8);
    assert_near(floor->layout_sd, 0.00277350, 1e-8);
    assert_near(floor->layout_sd_error, 0.0000270170 / (2 * 0.00277350), 1e-7);
    assert_near(floor->floor, 0.00288675, 1e-8);
}

/* The head is a file and its copy: however far apart these are, they say nothing about layouts. */
static void ring_of_layouts_is_as_by_hand(void **state)
{
    (void)state;
    struct tkg_comparison_record record = make_record(12, 1);
    add_ring(&record);
    const struct tkg_layout_floor floor = floor_of(&record);
    assert_is_the_ring(&floor);
    tkg_comparison_record_deinit(&record);
}

static void slow_and_broken_launches_are_left_out(void **state)
{
    (void)state;
    struct tkg_comparison_record record = make_record(12, 1);
    add_ring(&record);
    struct tkg_launch_record slow = record.launches[0];
    slow.arm_ns[0] *= 3.0;
    struct tkg_launch_record broken = slow;
    slow.is_slow = true;
    broken.arm_ns[1] = NAN;
    add(&record, &slow);
    add(&record, &broken);
    broken.arm_ns[1] = 0.0;
    add(&record, &broken);
    const struct tkg_layout_floor floor = floor_of(&record);
    assert_is_the_ring(&floor);
    tkg_comparison_record_deinit(&record);
}

/* One launch with a plant, beside two bases that are 2 % apart: what the plant added is found as
 * its distance from their mean, so the plant's own arm is left without any distance, and one degree
 * less tells of layouts. By hand: square sum 0.0004 / 2 over 2 - 1 degrees, its root 0.0141421. */
static void finding_the_plant_takes_one_degree(void **state)
{
    (void)state;
    static const uint32_t layouts[] = {0, 1, 0, 2};
    const double logs[] = {0.02, 0.0, 0.5, 0.3};
    struct tkg_comparison_record record = make_record(12, 1);
    add_launch(&record, planted, layouts, logs);
    const struct tkg_layout_floor alone = floor_of(&record);
    assert_int_equal(alone.kind, TKG_LAYOUT_FLOOR_BOUND);
    assert_int_equal(alone.contrast_count, 2);
    assert_near(alone.layout_sd, 0.0141421, 1e-7);
    add_ring(&record);
    const struct tkg_layout_floor fitted = floor_of(&record);
    assert_int_equal(fitted.kind, TKG_LAYOUT_FLOOR_FITTED);
    assert_int_equal(fitted.layout_degrees, 11);
    assert_int_equal(fitted.rest_degrees, 26 - 11 - 1);
    tkg_comparison_record_deinit(&record);
}

/* 0.87 % over layouts beside 0.84 % of rest: the branchy engine of gate-endtoend, section 3. The
 * mean of 300 runs has a standard error of sd / sqrt(300). */
static void simulated_layout_spread_is_found(void **state)
{
    (void)state;
    const struct truth truth = {.layout_sd = 0.0087, .rest_sd = 0.0084, .plant = 0.01};
    const struct spread spread = spread_of(&truth, 120, 300);
    assert_int_equal(spread.fitted_count, 300);
    assert_near(spread.mean, 0.0087, 0.0003); /* a root of a mean: up to 1 % below */
    assert_near(spread.rest_mean, 0.0084, 0.0001);
}

/* What a run says of its own error is what the runs differ by, within a fifth. */
static void error_is_that_of_repeated_runs(void **state)
{
    (void)state;
    const struct truth truth = {.layout_sd = 0.0087, .rest_sd = 0.0084, .plant = 0.01};
    const struct spread early = spread_of(&truth, 60, 300);
    const struct spread late = spread_of(&truth, 480, 100);
    assert_near(early.sd / early.error_mean, 1.0, 0.2);
    assert_near(late.sd / late.error_mean, 1.0, 0.2);
    assert_true(late.sd < early.sd);
}

/* Nothing but rest: the estimate is cut off at 0, so its mean is a fraction of what one launch's
 * comparison scatters by. */
static void rest_is_not_taken_for_layout(void **state)
{
    (void)state;
    const struct truth truth = {.layout_sd = 0.0, .rest_sd = 0.0084, .plant = 0.01};
    struct tkg_random random = {20261121};
    double sum = 0.0;
    for (size_t run = 0; run < 100; run++) {
        struct tkg_comparison_record record = make_record(32, 32);
        simulate(&random, &truth, 240, &record);
        sum += floor_of(&record).layout_sd;
        tkg_comparison_record_deinit(&record);
    }
    assert_true(sum / 100.0 < 0.0015);
}

/* The plant added 12 % where 10 % was meant: taken from the run, not from what was meant. */
static void what_the_plant_adds_does_not_matter(void **state)
{
    (void)state;
    const struct truth none = {.layout_sd = 0.0025, .rest_sd = 0.0028, .plant = 0.0};
    const struct truth large = {.layout_sd = 0.0025, .rest_sd = 0.0028, .plant = 0.12};
    const struct spread without = spread_of(&none, 60, 30);
    const struct spread with = spread_of(&large, 60, 30);
    assert_near(with.mean, without.mean, 1e-9);
}

/* 12 launches: 24 contrasts for some 20 layouts. What cannot be split is all called
 * layout: sqrt(0.0087^2 + 0.0084^2) = 0.0121 in the root mean square. */
static void few_launches_give_an_upper_bound(void **state)
{
    (void)state;
    const struct truth truth = {.layout_sd = 0.0087, .rest_sd = 0.0084, .plant = 0.01};
    const struct spread spread = spread_of(&truth, 12, 200);
    assert_int_equal(spread.fitted_count, 0);
    assert_near(sqrt(spread.mean * spread.mean + spread.sd * spread.sd), 0.0121, 0.0003);
    struct tkg_comparison_record record = make_record(32, 32);
    struct tkg_random random = {1};
    simulate(&random, &truth, 12, &record);
    const struct tkg_layout_floor floor = floor_of(&record);
    assert_int_equal(floor.kind, TKG_LAYOUT_FLOOR_BOUND);
    assert_nan(floor.rest_sd);
    assert_nan(floor.layout_sd_error);
    assert_near(floor.floor, floor.layout_sd / 4.0, 1e-12); /* sqrt(2 / 32) */
    tkg_comparison_record_deinit(&record);
}

static void assert_unknown(const struct tkg_comparison_record *record)
{
    const struct tkg_layout_floor floor = floor_of(record);
    assert_int_equal(floor.kind, TKG_LAYOUT_FLOOR_UNKNOWN);
    assert_nan(floor.floor);
    assert_nan(floor.layout_sd);
    assert_int_equal(floor.contrast_count, 0);
}

static void without_launches_or_layouts_it_is_unknown(void **state)
{
    (void)state;
    const uint32_t layouts[] = {0, 1, 0, 1};
    const double logs[] = {0.0, 0.1, 0.2, 0.3};
    struct tkg_comparison_record empty = make_record(32, 32);
    struct tkg_comparison_record single = make_record(1, 1); /* 0 and 1: a file and its copy */
    struct tkg_comparison_record none = make_record(0, 32);
    struct tkg_comparison_record many = make_record(32, TKG_LAYOUT_MAX + 1);
    add_launch(&single, paired, layouts, logs);
    add_launch(&none, paired, layouts, logs);
    add_launch(&many, paired, layouts, logs);
    assert_unknown(&empty);
    assert_unknown(&single);
    assert_unknown(&none);
    assert_unknown(&many);
    tkg_comparison_record_deinit(&single);
    tkg_comparison_record_deinit(&none);
    tkg_comparison_record_deinit(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring_of_layouts_is_as_by_hand),
        cmocka_unit_test(slow_and_broken_launches_are_left_out),
        cmocka_unit_test(finding_the_plant_takes_one_degree),
        cmocka_unit_test(simulated_layout_spread_is_found),
        cmocka_unit_test(error_is_that_of_repeated_runs),
        cmocka_unit_test(rest_is_not_taken_for_layout),
        cmocka_unit_test(what_the_plant_adds_does_not_matter),
        cmocka_unit_test(few_launches_give_an_upper_bound),
        cmocka_unit_test(without_launches_or_layouts_it_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
