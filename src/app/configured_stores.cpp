#include "app/configured_stores.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "app/configured_bucket.hpp"
#include "app/system_clock.hpp"
#include "app/usable_path.hpp"
#include "core/failure.hpp"
#include "files/directory_store.hpp"
#include "net/aws_default_credentials.hpp"
#include "net/aws_request_signer.hpp"
#include "search/opensearch_search.hpp"
#include "search/sqlite_search.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

Failure no_store(const fs::path& path) {
  return {FailureKind::ours, "no_records",
          "no records: there is no search store at " + path.string() + ": run `exportd import` first, or check --data"};
}

std::string authorization(const Config& config) {
  if (config.search.auth.empty()) return {};
  std::ifstream file(config.search.auth, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (file && !text.str().empty()) return search::parse_authorization(text.str());
  throw Failure(FailureKind::reject, "bad_config",
                "configuration: search.auth: " + config.search.auth +
                    " cannot be read or is empty: it must hold one line: Basic USER:PASSWORD, ApiKey KEY or "
                    "Bearer TOKEN");
}

[[noreturn]] void refuse(const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: search." + why);
}

// With the machine's clock, whatever the caller lives by: the services compare it with theirs.
std::shared_ptr<net::RequestSigner> signer(const SearchConfig& search) {
  static const SystemClock clock;  // has no state
  if (search.aws_service.empty()) {
    if (!search.aws_region.empty()) refuse("aws_region is of no use without aws_service: set both, or neither");
    return nullptr;
  }
  if (!search.auth.empty()) refuse("auth and aws_service are two ways to sign in: remove one");
  std::string region = search.aws_region.empty() ? net::default_aws_region() : search.aws_region;
  if (region.empty()) refuse("aws_region is missing, and AWS_REGION too: give the region of the cluster");
  return std::make_shared<net::AwsRequestSigner>(net::AwsScope{std::move(region), search.aws_service},
                                                 net::default_aws_credentials(clock), clock);
}

search::OpenSearchCluster cluster(const Config& config) {
  return {.nodes = search::parse_node_urls(config.search.url),
          .authorization = authorization(config),
          .ca_file = config.search.ca_file,
          .timeout = std::chrono::seconds(config.search.timeout_seconds),
          .page_rows = static_cast<std::size_t>(config.search.page_rows),
          .page_bytes = static_cast<std::size_t>(config.search.page_bytes),
          .paging = config.search.paging,
          .split = config.search.split,
          .compressed = config.search.compressed,
          .signer = signer(config.search)};
}

std::unique_ptr<Search> open_sqlite(const fs::path& path) {
  if (!is_there(path)) throw no_store(path);
  try {
    return std::make_unique<search::SqliteSearch>(path);
  } catch (const Failure& failure) {
    if (failure.code() == "no_records") throw no_store(path);
    if (failure.code() != "not_writable") throw with_store_named(failure, path);
    throw Failure(failure.kind(), failure.code(),
                  "search store " + path.string() +
                      ": its folder and its files cannot be written, and reading needs that too: correct their owner "
                      "and permissions, or copy them to a folder that can be written",
                  failure.detail());
  }
}

}  // namespace

std::unique_ptr<Search> open_search(const Config& config) {
  if (config.search.kind == SearchKind::opensearch) return std::make_unique<search::OpenSearchSearch>(cluster(config));
  return open_sqlite(config.search_path());
}

Failure with_store_named(const Failure& failure, const fs::path& store) {
  constexpr std::string_view unnamed = "search store: ";
  const std::string message = failure.message();
  if (!message.starts_with(unnamed)) return failure;
  return {failure.kind(), failure.code(), "search store " + store.string() + ": " + message.substr(unnamed.size()),
          failure.detail(), failure.parameter()};
}

std::unique_ptr<FileStore> open_files(const Config& config, const Clock& clock) {
  if (config.files.kind == FilesKind::s3) return open_bucket(config, clock);
  return std::make_unique<files::DirectoryStore>(config.files_path());
}

std::string files_place(const Config& config, const std::string& key) {
  if (config.files.kind == FilesKind::s3) return bucket_address(config, key);
  return key.empty() ? config.files_path().string() : (config.files_path() / key).string();
}

}  // namespace exportd::app
