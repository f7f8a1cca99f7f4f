# SPDX-License-Identifier: Apache-2.0
# The sheet: panels (a) to (d) on one page. `gnuplot scalability_metrics.gp` in a folder with the
# .dat files makes scalability_metrics.png and scalability_metrics.svg.
load 'style.gp'
drawing = 1
do for [form in 'png svg'] {
    name = 'scalability_metrics'; width = 1600; height = 1100; text_scale = 1.0
    page_left = 0.025; page_right = 0.985; header = 0.970
    load 'canvas.gp'
    gap = 0.075
    left = 0.070; right = 0.425; bottom = 0.555; top = 0.855; load 'throughput.gp'
    left = 0.565; right = 0.920; bottom = 0.555; top = 0.855; load 'latency.gp'
    left = 0.070; right = 0.425; bottom = 0.095; top = 0.425; load 'time_memory.gp'
    left = 0.565; right = 0.920; bottom = 0.095; top = 0.425; load 'efficiency.gp'
    unset multiplot
    unset output
}
undefine drawing
