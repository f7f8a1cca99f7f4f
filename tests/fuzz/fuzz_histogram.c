/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes handed to tkg_histogram_decode: a refusal changes nothing; what is accepted encodes to
 * the same bytes again.
 */
#include "sample/histogram.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct tkg_histogram *histogram, const uint8_t *data,
                             size_t size)
{
    uint8_t *bytes;
    size_t byte_count;
    if (tkg_histogram_encode(histogram, &bytes, &byte_count, NULL) == TKG_OK) {
        TKG_ASSERT(byte_count == size && memcmp(bytes, data, size) == 0);
        free(bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tkg_histogram *histogram;
    if (!histogram) {
        histogram = tkg_histogram_create();
    }
    if (!histogram) {
        return 0;
    }
    struct tkg_error err = {0};
    if (tkg_histogram_decode(histogram, data, size, &err) != TKG_OK) {
        TKG_ASSERT(err.text[0] != '\0');
        TKG_ASSERT(tkg_histogram_count(histogram) == 0 && tkg_histogram_max(histogram) == 0);
        return 0;
    }
    if (tkg_histogram_count(histogram) > 0) {
        TKG_ASSERT(tkg_histogram_quantile(histogram, 1.0) == (double)tkg_histogram_max(histogram));
    }
    check_round_trip(histogram, data, size);
    tkg_histogram_reset(histogram);
    return 0;
}
