# SPDX-License-Identifier: Apache-2.0
# Panel (c): total time with its fitted exponent above, peak memory with its fitted slope below, on
# one x axis. `gnuplot time_memory.gp` makes time_memory.png, .svg.
if (!exists('drawing')) {
    name = 'time_memory'; load 'single.gp'
} else {
    panel_bottom = bottom; panel_top = top
    bottom = panel_bottom + (panel_top - panel_bottom + gap) / 2
    frame = 'time_frame.dat'; letter = '(c)'; heading = 'Total time of one replay'
    x_title = ''; load 'frame.gp'
    plot 'time.dat' using 1:3:4 with filledcurves \
             fillstyle transparent solid band noborder linecolor rgb blue notitle, \
         '' using (seen($1)):3:(0):($4 - $3) with vectors \
             heads nofilled size character cap, 90 lc rgb blue lw 0.8 notitle, \
         '' using 1:2 with points pt circle ps 1.1 * point lc rgb blue lw 1.4 notitle, \
         '' using 1:($5 > 0 ? $2 : off) with points pt ring ps 2.6 * point lc rgb red lw 1.6 notitle, \
         frame index 5 using (x_max):4:5 with labels left noenhanced offset 0.5, 0 \
             font font_body textcolor rgb blue_text notitle
    top = bottom - gap; bottom = panel_bottom
    frame = 'memory_frame.dat'; letter = ''; heading = 'Peak memory'
    x_title = 'ticks replayed'; load 'frame.gp'
    plot 'memory.dat' using 1:3:4 with filledcurves \
             fillstyle transparent solid band noborder linecolor rgb green notitle, \
         '' using (seen($1)):3:(0):($4 - $3) with vectors \
             heads nofilled size character cap, 90 lc rgb green lw 0.8 notitle, \
         '' using 1:2 with points pt diamond ps 1.3 * point lc rgb green lw 1.4 notitle, \
         '' using 1:($5 > 0 ? $2 : off) with points pt ring ps 2.6 * point lc rgb red lw 1.6 notitle, \
         frame index 5 using (x_max):4:5 with labels left noenhanced offset 0.5, 0 \
             font font_body textcolor rgb green_text notitle
    top = panel_top
}
