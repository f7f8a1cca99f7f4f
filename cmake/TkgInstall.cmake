# What `cmake --install` and `cpack` put where:
#   bin/tickgate                       the tool; finds its data in ../share/tickgate
#   include/tickgate/                  the public headers
#   lib/tickgate/                      the reference engine as a plugin (bench/CMakeLists.txt)
#   lib/cmake/tickgate, lib/pkgconfig  for engines: tickgate::engine_api, tickgate_add_engine(), tickgate.pc
#   bin/tickgate-layouts               the same layouts without CMake (tools/build_layouts)
#   share/tickgate/                    plots, thresholds, suites, the google-benchmark shim's sources
#   share/doc/tickgate                 README.md and the pages it links
#   share/man, share/...completions    written by the tool itself, so that they match its options
set(TKG_DATA ${CMAKE_INSTALL_DATADIR}/tickgate)

if(TARGET tickgate)
  install(TARGETS tickgate RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(PROGRAMS tools/build_layouts DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME tickgate-layouts)
install(DIRECTORY include/tickgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY plots/ DESTINATION ${TKG_DATA}/plots OPTIONAL)
install(DIRECTORY thresholds/ DESTINATION ${TKG_DATA}/thresholds OPTIONAL)
install(DIRECTORY bench/suites/ DESTINATION ${TKG_DATA}/suites OPTIONAL)
# The same tree as here, so that the links between pages hold.
install(FILES README.md CHANGELOG.md CONTRIBUTING.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN "calibration/*.gz" EXCLUDE)
install(FILES thresholds/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/thresholds)
install(FILES bench/suites/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/bench/suites)

# Man page and completions: what `tickgate help <topic>` prints.
function(tkg_install_written topic destination name)
  if(NOT TARGET tickgate OR CMAKE_CROSSCOMPILING)
    return()
  endif()
  set(file ${PROJECT_BINARY_DIR}/written/${name})
  install(CODE "
    execute_process(COMMAND \"$<TARGET_FILE:tickgate>\" help ${topic}
      OUTPUT_FILE \"${file}\" ERROR_QUIET RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
      message(STATUS \"not installed, the tool does not write it: ${name}\")
      file(REMOVE \"${file}\")
    endif()")
  install(FILES ${file} DESTINATION ${destination} OPTIONAL)
endfunction()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/written)
tkg_install_written(man ${CMAKE_INSTALL_MANDIR}/man1 tickgate.1)
tkg_install_written(bash ${CMAKE_INSTALL_DATADIR}/bash-completion/completions tickgate)
tkg_install_written(zsh ${CMAKE_INSTALL_DATADIR}/zsh/site-functions _tickgate)
tkg_install_written(fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d tickgate.fish)

# The google-benchmark shim is installed as source: it must be compiled against the libbenchmark of
# whoever uses it. tickgate::benchmark and tickgate-benchmark.pc say how.
install(DIRECTORY bench/gbench/ DESTINATION ${TKG_DATA}/gbench
  FILES_MATCHING PATTERN "*.c" PATTERN "*.h" PATTERN "*.cc")

# find_package(tickgate) gives tickgate::engine_api and tickgate_add_engine(); pkg-config --cflags
# tickgate the headers alone.
include(CMakePackageConfigHelpers)
set_target_properties(tkg_public PROPERTIES EXPORT_NAME engine_api)
install(TARGETS tkg_public EXPORT tickgate INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT tickgate NAMESPACE tickgate:: FILE tickgateTargets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tickgate)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/tickgateConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tickgateConfig.cmake PATH_VARS TKG_DATA
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tickgate NO_CHECK_REQUIRED_COMPONENTS_MACRO)
install(FILES ${PROJECT_BINARY_DIR}/tickgateConfig.cmake ${CMAKE_CURRENT_LIST_DIR}/TickgateEngine.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tickgate)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tickgateConfigVersion.cmake
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/tickgateConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tickgate)

# The prefix is worked out from where the .pc file lies, so that an installed tree can be moved.
file(RELATIVE_PATH TKG_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" TKG_PC_TO_PREFIX ${TKG_PC_TO_PREFIX})
foreach(package tickgate tickgate-benchmark)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/tickgate.pc ${PROJECT_BINARY_DIR}/tickgate-benchmark.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_CONTACT "The tickgate authors <noreply@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnuplot-nox, fonts-liberation")
find_program(TKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(TKG_SHLIBDEPS)
if(TKG_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libyaml-0-2, libjansson4, libxxhash0, zlib1g")
endif()
include(CPack)
