# Chooses how pass M counts allocations: harness/measure/allocation_count_<libc|none>.c.
#
# Counting needs a C library that offers its functions under a second name (glibc does), and a
# program whose malloc is its own: sanitizers and libFuzzer bring theirs.
include(CheckCSourceCompiles)
check_c_source_compiles("
  #include <stddef.h>
  extern void *__libc_malloc(size_t);
  extern void *__libc_calloc(size_t, size_t);
  extern void *__libc_realloc(void *, size_t);
  extern void *__libc_memalign(size_t, size_t);
  extern void __libc_free(void *);
  int main(void)
  {
      __libc_free(__libc_realloc(__libc_malloc(1), 2));
      __libc_free(__libc_calloc(1, 1));
      __libc_free(__libc_memalign(64, 64));
      return 0;
  }" TKG_HAS_LIBC_MALLOC)

if(TKG_HAS_LIBC_MALLOC AND NOT TKG_SANITIZE AND NOT TKG_FUZZ)
  set(left_out none)
else()
  set(left_out libc)
  message(STATUS "allocations per tick are not counted: sanitizers, or a C library that leaves no room for it")
endif()
# A room takes every .c file in its folder; this one is not to be compiled.
set_source_files_properties(${PROJECT_SOURCE_DIR}/harness/measure/allocation_count_${left_out}.c
  PROPERTIES HEADER_FILE_ONLY ON)
