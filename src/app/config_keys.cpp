#include "app/config_keys.hpp"

#include <charconv>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace exportd::app {

namespace {

class KeyTable {
 public:
  void section(std::string name) { section_ = std::move(name); }

  void text(const char* name, std::string& field) {
    ConfigKey& key = add(name, KeyKind::text);
    key.set_text = [&field](const std::string& value) { field = value; };
  }

  void number(const char* name, std::int64_t& field, std::int64_t min, std::int64_t max) {
    ConfigKey& key = add(name, KeyKind::number);
    key.set_number = [&field, min, max](std::int64_t value) {
      if (value < min || value > max) {
        throw std::invalid_argument("a number from " + std::to_string(min) + " to " + std::to_string(max));
      }
      field = value;
    };
  }

  void list(const char* name, std::vector<std::string>& field) {
    ConfigKey& key = add(name, KeyKind::list);
    key.set_list = [&field](const std::vector<std::string>& value) { field = value; };
  }

  template <class Enum>
  void choice(const char* name, Enum& field, std::initializer_list<std::pair<const char*, Enum>> choices) {
    ConfigKey& key = add(name, KeyKind::choice);
    key.set_text = [&field, choices = std::vector<std::pair<std::string, Enum>>(choices.begin(), choices.end())](
                       const std::string& value) {
      std::string expected;
      for (const auto& [word, meaning] : choices) {
        if (word == value) {
          field = meaning;
          return;
        }
        expected += (expected.empty() ? "\"" : " or \"") + word + "\"";
      }
      throw std::invalid_argument(expected);
    };
  }

  std::vector<ConfigKey> take() { return std::move(keys_); }

 private:
  ConfigKey& add(const char* name, KeyKind kind) {
    keys_.push_back({section_, name, kind, {}, {}, {}});
    return keys_.back();
  }

  std::string section_;
  std::vector<ConfigKey> keys_;
};

constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t seconds_max = 366LL * 86'400;

void server_queue_limits(KeyTable& keys, Config& config) {
  keys.section("server");
  keys.text("listen", config.server.listen);
  keys.text("public_url", config.server.public_url);
  keys.list("trusted_proxies", config.server.trusted_proxies);
  keys.list("cors_origins", config.server.cors_origins);
  keys.text("admin_token_file", config.server.admin_token_file);
  keys.text("secret_file", config.server.secret_file);
  keys.section("queue");
  keys.number("parallel", config.queue.parallel, 1, 1'000);
  keys.number("retries", config.queue.retries, 0, 100);
  keys.number("lease_seconds", config.queue.lease_seconds, 10, 3'600);
  keys.number("max_pending", config.queue.max_pending, 1, million);
  keys.number("reuse_seconds", config.queue.reuse_seconds, 0, seconds_max);
  keys.section("limits");
  keys.number("max_rows", config.limits.max_rows, 1, 100 * million);
  keys.number("browser_rows", config.limits.browser_rows, 0, 100 * million);
  keys.number("requests_per_minute", config.limits.requests_per_minute, 1, million);
  keys.number("creations_per_minute", config.limits.creations_per_minute, 1, million);
  keys.number("event_streams", config.limits.event_streams, 1, million);
  keys.number("mails_per_day", config.limits.mails_per_day, 0, million);
  keys.number("creations_per_day", config.limits.creations_per_day, 0, million);
}

void adapters(KeyTable& keys, Config& config) {
  keys.section("store");
  keys.choice<StoreKind>("kind", config.store.kind, {{"sqlite", StoreKind::sqlite}, {"dynamodb", StoreKind::dynamodb}});
  keys.text("path", config.store.path);
  keys.text("region", config.store.region);
  keys.text("endpoint", config.store.endpoint);
  keys.text("ca_file", config.store.ca_file);
  keys.text("table_prefix", config.store.table_prefix);
  keys.text("kms_key", config.store.kms_key);
  keys.section("search");
  keys.choice<SearchKind>("kind", config.search.kind,
                          {{"sqlite", SearchKind::sqlite}, {"opensearch", SearchKind::opensearch}});
  keys.text("path", config.search.path);
  keys.text("url", config.search.url);
  keys.number("page_rows", config.search.page_rows, 0, 10'000);
  keys.number("page_bytes", config.search.page_bytes, 0, static_cast<std::int64_t>(limits::page_bytes_max));
  keys.number("timeout_seconds", config.search.timeout_seconds, 1, 3'600);
  keys.text("auth", config.search.auth);
  keys.choice<std::string>("aws_service", config.search.aws_service, {{"", ""}, {"es", "es"}, {"aoss", "aoss"}});
  keys.text("aws_region", config.search.aws_region);
  keys.text("ca_file", config.search.ca_file);
  keys.choice<search::Paging>("paging", config.search.paging,
                              {{"scroll", search::Paging::scroll}, {"pit", search::Paging::point_in_time}});
  keys.choice<search::Split>(
      "split", config.search.split,
      {{"auto", search::Split::automatic}, {"always", search::Split::always}, {"off", search::Split::off}});
  keys.choice<bool>("compression", config.search.compressed, {{"none", false}, {"gzip", true}});
  keys.section("files");
  keys.choice<FilesKind>("kind", config.files.kind, {{"directory", FilesKind::directory}, {"s3", FilesKind::s3}});
  keys.text("path", config.files.path);
  keys.text("bucket", config.files.bucket);
  keys.text("prefix", config.files.prefix);
  keys.text("region", config.files.region);
  keys.text("endpoint", config.files.endpoint);
  keys.text("ca_file", config.files.ca_file);
  keys.choice<files::S3Encryption>("sse", config.files.encryption,
                                   {{"none", files::S3Encryption::as_bucket},
                                    {"AES256", files::S3Encryption::aes256},
                                    {"aws:kms", files::S3Encryption::aws_kms}});
  keys.text("kms_key", config.files.kms_key);
  keys.list("recipients", config.files.recipients);
  keys.text("identity_file", config.files.identity_file);
  keys.text("work_dir", config.files.work_dir);
  keys.section("mail");
  keys.choice<MailKind>("kind", config.mail.kind, {{"directory", MailKind::directory}, {"smtp", MailKind::smtp}});
  keys.text("path", config.mail.path);
  keys.text("url", config.mail.url);
  keys.text("from", config.mail.from);
  keys.text("reply_to", config.mail.reply_to);
  keys.text("credentials", config.mail.credentials);
  keys.text("ca_file", config.mail.ca_file);
  keys.number("timeout_seconds", config.mail.timeout_seconds, 1, 600);
  keys.section("retention");
  keys.number("keep_days", config.retention_keep_days, 0, 36'600);
}

}  // namespace

std::vector<ConfigKey> config_keys(Config& config) {
  KeyTable keys;
  server_queue_limits(keys, config);
  adapters(keys, config);
  return keys.take();
}

void set_from_text(const ConfigKey& key, const std::string& text) {
  if (key.kind == KeyKind::number) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) throw std::invalid_argument("a whole number");
    key.set_number(number);
  } else if (key.kind == KeyKind::list) {
    std::vector<std::string> items;
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t comma = std::min(text.find(',', from), text.size());
      if (comma > from) items.push_back(text.substr(from, comma - from));
      from = comma + 1;
    }
    key.set_list(items);
  } else {
    key.set_text(text);
  }
}

}  // namespace exportd::app
