# SPDX-License-Identifier: Apache-2.0
# A heat map: one row per name, one column per run or bucket of time. `gnuplot heat.gp` makes
# heat.png, .svg. Cells without a value stay grey, which no value is. heat.dat: block 0 what the colours mean, block 1
# one row per cell.
if (!exists('drawing')) {
    name = 'heat'; single_left = 0.230; single_right = 0.850; load 'single.gp'
} else {
    frame = 'heat_frame.dat'; letter = ''; heading = ''
    stats 'heat.dat' index 0 using (diverging = $1, colour_low = $2, colour_high = $3, \
        colour_title = strcol(4), x_name = strcol(5), 0) nooutput
    x_title = x_name; x_even = 1; load 'frame.gp'; x_even = 0
    # Both ends differ in lightness from the middle, so that the map is read without colours, too.
    if (diverging > 0) {
        set palette defined (0 '#00598C', 1 '#7FB8D8', 2 '#F7F7F7', 3 '#F2B48C', 4 '#A84A00')
    } else {
        set palette defined (0 '#F7FBFF', 1 '#C6DBEF', 2 '#6BAED6', 3 '#2171B5', 4 '#08306B')
    }
    set cbrange [colour_low:colour_high]
    set colorbox vertical user origin screen right + 0.025, screen bottom \
        size screen 0.016, screen top - bottom
    set cbtics nomirror out scale 0.3 textcolor rgb ink font font_small
    set cblabel colour_title noenhanced textcolor rgb ink font font_small
    set border 0
    set object 1 rectangle from graph 0, 0 to graph 1, 1 behind \
        fillcolor rgb grey fillstyle solid noborder
    plot 'heat.dat' index 1 using 1:2:3 with image pixels notitle
    unset object 1; unset colorbox; unset cbtics; unset cblabel
}
