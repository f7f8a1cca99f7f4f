# SPDX-License-Identifier: Apache-2.0
# Speed-up over the number of threads: points with intervals, the ideal line (dotted), the law
# fitted to it (dashed, drawn by frame.gp). Hollow points: more threads than CPUs, they took turns.
# `gnuplot speedup.gp` makes speedup.png, .svg.
if (!exists('drawing')) {
    name = 'speedup'; load 'single.gp'
} else {
    frame = 'speedup_frame.dat'; letter = ''; heading = 'Speed-up over threads, higher is better'
    x_title = 'threads'; x_even = 1; load 'frame.gp'; x_even = 0
    array end_text[3] = [blue_text, faint, faint]
    plot [0:x_max] x <= x_max / 1.04 ? x : off with lines lc rgb grey lw 1 dashtype '.' notitle, \
         'speedup.dat' using 1:3:4 with filledcurves \
             fillstyle transparent solid band noborder linecolor rgb blue notitle, \
         '' using (seen($1)):3:(0):($4 - $3) with vectors \
             heads nofilled size character cap, 90 lc rgb blue lw 0.8 notitle, \
         '' using 1:2 with lines lc rgb blue lw 1.4 notitle, \
         '' using 1:($6 > 0 ? off : $2) with points pt circle ps 1.1 * point lc rgb blue notitle, \
         '' using 1:($6 > 0 ? $2 : off) with points pt ring ps 1.3 * point lc rgb blue lw 1.4 notitle, \
         '' using 1:($5 > 0 ? $2 : off) with points pt ring ps 2.6 * point lc rgb red lw 1.6 notitle, \
         frame index 5 using (seen($2)):3:(x_max - $2):($4 - $3) with vectors nohead \
             lc rgb grey lw 0.5 notitle, \
         frame index 5 using (x_max):4:5:(end_text[int($1) + 1]) with labels left noenhanced offset 0.5, 0 \
             font font_body textcolor rgb variable notitle
}
