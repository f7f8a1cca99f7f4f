# SPDX-License-Identifier: Apache-2.0
#
# tickgate_add_engine(<name> SOURCES file...
#                     [LAYOUTS n] [SEED text]
#                     [OPTIONS flag...] [DEFINITIONS name[=value]...] [LIBRARIES target...] [INCLUDES folder...])
#
#   An engine as a plugin: <name>.so, exporting its entry only. With LAYOUTS also the target
#   <name>_layouts, see below.
#
# tickgate_add_layouts(<name> LAYOUTS n [the rest as above])
#
#   The target <name>_layouts, not part of `all`: the same sources n times, each in a layout of its own,
#   into <build>/layouts/<name>/<name>-<i>.so. `tickgate compare` takes such a folder as a side. Where
#   code comes to lie moves an engine by a percent; only the mean over many layouts does not see it
#   (docs/decisions/0111, 0121). What differs between two layouts, and nothing else:
#     entry shift    -fpatchable-function-entry=N,N: N bytes before every function, never executed; each
#                    source is compiled with N = 0 to 15, and a layout takes one of these of each
#     section order  lld's --shuffle-sections; every function is a section
#     object order   and four objects of mere padding among them: all there is without lld
#   Layout 0 has no entry shift: tickgate counts instructions in it.
#   So n layouts cost sixteen times compiling the sources and n links.
#   Layout i of the same name, seed and sources is the same file everywhere. Two sides need two seeds:
#   byte-identical files in one process teach each other's branch predictors.
#   Layouts are built without link-time optimisation, which would put the functions where it likes.
#
# Variables:
#   TICKGATE_LAYOUT_SEED               any text: the seed where SEED is not given
#   TICKGATE_HAS_SHUFFLE_SECTIONS=OFF  do without lld where there is one
include_guard(GLOBAL)

set(TICKGATE_LAYOUT_SEED "base" CACHE STRING "Any text; the two sides of a comparison need different ones")

# Bits of `text` as a number from 0 to 2^28-1.
function(_tickgate_hash out text)
  string(SHA256 digits "${text}")
  string(SUBSTRING ${digits} 0 7 digits)
  math(EXPR number "0x${digits}")
  set(${out} ${number} PARENT_SCOPE)
endfunction()

# What this compiler and linker can do; asked once.
macro(_tickgate_layout_means)
  set(_tickgate_old_link_options "${CMAKE_REQUIRED_LINK_OPTIONS}")
  set(CMAKE_REQUIRED_LINK_OPTIONS -fuse-ld=lld "-Wl,--shuffle-sections=.text*=1")
  if(CMAKE_C_COMPILER_LOADED)
    include(CheckCSourceCompiles)
    include(CheckCCompilerFlag)
    check_c_source_compiles("int main(void) { return 0; }" TICKGATE_HAS_SHUFFLE_SECTIONS)
    set(CMAKE_REQUIRED_LINK_OPTIONS "${_tickgate_old_link_options}")
    check_c_compiler_flag(-fpatchable-function-entry=1,1 TICKGATE_HAS_ENTRY_SHIFT)
  else()
    include(CheckCXXSourceCompiles)
    include(CheckCXXCompilerFlag)
    check_cxx_source_compiles("int main() { return 0; }" TICKGATE_HAS_SHUFFLE_SECTIONS)
    set(CMAKE_REQUIRED_LINK_OPTIONS "${_tickgate_old_link_options}")
    check_cxx_compiler_flag(-fpatchable-function-entry=1,1 TICKGATE_HAS_ENTRY_SHIFT)
  endif()
  if(NOT TICKGATE_HAS_SHUFFLE_SECTIONS)
    message(STATUS "layouts: no lld with --shuffle-sections; objects are shuffled instead")
  endif()
  if(NOT TICKGATE_HAS_ENTRY_SHIFT)
    message(WARNING "layouts: this compiler has no -fpatchable-function-entry (gcc 8, clang 10 do): "
      "a change that only moves code will show as a change of speed")
  endif()
endmacro()

