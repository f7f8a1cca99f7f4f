# SPDX-License-Identifier: Apache-2.0
# Panel (b): latency per tick over the number of ticks; series 0 mean, 1 p50, 2 p90, 3 p99.
# `gnuplot latency.gp` makes latency.png, .svg.
if (!exists('drawing')) {
    name = 'latency'; load 'single.gp'
} else {
    frame = 'latency_frame.dat'; letter = '(b)'; heading = 'Latency per tick, lower is better'
    x_title = 'ticks replayed'; load 'frame.gp'
    array colour[4] = [green, blue, orange, vermilion]
    array colour_text[4] = [green_text, blue_text, orange_text, vermilion_text]
    array shape[4] = [diamond, circle, square, triangle]
    end_colour(series) = (series >= 0 ? colour_text[int(series) + 1] : ink)
    plot for [k = 1:4] 'latency.dat' using 1:(column(4 * k - 1)):(column(4 * k)) with filledcurves \
             fillstyle transparent solid band noborder linecolor rgb colour[k] notitle, \
         for [k = 1:4] '' using 1:(column(4 * k - 1)):(0):(column(4 * k) - column(4 * k - 1)) \
             with vectors heads nofilled size character cap, 90 lc rgb colour[k] lw 0.8 notitle, \
         for [k = 1:4] '' using 1:(column(4 * k - 2)) \
             with linespoints pt shape[k] ps 1.1 * point lc rgb colour[k] lw 1.4 notitle, \
         for [k = 1:4] '' using 1:(column(4 * k + 1) > 0 ? column(4 * k - 2) : off) \
             with points pt ring ps 2.6 * point lc rgb red lw 1.6 notitle, \
         frame index 5 using (seen($2)):3:(x_max - $2):($4 - $3) with vectors nohead \
             lc rgb grey lw 0.5 notitle, \
         frame index 5 using (x_max):4:5:(end_colour($1)) with labels left noenhanced offset 0.5, 0 \
             font font_body textcolor rgb variable notitle
}
