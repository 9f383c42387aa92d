#include "app/mail_facts.hpp"

#include <algorithm>

#include "mail/compose.hpp"
#include "mail/mailbox.hpp"
#include "query/task_request.hpp"
#include "seal/address_tokens.hpp"
#include "seal/sha256.hpp"

namespace exportd::app {

namespace {

// For .eml files only: a name that is nobody's (RFC 2606).
constexpr const char* nobody = "exportd@exportd.invalid";

// A run may outlive its environment's configuration.
void set_environment(Notice& notice, const Config& config) {
  const Task& task = notice.record.task;
  const auto found = std::ranges::find(config.environments, task.environment, &Environment::name);
  notice.environment_title = task.environment;
  notice.query_in_words = query::search_in_words(config.environments, task);
  if (found == config.environments.end()) return;
  notice.environment_title = found->title;
  notice.cite = found->cite;
  notice.licence = found->licence;
  notice.licence_url = found->licence_url;
}

// `base`: server.public_url.
void set_links(Notice& notice, const std::string& base, const std::string& secret, const KeyedAddress& key) {
  if (base.empty()) return;
  const Run& run = notice.record.run;
  const std::string task = notice.record.task.id.text();
  const std::string number = std::to_string(run.number);
  notice.page_url = base + "/exports/" + task + "?run=" + number;
  if (run.receipt) notice.file_url = base + "/v1/exports/" + task + "/runs/" + number + "/file";
  if (run.receipt) notice.metadata_url = base + "/v1/exports/" + task + "/metadata?run=" + number;
  notice.unsubscribe_url = base + "/v1/unsubscribe/" + seal::unsubscribe_token(secret, key);
}

// Behind the @ stands the sender's domain, as servers like it.
std::string message_id(const TaskRecord& record, const KeyedAddress& key, const std::string& from) {
  const std::string outcome(status_name(record.run.status.now()));
  const std::string text =
      record.task.id.text() + "\n" + std::to_string(record.run.number) + "\n" + outcome + "\n" + key.hex;
  const auto sender = mail::parse_mailbox(from);
  const bool plain = sender && !sender->address.international();
  const std::string domain = plain ? std::string(sender->address.domain()) : "exportd.invalid";
  return "<" + seal::sha256_hex(text).substr(0, 40) + "@" + domain + ">";
}

}  // namespace

Message composed_mail(const Config& config, const std::string& secret, const TaskRecord& record,
                      const Addressee& addressee) {
  const std::string from = config.mail.from.empty() ? nobody : config.mail.from;
  Notice notice{.address = addressee.address,
                .message_id = message_id(record, addressee.key, from),
                .record = record,
                .environment_title = {},
                .cite = {},
                .licence = {},
                .licence_url = {},
                .query_in_words = {},
                .page_url = {},
                .file_url = {},
                .metadata_url = {},
                .unsubscribe_url = {}};
  set_environment(notice, config);
  set_links(notice, config.server.public_url, secret, addressee.key);
  return mail::compose(notice, {.from = from, .reply_to = config.mail.reply_to});
}

}  // namespace exportd::app