# Four sources of sixteen sections of 16 to 976 bytes; sizes that cover all multiples of 16 modulo 64.
function(_tickgate_paddings out)
  set(suffix c)
  if(NOT CMAKE_C_COMPILER_LOADED)
    set(suffix cpp)
  endif()
  set(files)
  foreach(part RANGE 3)
    set(text "/* Padding between functions, never executed: cmake/TickgateEngine.cmake */\nextern int tkg_padding;\n")
    foreach(section RANGE 3)
      math(EXPR number "4 * ${part} + ${section}")
      math(EXPR bytes "16 * (1 + 17 * ${number} % 65)")
      string(APPEND text "__asm__(\".section .text.tkg_padding_${number},\\\"ax\\\"\\n.balign 16\\n"
                         ".skip ${bytes}\\n.text\");\n")
    endforeach()
    set(file ${CMAKE_BINARY_DIR}/layouts/padding/padding_${part}.${suffix})
    set(before)
    if(EXISTS ${file})
      file(READ ${file} before)
    endif()
    if(NOT before STREQUAL text)
      file(WRITE ${file} "${text}")
    endif()
    list(APPEND files ${file})
  endforeach()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# The arguments after `seed`, in an order that it draws.
function(_tickgate_shuffle out seed)
  set(keyed)
  set(position 0) # and not the item: folders differ between machines
  foreach(item ${ARGN})
    string(SHA256 key "${seed}/${position}")
    list(APPEND keyed "${key}${item}")
    math(EXPR position "${position} + 1")
  endforeach()
  list(SORT keyed)
  list(TRANSFORM keyed REPLACE "^................................................................" "")
  set(${out} ${keyed} PARENT_SCOPE)
endfunction()

# How many entry shifts there are: functions begin at multiples of 16 bytes, and where among these the
# order of sections decides, so that 0 to 15 reach every byte. Counted in instructions.
function(_tickgate_shift_count out)
  set(count 16)
  if(NOT TICKGATE_HAS_ENTRY_SHIFT)
    set(count 1)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|riscv|ppc|powerpc)")
    set(count 4) # there of 4 bytes
  endif()
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Which shift layout `index` takes of the source whose own seed is given: within sixteen layouts each
# shift once (an odd step through the powers of two), from a start and by a step that the seed draws. The
# first sixteen start at 0: layout 0 is that of an unshifted compile, for what counts instructions, since
# inner loops are padded with other instructions at another shift (docs/decisions/0133).
function(_tickgate_entry_shift out seed index count)
  math(EXPR block "${index} / 16")
  _tickgate_hash(draw "${seed}/${block}")
  set(start 0)
  if(block GREATER 0)
    math(EXPR start "${draw} % 16")
  endif()
  math(EXPR shift "(${start} + (2 * (${draw} / 16 % 8) + 1) * ${index}) % ${count}")
  set(${out} ${shift} PARENT_SCOPE)
endfunction()

