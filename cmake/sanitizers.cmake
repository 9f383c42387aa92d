# Whole-program options: sanitizers must be the same in every translation unit.
if(EXPORTD_SANITIZE)
  add_compile_options(-fsanitize=${EXPORTD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EXPORTD_SANITIZE})
endif()
find_program(MOLD_LINKER mold)
if(MOLD_LINKER)
  add_link_options(-fuse-ld=mold)
endif()

# ThreadSanitizer knows no fences, which Asio has besides its locks.
if(EXPORTD_SANITIZE MATCHES thread)
  add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
