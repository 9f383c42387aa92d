// FileDownload: a stored object on its way to a client, opened block by block as the client takes it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "api/download_places.hpp"
#include "api/http_message.hpp"
#include "api/service_parts.hpp"
#include "core/failure.hpp"
#include "core/ports.hpp"
#include "core/task_id.hpp"
#include "seal/opening_reader.hpp"

namespace exportd::api {

struct OpenedObject {
  std::unique_ptr<ObjectReader> sealed;
  std::unique_ptr<seal::OpeningReader> plain;
};

// Its header and its length are authentic. ProblemAnswer 503 "no_identity" where this instance has no identities;
// Failure(ours, "object_missing"), and those of OpeningReader.
[[nodiscard]] OpenedObject open_object(const ServiceParts& parts, const ObjectKey& key);

struct FilePart {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

struct DownloadWatch {
  std::function<void(const Failure&)> failed;  // while reading; the answer is then cut
  std::function<void(std::uint64_t bytes_sent)> ended;
};

class FileDownload final : public FileBody {
 public:
  // `part` lies within the file.
  FileDownload(OpenedObject object, FilePart part, DownloadPlaces::Place place, DownloadWatch watch)
      : object_(std::move(object)), part_(part), place_(std::move(place)), watch_(std::move(watch)) {}

  [[nodiscard]] std::uint64_t size() const override { return part_.bytes; }
  std::size_t read(std::span<char> into) override;
  void ended(std::uint64_t bytes_sent) noexcept override {
    watch_.ended(bytes_sent);
    place_.reset();
  }

 private:
  OpenedObject object_;
  const FilePart part_;
  std::optional<DownloadPlaces::Place> place_;
  const DownloadWatch watch_;
  std::uint64_t given_ = 0;
};

}  // namespace exportd::api
