#include "files/s3_store.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/failure.hpp"
#include "files/object_key.hpp"
#include "files/s3_sink.hpp"

namespace exportd::files {
namespace {

constexpr std::chrono::seconds abort_patience{60};

std::string checked(const ObjectKey& key) {
  static_cast<void>(key_segments(key));
  return key.text();
}

// Other programs may put what they like into the bucket.
bool is_key(const std::string& text) {
  try {
    static_cast<void>(key_segments(ObjectKey(text)));
    return true;
  } catch (const Failure&) {
    return false;
  }
}

}  // namespace

S3Store::S3Store(S3Place place, std::shared_ptr<net::AwsCredentialSource> credentials, const Clock& clock)
    : bucket_(std::move(place), std::move(credentials), clock) {}

std::unique_ptr<ByteSink> S3Store::create(const ObjectKey& key, const std::stop_token& stop) {
  return std::make_unique<S3Sink>(bucket_, checked(key), stop);
}

std::unique_ptr<ObjectReader> S3Store::open(const ObjectKey& key) {
  std::optional<S3Head> head = bucket_.head(checked(key));
  if (!head) return nullptr;
  return std::make_unique<S3Reader>(bucket_, read_ahead_, key.text(), *std::move(head));
}

std::optional<ObjectStat> S3Store::stat(const ObjectKey& key) {
  const std::optional<S3Head> head = bucket_.head(checked(key));
  if (!head) return std::nullopt;
  return ObjectStat{head->bytes, head->modified};
}

bool S3Store::remove(const ObjectKey& key) {
  if (!bucket_.head(checked(key))) return false;
  bucket_.remove(key.text());
  return true;
}

std::vector<ObjectKey> S3Store::list(std::string_view prefix) {
  std::vector<ObjectKey> keys;
  if (!may_begin_key(prefix)) return keys;  // MinIO refuses ".." and "//"
  S3ObjectPage page;
  do {
    page = bucket_.list(prefix, page.next);
    for (const std::string& full : page.keys) {
      if (!full.starts_with(bucket_.place().prefix)) continue;
      std::string key = full.substr(bucket_.place().prefix.size());
      if (key.starts_with(prefix) && is_key(key)) keys.emplace_back(std::move(key));
    }
  } while (!page.next.empty());
  std::ranges::sort(keys);  // S3 does so by itself, but for directory buckets
  return keys;
}

std::size_t S3Store::abort_unfinished(WallTime before) {
  std::size_t aborted = 0;
  S3UploadPage page;
  do {
    page = bucket_.uploads(page);
    for (const S3Upload& upload : page.uploads) {
      if (upload.began >= before || !upload.key.starts_with(bucket_.place().prefix)) continue;
      const std::string key = upload.key.substr(bucket_.place().prefix.size());
      if (bucket_.abort(key, upload.id, abort_patience)) ++aborted;
    }
  } while (!page.next_key.empty());
  return aborted;
}

}  // namespace exportd::files
