# Whole-program options: sanitizers must be the same in every translation unit.
if(EXPORTD_SANITIZE)
  add_compile_options(-fsanitize=${EXPORTD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EXPORTD_SANITIZE})
endif()
find_program(MOLD_LINKER mold)
if(MOLD_LINKER)
  add_link_options(-fuse-ld=mold)
endif()
