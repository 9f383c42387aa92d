#include "app/given_object.hpp"

#include <string>

#include "app/configured_bucket.hpp"
#include "app/object_file.hpp"
#include "core/failure.hpp"

namespace exportd::app {

GivenObject::GivenObject(const Config& config, const Clock& clock, const std::filesystem::path& name) {
  if (!name.string().starts_with("s3://")) {
    reader_ = std::make_unique<ObjectFile>(name);
    return;
  }
  const ObjectKey key = key_of_address(config, name.string());
  store_ = open_bucket(config, clock);
  reader_ = store_->open(key);
  if (reader_) return;
  throw Failure(FailureKind::ours, "not_readable",
                "cannot read " + name.string() + ": there is no such object: give the address of a stored object");
}

}  // namespace exportd::app
