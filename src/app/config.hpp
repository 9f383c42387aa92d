// Config: everything an operator may set (docs/configuration.md), already typed and checked. Sources, later ones win:
// built-in embedded defaults, one TOML file, EXPORTD_SECTION__KEY in the process environment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/environment.hpp"
#include "core/limits.hpp"
#include "files/s3_place.hpp"
#include "search/opensearch_cluster.hpp"

namespace exportd::app {

enum class StoreKind { sqlite, dynamodb };
enum class SearchKind { sqlite, opensearch };
enum class FilesKind { directory, s3 };
enum class MailKind { directory, smtp };

struct ServerConfig {
  std::string listen = "127.0.0.1:8080";
  std::string public_url;  // without a slash at its end
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> cors_origins;
  std::string admin_token_file;
  std::string secret_file;
};

struct QueueConfig {
  std::int64_t parallel = 3;
  std::int64_t retries = 3;
  std::int64_t lease_seconds = 30;
  std::int64_t max_pending = 10'000;
  std::int64_t reuse_seconds = 86'400;
};

struct LimitsConfig {
  std::int64_t max_rows = static_cast<std::int64_t>(limits::rows_max_default);
  std::int64_t browser_rows = static_cast<std::int64_t>(limits::browser_rows_default);
  std::int64_t requests_per_minute = 600;
  std::int64_t creations_per_minute = 30;
  std::int64_t event_streams = 20;
  std::int64_t mails_per_day = 20;
  std::int64_t creations_per_day = 0;  // 0: no limit
};

struct StoreConfig {
  StoreKind kind = StoreKind::sqlite;
  std::string path;
  std::string region;
  std::string endpoint;
  std::string ca_file;  // empty: the system's
  std::string table_prefix = "exportd-";
  std::string kms_key;  // empty: the service's own
};

struct SearchConfig {
  SearchKind kind = SearchKind::sqlite;
  std::string path;
  std::string url;
  std::int64_t page_rows = 0;   // 0: adapts
  std::int64_t page_bytes = 0;  // 0: adapts
  std::int64_t timeout_seconds = 60;
  std::string auth;         // a file
  std::string aws_service;  // requests are signed for it: "es", "aoss"; empty: they are not
  std::string aws_region;   // empty: that of the surroundings
  std::string ca_file;      // empty: the system's
  search::Paging paging = search::Paging::scroll;
  search::Split split = search::Split::automatic;
  bool compressed = false;
};

struct FilesConfig {
  FilesKind kind = FilesKind::directory;
  std::string path;
  std::string bucket;
  std::string prefix;
  std::string region;
  std::string endpoint;
  std::string ca_file;  // empty: the system's
  files::S3Encryption encryption = files::S3Encryption::as_bucket;
  std::string kms_key;
  std::vector<std::string> recipients;  // age1…; empty: the embedded identity's own
  std::string identity_file;
  std::string work_dir;
};

struct MailConfig {
  MailKind kind = MailKind::directory;
  std::string path;
  std::string url;
  std::string from;
  std::string reply_to;
  std::string credentials;
  std::string ca_file;
  std::int64_t timeout_seconds = 60;
};

struct Config {
  ServerConfig server;
  QueueConfig queue;
  LimitsConfig limits;
  StoreConfig store;
  SearchConfig search;
  FilesConfig files;
  MailConfig mail;
  std::int64_t retention_keep_days = 0;  // 0: for ever
  std::vector<Environment> environments;
  std::filesystem::path data_dir = "exportd-data";

  [[nodiscard]] std::filesystem::path search_path() const { return under_data(search.path, "search.sqlite"); }
  [[nodiscard]] std::filesystem::path files_path() const { return under_data(files.path, "files"); }
  [[nodiscard]] std::filesystem::path identity_path() const { return under_data(files.identity_file, "identity.txt"); }
  [[nodiscard]] std::filesystem::path tasks_path() const { return under_data(store.path, "tasks.sqlite"); }
  [[nodiscard]] std::filesystem::path mail_path() const { return under_data(mail.path, "mail"); }
  [[nodiscard]] std::filesystem::path secret_path() const { return under_data(server.secret_file, "secret"); }
  // Snapshots of the task store lie beside it.
  [[nodiscard]] std::filesystem::path backups_path() const { return tasks_path().parent_path() / "backups"; }
  [[nodiscard]] std::filesystem::path work_path() const { return under_data(files.work_dir, "work"); }

 private:
  [[nodiscard]] std::filesystem::path under_data(const std::string& configured, const char* name) const {
    return configured.empty() ? data_dir / name : std::filesystem::path(configured);
  }
};

// `file`: given by --config; else ./exportd.toml, /etc/exportd/exportd.toml or none. `data_dir`: given by --data.
// Throws Failure(reject, "bad_config") that names the file and line, or the variable.
[[nodiscard]] Config load_config(const std::optional<std::filesystem::path>& file,
                                 const std::optional<std::filesystem::path>& data_dir);

// The environment of that name; Failure(reject, "unknown_environment") naming the known ones.
[[nodiscard]] const Environment& find_environment(const Config& config, const std::string& name);

}  // namespace exportd::app
