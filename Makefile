# Forwards to cmake presets, ctest and tools/; no logic lives here. `make help` lists everything.
#
#   BENCH_FLAGS   more options for `tickgate run`, e.g. BENCH_FLAGS="--strict"
#   BASELINE      results.json of an earlier run, for `make gate`
#   GATE_FLAGS    more options for `tickgate gate`, e.g. GATE_FLAGS="--format markdown"
#   ROUNDS        rounds of fresh processes of bench-core, bench-instrument (default 20)
#   PROOF_RUNS    clean runs of `make proof` in which no leak may be found (100)
#   PROOF_SWEEPS  sweeps of `make proof` in which the linear core may not be flagged (200)
#   CALIBRATE_MINUTES, CALIBRATE_FOLDER (out/calibration), EXPERIMENTS (names; all)
#                 of `make calibrate`; interrupted, it goes on when called again
#   PROOF_COUNTS  streams of `make proof` on which 0.1 % more instructions must be caught (100)
#   PROOF_KILLS   kills of whole runs and gates in `make proof` after which nothing may be lost or left (200)
#   PROOF_COMPARISONS  comparisons of an engine with itself in `make proof`; no more alarms than promised (500)
#   PREFIX        where `make install` puts things (default /usr/local)

.DEFAULT_GOAL := help
.NOTPARALLEL: # every goal uses all processors by itself, and they share build folders

BENCH_FLAGS ?=
PREFIX ?= /usr/local
PROOF_RUNS ?= 100
PROOF_SWEEPS ?= 200
CALIBRATE_MINUTES ?= 60
CALIBRATE_FOLDER ?= out/calibration
PROOF_COUNTS ?= 100
PROOF_COMPARISONS ?= 500
PROOF_KILLS ?= 200
FUZZ_SECONDS ?= 60
SUITE ?= bench/suites/default.yaml
TARGETS = --targets thresholds/floors.yaml --targets thresholds/reference.yaml
export CTEST_PARALLEL_LEVEL ?= $(shell nproc 2>/dev/null || echo 2)

bench: deps-bench ## Build and run the benchmark: tables, verdicts and plots in out/latest
	cmake --preset release
	cmake --build --preset release --target tickgate
	build/release/tickgate run --suite $(SUITE) $(TARGETS) --output-folder out/latest $(BENCH_FLAGS)

gate: deps-build ## Judge the results of `make bench` by targets; BASELINE=FILE compares with stored ones, too
	cmake --preset release
	cmake --build --preset release --target tickgate
	build/release/tickgate gate thresholds/bench-gate.yaml --head-results out/latest/results.json \
	    $(if $(BASELINE),--baseline $(BASELINE)) --receipt out/latest/gate.json $(GATE_FLAGS)

bench-short: ## The same in under a minute, on fewer and smaller cases
	$(MAKE) bench SUITE=bench/suites/quick.yaml

bench-core: deps-build ## The reference core beside this machine's floors, in one table (about 6 minutes)
	cmake --preset release
	cmake --build --preset release --target bench_core
	build/release/bench/bench_core $(ROUNDS)

bench-instrument: deps-build ## What the measuring itself costs, beside its goals (about 4 minutes)
	cmake --preset release
	cmake --build --preset release --target bench_instrument
	build/release/bench/bench_instrument $(ROUNDS)

bench-shim: deps-test ## What the C loop of the google-benchmark shim costs beside the C++ one
	cmake --preset release
	cmake --build --preset release --target loop_shim loop_range_for
	tests/gbench/compare_loops build/release/tests/gbench/loop_shim build/release/tests/gbench/loop_range_for

micro: deps-build ## Micro-benchmarks of every room; MICRO_FLAGS="--benchmark_filter=..."
	cmake --preset release
	cmake --build --preset release --target micro
	build/release/bench/micro $(MICRO_FLAGS)

bench-replay: deps-build ## The replay as a google-benchmark program; REPLAY_FLAGS="5M --benchmark_..."
	cmake --preset release
	cmake --build --preset release --target replay_benchmark
	build/release/bench/replay_benchmark $(REPLAY_FLAGS)

test: deps-test ## Build everything and run all tests but the proofs
	cmake --preset release
	cmake --build --preset release
	ctest --preset release -LE proof

