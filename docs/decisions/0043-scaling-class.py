#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# The evidence of 0043-scaling-class.md: three ways to put an interval on the scaling exponent, on
# simulated sweeps with the noise of tests/unit/stats/test_scaling.c.
#
#   python3 docs/decisions/0043-scaling-class.py [sweeps, default 2000] [border share, default 2/3]
import random
import sys
from math import comb, log
from statistics import mean, median, stdev

SHARE = float(sys.argv[2]) if len(sys.argv) > 2 else 2 / 3
SIZES = [1e4, 1e5, 1e6]
X = [log(n) for n in SIZES]
MEAN_X = mean(X)
XX = sum((x - MEAN_X) ** 2 for x in X)
WHOLE = [(x - MEAN_X) / XX for x in X]  # least-squares slope of one round = WHOLE . y
TOP = [0.0, -1.0 / (X[2] - X[1]), 1.0 / (X[2] - X[1])]

CORES = {
    "n": lambda n: n,
    "n, +30 % out of L2 at 100K": lambda n: n if n < 1e5 else 1.3 * n,
    "n, +16 % at 1M": lambda n: n if n < 1e6 else 1.16 * n,
    "n, +25 % at 1M": lambda n: n if n < 1e6 else 1.25 * n,
    "n + 3000": lambda n: n + 3000,
    "n log n": lambda n: n * log(n),
    "n log n, +16 % at 1M": lambda n: n * log(n) if n < 1e6 else 1.16 * n * log(n),
    "n + n^2/1e6": lambda n: n + n * n / 1e6,
    "n^2": lambda n: n * n,
}


def dot(a, b):
    return sum(p * q for p, q in zip(a, b))


def t95(degrees):
    """Abramowitz and Stegun 26.7.5."""
    z = 1.959964
    return (z + (z**3 + z) / 4 / degrees + (5 * z**5 + 16 * z**3 + 3 * z) / 96 / degrees**2
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / degrees**3)


def sweep(draw, core, rounds):
    rows = []
    for _ in range(rounds):
        level = draw.choice([0, 0.04, 0.1]) + draw.gauss(0, 0.03)
        rows.append([log(core(n)) + level + draw.gauss(0, 0.04)
                     + (0.1 if draw.random() < 1 / 7 else 0)
                     + (1.19 if draw.random() < 0.01 else 0) for n in SIZES])
    return rows


def pooled(rows):
    """Least squares through all trials: takes them for independent."""
    count = len(rows) * len(X)
    xx = XX * len(rows)
    mean_y = mean(y for row in rows for y in row)
    slope = sum((x - MEAN_X) * y for row in rows for x, y in zip(X, row)) / xx
    rest = sum((y - mean_y - slope * (x - MEAN_X)) ** 2 for row in rows for x, y in zip(X, row))
    half = t95(count - 2) * (rest / (count - 2) / xx) ** 0.5
    return slope - half, slope + half


def student(slopes):
    half = t95(len(slopes) - 1) * stdev(slopes) / len(slopes) ** 0.5
    return mean(slopes) - half, mean(slopes) + half


def ranks(slopes):
    """Order statistics about the median, coverage >= 95 % (smallest and largest below six)."""
    ordered = sorted(slopes)
    count = len(ordered)
    missed, rank = 0, 1
    for k in range(count):
        missed += 2 * comb(count, k)
        if missed > 0.05 * 2**count:
            break
        rank = k + 1
    return ordered[rank - 1], ordered[count - rank]


def classify(whole, top):
    """The rule of harness/stats/scaling.c."""
    border = dot(WHOLE, [log(x) for x in X]) * SHARE
    top_border = dot(TOP, [log(x) for x in X]) * SHARE
    if whole[0] > 1 + border and top[0] > 1 + top_border:
        return "super"
    if whole[1] < 1 - border and top[1] < 1 - top_border:
        return "sub"
    if top[0] >= 1 - top_border and top[1] <= 1 + top_border:
        return "linear"
    return "unknown"


def main():
    sweeps = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    draw = random.Random(1)
    for rounds in (5, 10, 20, 40):
        for name, core in CORES.items():
            truth = dot(WHOLE, [log(core(n)) for n in SIZES])
            covered = {"pooled": 0, "student": 0, "ranks": 0}
            width = dict.fromkeys(covered, 0.0)
            classes = {"student": {}, "ranks": {}}
            for _ in range(sweeps):
                rows = sweep(draw, core, rounds)
                whole = [dot(WHOLE, row) for row in rows]
                top = [dot(TOP, row) for row in rows]
                found = {"pooled": pooled(rows), "student": student(whole), "ranks": ranks(whole)}
                for key, (low, high) in found.items():
                    covered[key] += low <= truth <= high
                    width[key] += high - low
                for key, method in (("student", student), ("ranks", ranks)):
                    verdict = classify(found[key], method(top))
                    classes[key][verdict] = classes[key].get(verdict, 0) + 1
            print(f"{rounds} rounds, {name}, exponent {truth:.3f}")
            for key in covered:
                print(f"   {key:8} covered {covered[key] / sweeps:.3f} width "
                      f"{width[key] / sweeps:.4f} {classes.get(key, '')}")


if __name__ == "__main__":
    main()
