/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml_escape.h"

#include "cmocka_all.h"

static void text_never_acts(void **state)
{
    struct tkg_text out = {0};
    (void)state;
    tkg_xml_add(&out, "a<b>&\"'\x1b\x01z");
    assert_string_equal(tkg_text_borrow(&out), "a&lt;b&gt;&amp;&quot;&apos;z");
    tkg_text_deinit(&out);
}

static void an_attribute_stays_in_its_quotes(void **state)
{
    struct tkg_text out = {0};
    (void)state;
    tkg_xml_add_attribute(&out, "name", "x\" y=\"1");
    assert_string_equal(tkg_text_borrow(&out), " name=\"x&quot; y=&quot;1\"");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_never_acts),
        cmocka_unit_test(an_attribute_stays_in_its_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
