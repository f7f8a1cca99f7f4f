# SPDX-License-Identifier: Apache-2.0
# What explains a verdict: for each case its estimate with its interval, the tolerance (red) and the
# margin (amber) as ticks, base against itself and the planted effect below. `gnuplot forest.gp`
# makes forest.png, .svg.
if (!exists('drawing')) {
    name = 'forest'; single_left = 0.230; single_right = 0.690; load 'single.gp'
} else {
    frame = 'forest_frame.dat'; letter = ''; heading = ''
    x_title = 'change of head against base, %'; x_even = 1; load 'frame.gp'; x_even = 0
    array kind_colour[3] = [blue, grey, green]
    array kind_shape[3] = [square, circle, diamond]
    kind_of(k) = (column(5) == k - 1 && column(8) == 0 ? column(2) : off)
    plot 'forest.dat' using (seen($6)):1:6:(x_max):($1 - 0.42):($1 + 0.42) with boxxyerror \
             fillstyle transparent solid shade noborder linecolor rgb red notitle, \
         '' using (0):(y_min):(0):(y_max - y_min) every ::0::0 with vectors nohead \
             lc rgb grey lw 1 notitle, \
         '' using (seen($6)):($1 - 0.42):(0):(0.84) with vectors nohead \
             lc rgb red lw 1.4 dashtype '-' notitle, \
         '' using (seen($7)):($1 - 0.42):(0):(0.84) with vectors nohead \
             lc rgb orange lw 1.4 dashtype '.' notitle, \
         for [k = 1:3] '' using (column(5) == k - 1 ? column(3) : off):1:($4 - $3):(0) with vectors \
             heads nofilled size character cap, 90 lc rgb kind_colour[k] lw (k == 1 ? 1.6 : 1.0) notitle, \
         for [k = 1:3] '' using (kind_of(k)):1 with points pt kind_shape[k] \
             ps (k == 1 ? 1.5 : 1.1) * point lc rgb kind_colour[k] notitle, \
         '' using ($8 > 0 ? x_max - 0.08 * (x_max - x_min) : off):1:(0.08 * (x_max - x_min)):(0) \
             with vectors head filled size character 1.0, 25 lc rgb red lw 2 notitle, \
         '' using (x_max):1:10:9 with labels left noenhanced offset 1.2, 0 \
             font font_body textcolor rgb variable notitle
}
