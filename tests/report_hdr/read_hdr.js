// SPDX-License-Identifier: Apache-2.0
//
// node read_hdr.js FOLDER [expected.json]: reads histograms.hlog and histograms.hgrm of a folder
// with hdr-histogram-js (found by NODE_PATH) and prints what does not agree. With expected.json
// the figures of the reader must be those of tickgate; without it the two files each other's.
"use strict";
const fs = require("fs");
const path = require("path");
const hdr = require("hdr-histogram-js");

// What tickgate is off against exact values is not the question here: only the reader's own width
// counts, 1/16,384, and the half that an integer drops.
const WIDTH = 1 / 16384;

let failures = 0;
function claim(holds, text) {
  if (!holds) {
    console.log("FAILED: " + text);
    failures++;
  }
}

function near(got, wanted, text) {
  claim(Math.abs(got - wanted) <= WIDTH * wanted + 0.5, `${text}: read ${got}, wanted ${wanted}`);
}

function readLog(file) {
  const reader = new hdr.HistogramLogReader(fs.readFileSync(file, "utf8"), 64);
  const found = [];
  for (let one = reader.nextIntervalHistogram(); one; one = reader.nextIntervalHistogram()) {
    found.push(one);
  }
  return found;
}

// The sections of the text form: title, rows of numbers, and what the comments below say.
function readText(file) {
  const sections = [];
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    const title = line.match(/^#\[(.*) (block|tick|response), ns\]$/);
    const mean = line.match(/^#\[Mean +=  *([0-9.]+), StdDeviation +=  *([0-9.]+)\]$/);
    const max = line.match(/^#\[Max +=  *([0-9.]+), Total count +=  *([0-9]+)\]$/);
    const last = sections[sections.length - 1];
    if (title) sections.push({ title: title[1] + "/" + title[2], rows: [] });
    else if (mean) [last.mean, last.stddev] = [Number(mean[1]), Number(mean[2])];
    else if (max) [last.max, last.count] = [Number(max[1]), Number(max[2])];
    else if (/^ *[0-9]/.test(line)) last.rows.push(line.trim().split(/ +/).map(Number));
  }
  return sections;
}

function unitOf(tag) {
  return tag.endsWith("_ps") ? 0.001 : 1;
}

// Row by row what the library prints of the same counts. In the highest bucket it can tell the
// maximum from the others, where tickgate has one row for all: the rows end before that one.
function compareText(histogram, section) {
  const unit = unitOf(histogram.tag);
  const rows = histogram
    .outputPercentileDistribution(5, 1 / unit)
    .split("\n")
    .filter((line) => /^ *[0-9]/.test(line))
    .map((line) => line.trim().split(/ +/).map(Number));
  const before = section.rows.filter((row) => row[2] < section.count).length;
  const alike = rows.slice(0, before);
  claim(alike.length === before && before >= section.rows.length - 2,
    `${histogram.tag}: ${alike.length} of ${before} rows, ${section.rows.length} in all`);
  alike.forEach((row, i) => {
    const own = section.rows[i] || [];
    near(row[0] / unit, own[0] / unit, `${histogram.tag} row ${i}, value`);
    claim(Math.abs(row[1] - own[1]) <= 1e-12, `${histogram.tag} row ${i}: share ${own[1]}`);
    claim(row[2] === own[2], `${histogram.tag} row ${i}: count ${own[2]}, wanted ${row[2]}`);
    claim(row.length === own.length && (row.length < 4 || Math.abs(row[3] - own[3]) <= 0.01),
      `${histogram.tag} row ${i}: ${own}`);
  });
  near(histogram.mean, section.mean / unit, `${histogram.tag}: mean`);
  near(histogram.maxValue, section.max / unit, `${histogram.tag}: maximum`);
  claim(histogram.totalCount === section.count, `${histogram.tag}: total count`);
  const spread = Math.abs(histogram.stdDeviation * unit - section.stddev);
  claim(spread <= 0.001 * section.stddev + 0.001, `${histogram.tag}: deviation off by ${spread}`);
}

function compareFigures(histogram, expected) {
  claim(histogram.tag.endsWith("/" + expected.name), `tag ${histogram.tag}`);
  claim(histogram.totalCount === expected.count,
    `${histogram.tag}: count ${histogram.totalCount}, wanted ${expected.count}`);
  near(histogram.maxValue, expected.max, `${histogram.tag}: maximum`);
  for (const [percent, wanted] of Object.entries(expected.percentiles)) {
    near(histogram.getValueAtPercentile(Number(percent)), wanted, `${histogram.tag}: p${percent}`);
  }
}

const folder = process.argv[2];
const log = readLog(path.join(folder, "histograms.hlog"));
const text = readText(path.join(folder, "histograms.hgrm"));
claim(log.length > 0 && log.length === text.length, `${log.length} lines, ${text.length} sections`);
log.forEach((histogram, i) => compareText(histogram, text[i]));
if (process.argv[3]) {
  const expected = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
  claim(log.length === expected.length, `${log.length} histograms, wanted ${expected.length}`);
  log.forEach((histogram, i) => compareFigures(histogram, expected[i]));
}
console.log(`${log.length} histograms: ${log.map((one) => one.tag).join(" ")}`);
process.exit(failures > 0 ? 1 : 0);
