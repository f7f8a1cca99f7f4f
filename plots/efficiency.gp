# SPDX-License-Identifier: Apache-2.0
# Panel (d): throughput relative to the reference size, y from 0, 100 % dashed.
# `gnuplot efficiency.gp` makes efficiency.png, .svg.
if (!exists('drawing')) {
    name = 'efficiency'; load 'single.gp'
} else {
    frame = 'efficiency_frame.dat'; letter = '(d)'; heading = 'Scaling efficiency, higher is better'
    x_title = 'ticks replayed'; load 'frame.gp'
    plot 100 with lines lc rgb faint lw 1 dashtype '-' notitle, \
         'efficiency.dat' using 1:3:4 with filledcurves \
             fillstyle transparent solid band noborder linecolor rgb blue notitle, \
         '' using (seen($1)):3:(0):($4 - $3) with vectors \
             heads nofilled size character cap, 90 lc rgb blue lw 0.8 notitle, \
         '' using 1:2 with linespoints pt circle ps 1.1 * point lc rgb blue lw 1.4 notitle, \
         '' using 1:($5 > 0 ? $2 : off) with points pt ring ps 2.6 * point lc rgb red lw 1.6 notitle, \
         frame index 5 using (x_max):4:5 with labels left noenhanced offset 0.5, 0 \
             font font_body textcolor rgb blue_text notitle
}