# What an engine and each of its layouts have in common. Reads ENGINE_* of the caller.
function(_tickgate_configure target)
  target_compile_options(${target} PRIVATE ${ENGINE_OPTIONS})
  target_compile_definitions(${target} PRIVATE ${ENGINE_DEFINITIONS})
  target_include_directories(${target} PRIVATE ${ENGINE_INCLUDES})
  target_link_libraries(${target} PRIVATE ${ENGINE_LIBRARIES})
  if(TARGET tickgate::engine_api)
    target_link_libraries(${target} PRIVATE tickgate::engine_api)
  endif()
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX ".so" POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# Layouts of an earlier, larger LAYOUTS hold an older engine; a comparison would take them along.
function(_tickgate_remove_left_over folder name count)
  file(GLOB files ${folder}/*.so)
  foreach(file ${files})
    get_filename_component(base ${file} NAME_WE)
    string(REGEX REPLACE "^${name}-" "" index "${base}")
    if(NOT index MATCHES "^[0-9]+$" OR NOT index LESS count)
      file(REMOVE ${file})
    endif()
  endforeach()
endfunction()

macro(_tickgate_parse name)
  cmake_parse_arguments(ENGINE "" "LAYOUTS;SEED" "SOURCES;OPTIONS;DEFINITIONS;LIBRARIES;INCLUDES" ${ARGN})
  if(NOT ENGINE_SOURCES OR ENGINE_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "engine ${name}: SOURCES are needed, '${ENGINE_UNPARSED_ARGUMENTS}' is not known; "
      "see the head of TickgateEngine.cmake")
  endif()
  if(NOT DEFINED ENGINE_SEED)
    set(ENGINE_SEED "${TICKGATE_LAYOUT_SEED}")
  endif()
endmacro()

# One source with one entry shift, or without (shift ""), as an object library. Reads ENGINE_*.
function(_tickgate_add_objects target source shift)
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${source})
  _tickgate_configure(${target})
  target_compile_options(${target} PRIVATE -ffunction-sections -fno-lto)
  if(NOT shift STREQUAL "")
    target_compile_options(${target} PRIVATE -fpatchable-function-entry=${shift},${shift})
  endif()
  set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF
    EXPORT_COMPILE_COMMANDS OFF) # a tool that reads all sources needs each once
endfunction()

# Every source with every shift, and the paddings: libraries <name>_objects_<position>_<shift> and
# <name>_padding_<part>. Reads ENGINE_*.
function(_tickgate_add_all_objects name shift_count)
  math(EXPR last_shift "${shift_count} - 1")
  set(position 0)
  foreach(source ${ENGINE_SOURCES})
    foreach(shift RANGE ${last_shift})
      set(flag ${shift})
      if(shift_count EQUAL 1)
        set(flag "")
      endif()
      _tickgate_add_objects(${name}_objects_${position}_${shift} ${source} "${flag}")
    endforeach()
    math(EXPR position "${position} + 1")
  endforeach()
  _tickgate_paddings(paddings)
  set(part 0)
  foreach(padding ${paddings})
    _tickgate_add_objects(${name}_padding_${part} ${padding} "")
    math(EXPR part "${part} + 1")
  endforeach()
endfunction()

# The objects of layout `index`, in an order that its seed draws. Reads ENGINE_*.
function(_tickgate_objects_of out name index shift_count)
  set(objects)
  set(position 0)
  foreach(source ${ENGINE_SOURCES})
    _tickgate_entry_shift(shift "${ENGINE_SEED}/${name}/source/${position}" ${index} ${shift_count})
    list(APPEND objects $<TARGET_OBJECTS:${name}_objects_${position}_${shift}>)
    math(EXPR position "${position} + 1")
  endforeach()
  foreach(part RANGE 3)
    list(APPEND objects $<TARGET_OBJECTS:${name}_padding_${part}>)
  endforeach()
  _tickgate_shuffle(objects "${ENGINE_SEED}/${name}/${index}" ${objects})
  set(${out} ${objects} PARENT_SCOPE)
endfunction()

# The linker that knows all languages of the sources.
function(_tickgate_linker_language out)
  set(language CXX)
  if(CMAKE_C_COMPILER_LOADED AND NOT "${ENGINE_SOURCES}" MATCHES "\\.(cpp|cc|cxx|C)(;|$)")
    set(language C)
  endif()
  set(${out} ${language} PARENT_SCOPE)
endfunction()

function(tickgate_add_layouts name)
  _tickgate_parse(${name} ${ARGN})
  # 512: what tickgate compare takes on a side.
  if(NOT ENGINE_LAYOUTS MATCHES "^[0-9]+$" OR ENGINE_LAYOUTS LESS 1 OR ENGINE_LAYOUTS GREATER 512)
    message(FATAL_ERROR "engine ${name}: LAYOUTS is '${ENGINE_LAYOUTS}', not a whole number from 1 to 512")
  endif()
  _tickgate_layout_means()
  _tickgate_shift_count(shift_count)
  _tickgate_add_all_objects(${name} ${shift_count})
  _tickgate_linker_language(language)
  set(folder ${CMAKE_BINARY_DIR}/layouts/${name})
  _tickgate_remove_left_over(${folder} ${name} ${ENGINE_LAYOUTS})
  set(layouts)
  math(EXPR last "${ENGINE_LAYOUTS} - 1")
  foreach(index RANGE ${last})
    set(layout ${name}_layout_${index})
    _tickgate_objects_of(objects ${name} ${index} ${shift_count})
    add_library(${layout} MODULE EXCLUDE_FROM_ALL ${objects})
    _tickgate_configure(${layout})
    target_link_options(${layout} PRIVATE -fno-lto)
    if(TICKGATE_HAS_SHUFFLE_SECTIONS)
      _tickgate_hash(order "${ENGINE_SEED}/${name}/${index}")
      math(EXPR order "1 + ${order}") # lld takes 0 as "draw one yourself"
      target_link_options(${layout} PRIVATE -fuse-ld=lld "LINKER:--shuffle-sections=.text*=${order}")
    endif()
    set_target_properties(${layout} PROPERTIES OUTPUT_NAME ${name}-${index}
      LIBRARY_OUTPUT_DIRECTORY $<1:${folder}> INTERPROCEDURAL_OPTIMIZATION OFF LINKER_LANGUAGE ${language})
    list(APPEND layouts ${layout})
  endforeach()
  add_custom_target(${name}_layouts DEPENDS ${layouts})
endfunction()

function(tickgate_add_engine name)
  _tickgate_parse(${name} ${ARGN})
  add_library(${name} MODULE ${ENGINE_SOURCES})
  _tickgate_configure(${name})
  if(DEFINED ENGINE_LAYOUTS)
    tickgate_add_layouts(${name} ${ARGN})
  endif()
endfunction()
