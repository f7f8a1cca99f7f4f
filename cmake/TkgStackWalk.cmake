# Chooses how the profile room reads stacks: harness/profile/stack_walk_<libdw|none>.c.
pkg_check_modules(LIBDW IMPORTED_TARGET libdw)
if(LIBDW_FOUND)
  set(left_out none)
  set(TKG_STACK_WALK_LIBRARY PkgConfig::LIBDW)
else()
  set(left_out libdw)
  set(TKG_STACK_WALK_LIBRARY)
  message(STATUS "no time is sampled by function: libdw is missing (Debian: libdw-dev)")
endif()
# A room takes every .c file in its folder; this one is not to be compiled.
set_source_files_properties(${PROJECT_SOURCE_DIR}/harness/profile/stack_walk_${left_out}.c
  PROPERTIES HEADER_FILE_ONLY ON)
