// What is looked at before a bucket is trusted with exports: whether objects can be stored, read and removed, whether
// strangers are refused, and what its owner should set up.
#pragma once

#include <string>

#include "files/s3_store.hpp"

namespace exportd::files {

// Stores a small object, reads and removes it. One line of what was found, with advice behind it; what the server does
// not know, or does not let us see, is said so. Failure as S3Store has them; ours "wrong" if anybody can read objects.
[[nodiscard]] std::string checked_bucket(S3Store& store);

}  // namespace exportd::files