test-proof: deps-test ## The short proofs: planted truths on this machine's clocks, a minute; skipped where it is busy
	cmake --preset release
	cmake --build --preset release
	ctest --preset release -L proof

build: deps-build ## Build the release preset
	cmake --preset release
	cmake --build --preset release

debug asan tsan coverage fuzz-build: deps-check ## Build and test under one preset
	cmake --workflow --preset $(@:fuzz-build=fuzz)

coverage-report: coverage ## Line coverage per folder
	gcovr --root . build/coverage --filter harness/ --filter bench/ --print-summary

tidy: deps-check ## Layers, style limits, format and clang-tidy
	tools/check_layers
	tools/check_tidy
	tools/check_format
	tools/run_clang_tidy

layers: ## Check who includes whom; redraw docs/architecture.svg
	tools/check_layers
	tools/draw_layers >docs/architecture.svg

format: deps-check ## Rewrite all C files with clang-format
	tools/check_format --fix

fuzz: fuzz-build ## Run every libFuzzer target for FUZZ_SECONDS (60)
	tools/run_fuzzers build/fuzz $(FUZZ_SECONDS)

proof: build ## Planted truths, long: 100 clean runs, 200 A/A sweeps, 500 A/A comparisons (about 30 minutes)
	ctest --preset release -L proof --output-on-failure
	tests/proof/growing_memory build/release/tickgate $(PROOF_RUNS)
	tests/proof/growing_time build/release/tickgate $(PROOF_SWEEPS)
	tests/proof/compare_truth build/release/tickgate $(PROOF_COMPARISONS)
	tests/proof/killed_walk build/release/tickgate $(PROOF_KILLS)
	build/release/tests/proof/monitor_periods 100 100
	build/release/tests/proof/instruction_truth $(PROOF_COUNTS) build/release/tickgate \
	    build/release/bench/reference.so build/release/plants/audit_cash_tenth.so

gate-self: deps-gate ## Is the alarm alive? The engine against itself is green, a planted 2 % is red and named (2 minutes)
	cmake --preset release
	cmake --build --preset release --target tickgate
	tools/gate_self build/release/tickgate out/gate-self

calibrate: deps-test ## How often the gate is wrong here: gate runs for CALIBRATE_MINUTES (60), raw data in CALIBRATE_FOLDER
	cmake --preset release
	cmake --build --preset release --target calibrate tickgate
	tests/calibration/build_engines build/calibration
	build/release/tests/calibration/calibrate run --layouts build/calibration --data $(CALIBRATE_FOLDER) \
	    --tickgate build/release/tickgate --minutes $(CALIBRATE_MINUTES) --commit "$$(git describe --always --dirty)" $(EXPERIMENTS)

calibrate-publish: ## Compress the raw data of CALIBRATE_FOLDER into docs/calibration
	tests/calibration/publish $(CALIBRATE_FOLDER) docs/calibration

calibrate-report: deps-build ## Rewrite docs/calibration.md from docs/calibration alone
	cmake --preset release
	cmake --build --preset release --target calibrate
	build/release/tests/calibration/calibrate report --data docs/calibration --output docs/calibration.md

conformance: build ## State of every capability row, from all tests and proofs
	ctest --preset release || true
	tools/conformance build/release

golden: build ## Rewrite the expected output of the command-line cases; review the diff
	tests/cli/run_case --rewrite build/release/tickgate tests/cli/cases/*/*.sh

install: build ## Install under PREFIX
	cmake --install build/release --prefix $(PREFIX)

package: build ## A .deb and a .tar.gz in build/release
	cd build/release && cpack

clean: ## Remove everything that was built or measured
	rm -rf build out

deps-build:
	@tools/install_deps build
deps-bench:
	@tools/install_deps build bench
deps-test:
	@tools/install_deps build bench test
deps-gate:
	@tools/install_deps build gate
deps-check:
	@tools/install_deps build bench test check

help: ## This list
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { split($$1, goal, " "); \
	    for (i = 1; i in goal; i++) printf "make %-16s %s\n", goal[i], $$2 }' Makefile

.PHONY: calibrate calibrate-publish calibrate-report
.PHONY: bench gate gate-self bench-short proof bench-instrument bench-shim bench-core micro bench-replay test test-proof build debug asan tsan coverage fuzz-build coverage-report tidy \
        layers format fuzz conformance golden install package clean help \
        deps-build deps-bench deps-test deps-gate deps-check
