# SPDX-License-Identifier: Apache-2.0
# Launches in the order in which they ran: each one's contrast of head and base above, the base's own
# speed below, where a machine that drifts is seen. `gnuplot launches.gp` makes launches.png, .svg.
if (!exists('drawing')) {
    name = 'launches'; single_right = 0.900; load 'single.gp'
} else {
    panel_bottom = bottom; panel_top = top
    bottom = panel_bottom + 0.42 * (panel_top - panel_bottom)
    frame = 'launches_frame.dat'; letter = ''; heading = 'Change of head against base'
    x_title = ''; x_even = 1; load 'frame.gp'
    plot 'launches.dat' using 1:2 with points pt circle ps 0.8 * point lc rgb blue notitle, \
         '' using 1:($4 > 0 ? off : $3) with points pt diamond ps 0.9 * point lc rgb green notitle, \
         '' using 1:($4 > 0 ? $2 : off) with points pt ring ps 1.6 * point lc rgb red lw 1.4 notitle, \
         frame index 5 using (x_max):4:5:(int($1) == 0 ? blue_text : green_text) with labels left \
             noenhanced offset 0.5, 0 font font_body textcolor rgb variable notitle
    top = panel_bottom + 0.30 * (panel_top - panel_bottom); bottom = panel_bottom
    frame = 'speed_frame.dat'; letter = ''; heading = 'Speed of the base'
    x_title = 'launch, in the order of the run'; load 'frame.gp'; x_even = 0
    plot 'launches.dat' using 1:5 with points pt circle ps 0.7 * point lc rgb grey notitle
    top = panel_top
}
