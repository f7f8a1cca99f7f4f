# SPDX-License-Identifier: Apache-2.0
# One word on white, to see whether this machine can draw text at all: without fonts gnuplot leaves
# it out and still exits with 0. Made and judged by tickgate; nobody needs the picture.
reset
set terminal pngcairo size 200,40 font 'Liberation Sans,14'
set output 'font_probe.png'
unset border; unset tics; unset key
set label 'tickgate' at screen 0.5, 0.5 center
plot [0:1] [0:1] 2 notitle
unset output
