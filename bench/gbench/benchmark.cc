/* SPDX-License-Identifier: Apache-2.0
 *
 * The only C++ file: libbenchmark's classes behind gbench_library.h. Built with the header that is
 * installed, never shipped prebuilt: the layout of State and Run differs between versions.
 *
 * Compiles with 1.7.1 and with the newest; what differs between them stands in `versions` below.
 */
#include <benchmark/benchmark.h>

#include <cxxabi.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "gbench_call.h"
#include "gbench_family.h"
#include "gbench_flags.h"
#include "gbench_library.h"
#include "gbench_pool.h"

namespace
{

using Run = benchmark::BenchmarkReporter::Run;

/* The counter that carries a call's id: doubles are exact up to 2^53. */
const char *const id_counter = "tkg:call";
const char id_prefix[] = "tkg:";

namespace versions
{
/* up to 1.7: Run::error_occurred, error_message */
template <typename R> auto error_of(const R &run, int) -> decltype(run.error_message.c_str())
{
    return run.error_occurred ? run.error_message.c_str() : nullptr;
}

/* from 1.8 on: Run::skipped, skip_message */
template <typename R> auto error_of(const R &run, long) -> decltype(run.skip_message.c_str())
{
    return run.skipped != 0u ? run.skip_message.c_str() : nullptr;
}

/* --benchmark_min_time: "0.5" up to 1.7, "0.5s" from 1.8 on */
template <typename R> auto seconds_suffix(int) -> decltype(std::declval<R>().error_message, "")
{
    return "";
}
template <typename R> const char *seconds_suffix(long)
{
    return "s";
}
} // namespace versions

benchmark::State &state_of(void *library_state)
{
    return *static_cast<benchmark::State *>(library_state);
}

std::ostringstream &discarded()
{
    static std::ostringstream stream;
    stream.str("");
    return stream;
}

/* What either version asks for; no `override`, since later ones do not know the pointer. */
class MemoryPass : public benchmark::MemoryManager
{
  public:
    void Start()
    {
        tkg_gbench_memory_pass_start();
    }
    void Stop(Result &result)
    {
        Stop(&result);
    }
    void Stop(Result *)
    {
        tkg_gbench_memory_pass_stop();
    }
};

const char *copy(tkg_gbench_pool *pool, const std::string &text)
{
    return tkg_gbench_pool_copy(pool, text.c_str());
}

tkg_benchmark_name parts_of(tkg_gbench_pool *pool, const benchmark::BenchmarkName &name)
{
    tkg_benchmark_name parts;
    parts.function_name = copy(pool, name.function_name);
    parts.args = copy(pool, name.args);
    parts.min_time = copy(pool, name.min_time);
    parts.min_warmup_time = copy(pool, name.min_warmup_time);
    parts.iterations = copy(pool, name.iterations);
    parts.repetitions = copy(pool, name.repetitions);
    parts.time_type = copy(pool, name.time_type);
    parts.threads = copy(pool, name.threads);
    return parts;
}

/* Counters are the C files' own; what else is there, the library counted (libpfm). */
void take_counters(tkg_gbench_pool *pool, const Run &run, tkg_gbench_result *result)
{
    auto *list = static_cast<tkg_benchmark_counter *>(
        tkg_gbench_pool_take(pool, run.counters.size() + 1, sizeof(tkg_benchmark_counter)));
    for (const auto &entry : run.counters) {
        if (entry.first == id_counter) {
            result->call_id = static_cast<uint64_t>(entry.second.value);
        } else {
            list[result->perf_counter_count++] = {copy(pool, entry.first), entry.second.value,
                                                  TKG_COUNTER_AVG_ITERATIONS};
        }
    }
    result->perf_counters = list;
}

tkg_gbench_result result_of(tkg_gbench_pool *pool, const Run &run)
{
    tkg_gbench_result result = {};
    const char *error = versions::error_of(run, 0);
    result.message = "";
    result.parts = parts_of(pool, run.run_name);
    result.family_index = run.family_index;
    result.per_family_instance_index = run.per_family_instance_index;
    result.repetitions = run.repetitions;
    result.threads = run.threads;
    result.cpu_seconds = std::nan("");
    if (error == nullptr) {
        result.cpu_seconds = run.cpu_accumulated_time;
        take_counters(pool, run, &result);
    } else if (std::strncmp(error, id_prefix, sizeof(id_prefix) - 1) == 0) {
        result.call_id = std::strtoull(error + sizeof(id_prefix) - 1, nullptr, 10);
    } else {
        result.message = tkg_gbench_pool_copy(pool, error);
    }
    return result;
}

/* Hands measured repetitions over; the library's own aggregates are left aside. */
class Taker : public benchmark::BenchmarkReporter
{
  public:
    using Take = void (*)(void *user, const tkg_gbench_result *results, size_t count);
    Taker(Take take, void *user) : take_(take), user_(user)
    {
        SetOutputStream(&discarded());
    }
    bool ReportContext(const Context &) override
    {
        return true;
    }
    void ReportRuns(const std::vector<Run> &runs) override
    {
        tkg_gbench_pool pool = {nullptr};
        std::vector<tkg_gbench_result> results;
        for (const Run &run : runs) {
            if (run.run_type == Run::RT_Iteration) {
                results.push_back(result_of(&pool, run));
            }
        }
        if (!results.empty()) {
            take_(user_, results.data(), results.size());
        }
        tkg_gbench_pool_release(&pool);
    }

