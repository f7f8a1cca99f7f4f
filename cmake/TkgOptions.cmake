# tkg_options carries every flag of our own code; nothing sets global flags.
add_library(tkg_options INTERFACE)
target_compile_options(tkg_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  -Wvla -Wformat=2 -Wundef -Wwrite-strings -Wpointer-arith -Wcast-qual -fno-omit-frame-pointer
  $<$<C_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wjump-misses-init>
  -include ${PROJECT_SOURCE_DIR}/harness/base/banned.h)
target_compile_definitions(tkg_options INTERFACE _GNU_SOURCE)

if(TKG_SANITIZE)
  target_compile_options(tkg_options INTERFACE
    -fsanitize=${TKG_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(tkg_options INTERFACE -fsanitize=${TKG_SANITIZE})
endif()
if(TKG_COVERAGE)
  target_compile_options(tkg_options INTERFACE --coverage)
  target_link_options(tkg_options INTERFACE --coverage)
endif()
if(TKG_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "TKG_FUZZ needs clang: cmake --preset fuzz")
  endif()
  # Counters that libFuzzer steers by, in every room; its main() only in the fuzz targets.
  target_compile_options(tkg_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(tkg_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
