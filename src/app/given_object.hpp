// GivenObject: the sealed object that a command is given: a file, or one of the configured bucket by its s3:// address.
#pragma once

#include <filesystem>
#include <memory>

#include "app/config.hpp"
#include "core/ports.hpp"

namespace exportd::app {

class GivenObject {
 public:
  // Failure(ours, "not_readable") if there is none.
  GivenObject(const Config& config, const Clock& clock, const std::filesystem::path& name);

  [[nodiscard]] ObjectReader& reader() const { return *reader_; }

 private:
  std::unique_ptr<FileStore> store_;  // of the reader; none for a file
  std::unique_ptr<ObjectReader> reader_;
};

}  // namespace exportd::app
