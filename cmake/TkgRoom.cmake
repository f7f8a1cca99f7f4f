# tkg_room(name [SOURCES file...] [DEPENDS room...] [OUTSIDE library...])
#
# One static library tkg_<name> from harness/<name>/. Without SOURCES it takes every .c file of the
# room (a new file needs no registration). The allowed DEPENDS are those of docs/layers.txt;
# tools/check_layers compares the two.
function(tkg_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;OUTSIDE" ${ARGN})
  set(folder ${PROJECT_SOURCE_DIR}/harness/${name})
  if(NOT ROOM_SOURCES)
    file(GLOB ROOM_SOURCES CONFIGURE_DEPENDS ${folder}/*.c)
    list(FILTER ROOM_SOURCES EXCLUDE REGEX "/main\\.c$")
  endif()
  if(NOT ROOM_SOURCES)
    return()
  endif()
  list(TRANSFORM ROOM_DEPENDS PREPEND tkg_)
  add_library(tkg_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(tkg_${name} PUBLIC ${PROJECT_SOURCE_DIR}/harness)
  target_link_libraries(tkg_${name} PUBLIC tkg_public ${ROOM_DEPENDS} ${ROOM_OUTSIDE}
                                    PRIVATE $<BUILD_INTERFACE:tkg_options>)
endfunction()
