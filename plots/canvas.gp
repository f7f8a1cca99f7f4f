# SPDX-License-Identifier: Apache-2.0
# Opens a picture and a multiplot on it, and draws the texts around the panels from page.dat: rows
# of role (0 title, 1 subtitle, 2 verdict, 3 footer left, 4 footer right), colour, text.
# In: name, form ('png' or 'svg'), width and height in pixels, text_scale (1 for the sheet),
#     header (height of the title), page_left and page_right (outermost edges), screen coordinates
# Fonts are in points on PNG and in pixels on SVG, hence one factor; the same for point sizes.
font_of(size) = sprintf('%s,%.1f', font_name, size * text_scale)
font_panel = font_of(17); font_body = font_of(14); font_small = font_of(12)
font_title = font_of(19)
if (form eq 'png') {
    set terminal pngcairo size width,height enhanced font font_body linewidth line_width rounded \
        background rgb 'white'
    point = 1.0
} else {
    set terminal svg size width,height dynamic enhanced font font_body fontscale 1.25 \
        linewidth line_width rounded background rgb 'white'
    point = 0.7
}
set output name.'.'.form
set multiplot

unset border; unset tics; unset label; unset logscale; unset xlabel; unset ylabel
set lmargin at screen 0; set rmargin at screen 1; set bmargin at screen 0; set tmargin at screen 1
set xrange [0:1]; set yrange [0:1]
row(role, x) = (column(1) == role ? x : NaN)
step = 36.0 * text_scale / height
footer = 0.75 * step
plot 'page.dat' using (row(0, page_left)):(header):3 with labels left noenhanced \
         font font_title textcolor rgb ink notitle, \
     '' using (row(1, page_left)):(header - step):3 with labels left noenhanced \
         font font_body textcolor rgb faint notitle, \
     '' using (row(2, page_right)):(header):3:2 with labels right noenhanced \
         font font_title textcolor rgb variable notitle, \
     '' using (row(3, page_left)):(footer):3 with labels left noenhanced \
         font font_small textcolor rgb faint notitle, \
     '' using (row(4, page_right)):(footer):3 with labels right noenhanced \
         font font_small textcolor rgb faint notitle