  private:
    Take take_;
    void *user_;
};

/* Keeps what the library would print: names on one stream, complaints on the other. */
class Lister : public benchmark::BenchmarkReporter
{
  public:
    Lister()
    {
        SetOutputStream(&names_);
        SetErrorStream(&complaints_);
    }
    bool ReportContext(const Context &) override
    {
        return false;
    }
    void ReportRuns(const std::vector<Run> &) override
    {
    }
    std::string names() const
    {
        return names_.str();
    }
    std::string complaints() const
    {
        return complaints_.str();
    }

  private:
    std::ostringstream names_;
    std::ostringstream complaints_;
};

/* The library's JSON context: the only public place that tells its own build type and version. */
std::string context_json()
{
    std::ostringstream text;
    benchmark::BenchmarkReporter::Context context;
    benchmark::JSONReporter reporter;
    reporter.SetOutputStream(&text);
    (void)reporter.ReportContext(context);
    return text.str();
}

/* The value behind "key": in it, without quotes; "" when it is not there. */
std::string json_value(const std::string &json, const std::string &key)
{
    const std::string start = "\"" + key + "\": ";
    size_t at = json.find(start);
    if (at == std::string::npos) {
        return "";
    }
    at += start.size();
    if (json[at] == '"') {
        return json.substr(at + 1, json.find('"', at + 1) - at - 1);
    }
    return json.substr(at, json.find_first_of(",\n", at) - at);
}

tkg_benchmark_switch switch_of(const std::string &word)
{
    return word == "true"    ? TKG_BENCHMARK_ON
           : word == "false" ? TKG_BENCHMARK_OFF
                             : TKG_BENCHMARK_UNKNOWN;
}

/* Flags are process-wide and can be set by parsing only. */
void initialise(std::vector<std::string> words)
{
    static std::vector<std::string> kept; /* the library keeps a pointer to the first */
    std::vector<char *> arguments;
    kept = std::move(words);
    arguments.reserve(kept.size() + 1);
    for (std::string &word : kept) {
        arguments.push_back(&word[0]);
    }
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
}

template <typename B> void apply_lists(B *made, const tkg_benchmark *family)
{
    if (family->argument_name_count > 0) {
        made->ArgNames(std::vector<std::string>(
            family->argument_names, family->argument_names + family->argument_name_count));
    }
    for (size_t i = 0; i < family->list_count; i++) {
        const int64_t *first = family->arguments + i * family->argument_count;
        made->Args(std::vector<int64_t>(first, first + family->argument_count));
    }
    for (size_t i = 0; i < family->thread_count_count; i++) {
        made->Threads(family->thread_counts[i]);
    }
}

/* Unit, statistics, complexity and fixtures are not the library's business here. */
template <typename B> void apply_options(B *made, const tkg_benchmark_options &options)
{
    if (options.process_cpu_time) {
        made->MeasureProcessCPUTime();
    }
    if (options.clock == TKG_BENCHMARK_CLOCK_REAL) {
        made->UseRealTime();
    } else if (options.clock == TKG_BENCHMARK_CLOCK_MANUAL) {
        made->UseManualTime();
    }
    if (options.iterations > 0) {
        made->Iterations(options.iterations);
    }
    if (options.min_warmup_time_s > 0) { /* ignored by the library unless MinTime is set, too */
        made->MinTime(options.min_time_s > 0 ? options.min_time_s
                                             : tkg_gbench_current_flags()->min_time_s);
        made->MinWarmUpTime(options.min_warmup_time_s);
    } else if (options.min_time_s > 0) {
        made->MinTime(options.min_time_s);
    }
    if (options.repetitions > 0) {
        made->Repetitions(options.repetitions);
    }
}

} // namespace

