#include "files/file_descriptor.hpp"

#include <unistd.h>

namespace exportd::files {

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

}  // namespace exportd::files
