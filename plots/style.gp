# SPDX-License-Identifier: Apache-2.0
# What all pictures share: sizes, fonts, colours, texts. Loaded by every script, draws nothing.
# All text comes from the .dat files as data and is drawn with `noenhanced`: nothing is ever expanded.
reset
set encoding utf8
set datafile separator tab

# Okabe-Ito colours: told apart with every common colour blindness; the point shapes differ, too.
blue = 0x0072B2; orange = 0xE69F00; vermilion = 0xD55E00; green = 0x009E73
# The same hues, dark enough to be read as text on white (contrast above 4.5 to 1).
blue_text = 0x00598C; orange_text = 0x8A5F00; vermilion_text = 0xA84A00; green_text = 0x00704F
ink = 0x1F2937; faint = 0x6B7280; pale = 0xE5E7EB; grey = 0x9CA3AF; red = 0xC1272D
circle = 7; square = 5; triangle = 9; diamond = 13; ring = 6

# Axes of sizes are logarithmic; frame.gp.
x_even = 0

font_name = 'Liberation Sans'
line_width = 1.5

# Readers compare heights, so an interval may be seen but must not outshine its point.
band = 0.20
shade = 0.08

# Length and angle of the ends of a whisker. Whiskers are drawn `with vectors`, because error bars
# paint a white disc over themselves on SVG.
cap = 0.35
set style textbox 1 opaque noborder fillcolor rgb 'white' margins 0.4, 0.2

# A row whose number is NaN says "nothing here". Moved out of every range it is drawn nowhere, and
# without the warning that gnuplot gives for a series of NaN only.
off = 1e99
seen(x) = (x == x ? x : off)