bool tkg_gbench_library_keep_running(void *library_state, int64_t iteration_count)
{
    return state_of(library_state).KeepRunningBatch(iteration_count);
}

void tkg_gbench_library_pause(void *library_state)
{
    state_of(library_state).PauseTiming();
}

void tkg_gbench_library_resume(void *library_state)
{
    state_of(library_state).ResumeTiming();
}

void tkg_gbench_library_skip(void *library_state, const char *message)
{
    state_of(library_state).SkipWithError(message);
}

void tkg_gbench_library_set_time(void *library_state, double seconds)
{
    state_of(library_state).SetIterationTime(seconds);
}

int64_t tkg_gbench_library_argument(const void *library_state, size_t position)
{
    return static_cast<const benchmark::State *>(library_state)->range(position);
}

void tkg_gbench_library_mark(void *library_state, uint64_t call_id)
{
    state_of(library_state).counters[id_counter] = static_cast<double>(call_id);
}

void tkg_gbench_library_end_early(void *library_state, uint64_t call_id)
{
    const std::string carrier = id_prefix + std::to_string(call_id);
    state_of(library_state).SkipWithError(carrier.c_str());
}

/* gcc hands a forced unwind over as a reference to nothing, which -fsanitize=null reports. */
__attribute__((no_sanitize("null"))) bool tkg_gbench_library_guard(void (*function)(void *argument),
                                                                   void *argument, char *message,
                                                                   size_t message_bytes)
{
    std::string text = "not a std::exception";
    try {
        function(argument);
        return true;
    } catch (const std::exception &thrown) {
        text = thrown.what();
#ifdef __GLIBCXX__
    } catch (abi::__forced_unwind &) { /* nothing can stop it, and the other threads wait here */
        std::fputs(
            "benchmark: a thread was ended (pthread_exit, cancellation) inside a benchmark\n",
            stderr);
        std::exit(TKG_BENCHMARK_FAILED); /* which closes the outputs */
#endif
    } catch (...) {
    }
    std::strncpy(message, text.c_str(), message_bytes - 1);
    message[message_bytes - 1] = '\0';
    return false;
}

int64_t *tkg_gbench_library_range(int64_t first, int64_t last, int multiplier, size_t *count)
{
    const std::vector<int64_t> values = benchmark::CreateRange(first, last, multiplier);
    auto *list = static_cast<int64_t *>(std::malloc((values.size() + 1) * sizeof(int64_t)));
    if (list == nullptr) {
        tkg_gbench_out_of_memory();
    }
    std::memcpy(list, values.data(), values.size() * sizeof(int64_t));
    *count = values.size();
    return list;
}

void tkg_gbench_library_clear(void)
{
    benchmark::ClearRegisteredBenchmarks();
}

void tkg_gbench_library_register(const struct tkg_benchmark *family)
{
    auto *made = benchmark::RegisterBenchmark(family->name, [family](benchmark::State &state) {
        tkg_gbench_call_run(family, &state, state.max_iterations, state.thread_index(),
                            state.threads());
    });
    apply_lists(made, family);
    apply_options(made, family->options);
}

void tkg_gbench_library_configure(const struct tkg_gbench_flags *flags, bool list_only)
{
    /* Everything is said again, so that no BENCHMARK_* variable reaches the library by itself. */
    const double min_time_s = flags->iterations > 0 ? 0.5 : flags->min_time_s;
    auto *context = benchmark::internal::GetGlobalContext();
    if (context != nullptr) {
        context->clear(); /* else the library complains about keys it knows already */
    }
    initialise({
        flags->executable,
        std::string("--benchmark_list_tests=") + (list_only ? "true" : "false"),
        "--benchmark_min_time=" + std::to_string(min_time_s) + versions::seconds_suffix<Run>(0),
        "--benchmark_min_warmup_time=" + std::to_string(flags->min_warmup_time_s),
        "--benchmark_repetitions=" + std::to_string(flags->repetitions),
        std::string("--benchmark_enable_random_interleaving=") +
            (flags->random_interleaving ? "true" : "false"),
        "--benchmark_report_aggregates_only=false",
        "--benchmark_display_aggregates_only=false",
        "--benchmark_dry_run=false", /* from 1.9.1 on; unknown ones are passed over */
        "--benchmark_format=console",
        "--benchmark_out_format=json",
        "--benchmark_out=",
        "--benchmark_color=false",
        std::string("--benchmark_perf_counters=") + flags->perf_counters,
        "--benchmark_time_unit=ns",
        "--v=" + std::to_string(flags->verbosity),
    });
}

