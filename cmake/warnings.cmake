# One interface target carries the warnings of all our own code; they are errors everywhere.
add_library(exportd_warnings INTERFACE)
target_compile_options(exportd_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 uses what it deprecates (std::stable_sort and its temporary buffer).
  target_compile_options(exportd_warnings INTERFACE -Wno-deprecated-declarations)
endif()
