/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/plot_receipt.h"

#include "cmocka_all.h"

static bool is_receipt(const char *text)
{
    return tkg_plot_is_receipt(text, strlen(text));
}

static void receipts_are_known_by_their_schema(void **state)
{
    (void)state;
    assert_true(is_receipt("{\n \"schema\": \"tickgate.comparison/1\","));
    assert_true(is_receipt("{\n \"schema\": \"tickgate.gate-receipt/1\","));
    assert_false(is_receipt("{\n \"schema\": \"tickgate.result/1\","));
    assert_false(is_receipt(""));
}

static void damaged_receipts_are_told_with_their_place(void **state)
{
    (void)state;
    struct tkg_error err;
    static const char comparison[] = "{\"schema\": \"tickgate.comparison/1\"}";
    static const char gate[] = "{\"schema\": \"tickgate.gate-receipt/1\"}";
    assert_int_equal(
        tkg_plot_receipt_draw("r.json", comparison, sizeof comparison - 1, "/nonexistent", &err),
        TKG_INPUT);
    assert_contains(err.text, "r.json");
    assert_int_equal(tkg_plot_receipt_draw("g.json", gate, sizeof gate - 1, "/nonexistent", &err),
                     TKG_INPUT);
    assert_contains(err.text, "g.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipts_are_known_by_their_schema),
        cmocka_unit_test(damaged_receipts_are_told_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