bool tkg_gbench_library_list(const char *filter, struct tkg_gbench_pool *pool, const char ***names,
                             size_t *name_count, const char **message)
{
    Lister lister;
    const size_t matched = benchmark::RunSpecifiedBenchmarks(&lister, std::string(filter));
    std::istringstream lines(lister.names());
    auto *list =
        static_cast<const char **>(tkg_gbench_pool_take(pool, matched + 1, sizeof(const char *)));
    std::string line;
    *name_count = 0;
    while (*name_count < matched && std::getline(lines, line)) {
        list[(*name_count)++] = copy(pool, line);
    }
    *names = list;
    std::string complaints = lister.complaints();
    while (!complaints.empty() && complaints.back() == '\n') {
        complaints.pop_back();
    }
    *message = copy(pool, complaints);
    return complaints.find("Could not compile") == std::string::npos;
}

/* Mostly a thread that could not be created: the library's other threads stop it from unwinding. */
[[noreturn]] static void end_terminated()
{
    std::fputs("benchmark: std::terminate was called; can the system make as many threads as a "
               "benchmark asks for?\n",
               stderr);
    std::exit(TKG_BENCHMARK_FAILED); /* which closes the outputs */
}

bool tkg_gbench_library_run(const char *filter,
                            void (*take)(void *user, const struct tkg_gbench_result *results,
                                         size_t count),
                            void *user, char *message, size_t message_bytes)
{
    struct Job {
        const char *filter;
        Taker taker;
    } job = {filter, Taker(take, user)};
    const std::terminate_handler before = std::set_terminate(end_terminated);
    const bool whole = tkg_gbench_library_guard(
        [](void *argument) {
            Job *one = static_cast<Job *>(argument);
            (void)benchmark::RunSpecifiedBenchmarks(&one->taker, std::string(one->filter));
        },
        &job, message, message_bytes);
    std::set_terminate(before);
    return whole;
}

void tkg_gbench_library_use_memory_pass(bool use)
{
    static MemoryPass pass;
    benchmark::RegisterMemoryManager(use ? &pass : nullptr);
}

void tkg_gbench_library_context(struct tkg_gbench_pool *pool, struct tkg_benchmark_context *context)
{
    const benchmark::CPUInfo &cpu = benchmark::CPUInfo::Get();
    const std::string json = context_json();
    auto *caches = static_cast<tkg_benchmark_cache *>(
        tkg_gbench_pool_take(pool, cpu.caches.size() + 1, sizeof(tkg_benchmark_cache)));
    auto *load =
        static_cast<double *>(tkg_gbench_pool_take(pool, cpu.load_avg.size() + 1, sizeof(double)));
    for (const auto &cache : cpu.caches) {
        caches[context->cache_count++] = {copy(pool, cache.type), cache.level, cache.size,
                                          cache.num_sharing};
    }
    for (double average : cpu.load_avg) {
        load[context->load_avg_count++] = average;
    }
    context->num_cpus = cpu.num_cpus;
    context->mhz_per_cpu = cpu.cycles_per_second * 1e-6;
    context->caches = caches;
    context->load_avg = load;
    context->date = copy(pool, json_value(json, "date"));
    context->host_name = copy(pool, benchmark::SystemInfo::Get().name);
    context->cpu_scaling = switch_of(json_value(json, "cpu_scaling_enabled"));
    context->aslr = switch_of(json_value(json, "aslr_enabled"));
    context->library_version = copy(pool, json_value(json, "library_version"));
    context->library_build_type = copy(pool, json_value(json, "library_build_type"));
}

const char *tkg_benchmark_library_version(void)
{
    static const std::string version = json_value(context_json(), "library_version");
    return version.c_str();
}

int tkg_gbench_library_cpu_count(void)
{
    return benchmark::CPUInfo::Get().num_cpus;
}
