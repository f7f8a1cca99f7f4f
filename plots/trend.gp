# SPDX-License-Identifier: Apache-2.0
# One metric over the runs of a history: points with intervals, the mean of each segment between
# steps, a dashed line at each step, drifts as shaded spans. `gnuplot trend.gp` makes trend.png, .svg.
if (!exists('drawing')) {
    name = 'trend'; single_right = 0.930; load 'single.gp'
} else {
    frame = 'trend_frame.dat'; letter = ''; heading = ''
    x_title = 'run'; x_even = 1; load 'frame.gp'; x_even = 0
    array step_text[3] = [faint, red, green_text]
    plot 'trend.dat' index 3 using (seen($1)):(y_min):1:2:(y_min):(y_max) with boxxyerror \
             fillstyle transparent solid shade noborder linecolor rgb orange notitle, \
         '' index 0 using 1:3:(0):($4 - $3) with vectors \
             heads nofilled size character 0.5 * cap, 90 lc rgb blue lw 0.6 notitle, \
         '' index 0 using 1:2 with points pt circle ps 0.8 * point lc rgb blue lw 1.2 notitle, \
         '' index 1 using (seen($1)):3:($2 - $1):(0) with vectors nohead \
             lc rgb ink lw 1.6 notitle, \
         '' index 2 using (seen($1)):(y_min):(0):(y_max - y_min) with vectors nohead \
             lc rgb red lw 1 dashtype '-' notitle, \
         '' index 2 using (seen($1)):($3):4:(step_text[int($2) + 1]) with labels left noenhanced \
             boxed bs 1 offset 0.6, 0 font font_small textcolor rgb variable notitle, \
         '' index 3 using (seen($1)):($3):4 with labels left noenhanced boxed bs 1 offset 0.3, 0 \
             font font_small textcolor rgb orange_text notitle
}
