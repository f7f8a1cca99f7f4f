# SPDX-License-Identifier: Apache-2.0
# One panel as a picture of its own, PNG and SVG. In: name, the panel's script without .gp; where the
# panel's edges are not the usual ones: single_left, single_right
load 'style.gp'
if (!exists('single_left')) { single_left = 0.090 }
if (!exists('single_right')) { single_right = 0.860 }
drawing = 1
do for [form in 'png svg'] {
    width = 1400; height = 950; text_scale = 0.875 # as on the sheet: 1400 / 1600
    page_left = 0.035; page_right = 0.975; header = 0.955
    load 'canvas.gp'
    left = single_left; right = single_right; bottom = 0.130; top = 0.825; gap = 0.140
    load name.'.gp'
    unset multiplot
    unset output
}
undefine drawing single_left single_right
