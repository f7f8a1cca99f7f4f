# SPDX-License-Identifier: Apache-2.0
# Everything of one panel but its points: axes, grid, limits, notes. Afterwards axes and margins are
# set and invisible, so that the points, drawn by a second plot, land on the same spot.
# In:  frame    file with the blocks described in README.md
#      letter, heading  panel title, fixed texts of the calling script
#      left, right, bottom, top  edges of the plot area in screen coordinates
#      x_title  title of the x axis; '' draws neither title nor tick labels
#      x_even   1: an even x axis; 0, as style.gp sets it: a logarithmic one
unset logscale; unset label; unset xlabel; unset ylabel; unset xtics; unset ytics
set xrange [*:*]; set yrange [*:*]
stats frame index 0 using (x_min = $1, x_max = $2, y_min = $3, y_max = $4, y_log = $5, \
    measured = $6, y_title = strcol(7), 0) nooutput
set lmargin at screen left; set rmargin at screen right
set bmargin at screen bottom; set tmargin at screen top
if (x_even == 0) { set logscale x }
if (y_log > 0) { set logscale y }
set xrange [x_min:x_max] noextend; set yrange [y_min:y_max] noextend
set border 3 linecolor rgb ink linewidth 0.8
set tics nomirror out scale 0.5, 0.25 textcolor rgb ink font font_body
# Marks come from the data; one that is out of sight keeps gnuplot from making its own.
set xtics ('' off) nomirror noenhanced; set ytics ('' off) nomirror noenhanced
set grid xtics ytics back linecolor rgb pale linewidth 0.8
set xlabel x_title noenhanced textcolor rgb ink font font_body offset 0, 0.3
# A label, not a y title: its distance must not depend on how wide the numbers are.
set label 3 y_title at screen left - 84.0 * text_scale / width, graph 0.5 center rotate noenhanced \
    textcolor rgb ink font font_body
set label 1 '{/:Bold '.letter.'}' at graph 0, 1 left offset 0, 2.1 enhanced \
    textcolor rgb ink font font_panel
set label 4 heading at graph 0, 1 left offset (letter eq '' ? 0 : 3.4), 2.1 noenhanced \
    textcolor rgb ink font font_panel
if (measured < 1) { set label 2 'not measured' at graph 0.5, 0.5 center noenhanced \
    textcolor rgb grey font font_panel }
middle(a, b) = (y_log > 0 ? sqrt(a * b) : 0.5 * (a + b))
x_label(text) = (x_title eq '' ? '' : text)

plot frame index 1 using 1:(y_min):xticlabel(x_label(strcol(2))) with points pt 0 lc rgb ink notitle, \
     frame index 2 using (x_min):1:yticlabel(2) with points pt 0 lc rgb ink notitle, \
     frame index 3 using (seen($1)):3:1:2:3:4 with boxxyerror \
         fillstyle transparent solid shade noborder linecolor rgb red notitle, \
     frame index 3 using (seen($1)):3:($2 - $1):(0) with vectors nohead \
         linecolor rgb red linewidth 1.2 dashtype '-' notitle, \
     frame index 3 using (seen($5)):6:7 with labels boxed bs 1 center noenhanced \
         font font_small textcolor rgb red notitle, \
     frame index 4 using (seen($1)):2:(0):($3 - $2) with vectors head filled \
         size character 0.8, 25 linecolor rgb red linewidth 1.2 notitle, \
     frame index 4 using (seen($1)):(middle($2, $3)):4 with labels boxed bs 1 left noenhanced offset 1, 0 \
         font font_small textcolor rgb red notitle, \
     frame index 6 using (x_min):(y_max):2 with labels left noenhanced offset 0, 0.9 \
         font font_small textcolor rgb faint notitle, \
     frame index 7 using (seen($1)):2 with lines linecolor rgb faint linewidth 1 dashtype '-' notitle

unset label; unset border; unset tics; unset xlabel; unset ylabel; unset grid
