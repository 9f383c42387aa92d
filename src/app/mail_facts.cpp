#include "app/mail_facts.hpp"

#include <algorithm>

#include "mail/compose.hpp"
#include "query/words.hpp"
#include "seal/sha256.hpp"

namespace exportd::app {

namespace {

// A run may outlive its environment's configuration: then its parameters stand for themselves.
std::string in_words(const Config& config, const Task& task, std::string& title) {
  const auto found = std::ranges::find(config.environments, task.environment, &Environment::name);
  title = task.environment;
  if (found == config.environments.end()) return task.search_parameters;
  title = found->title;
  const std::string separator = task.search_parameters.empty() || task.file_options.empty() ? "" : "&";
  const auto request =
      query::parse_request(*found, task.search_parameters + separator + task.file_options, query::Source::body);
  return request ? query::in_words(*found, *request) : task.search_parameters;
}

std::string message_id(const TaskRecord& record, const KeyedAddress& key) {
  const std::string outcome(status_name(record.run.status.now()));
  const std::string text =
      record.task.id.text() + "\n" + std::to_string(record.run.number) + "\n" + outcome + "\n" + key.hex;
  return "<" + seal::sha256_hex(text).substr(0, 40) + "@exportd>";
}

}  // namespace

Message composed_mail(const Config& config, const TaskRecord& record, const Addressee& addressee) {
  Notice notice{.address = addressee.address,
                .message_id = message_id(record, addressee.key),
                .record = record,
                .environment_title = {},
                .query_in_words = {},
                .page_url = {},
                .unsubscribe_url = {}};
  notice.query_in_words = in_words(config, record.task, notice.environment_title);
  if (!config.server.public_url.empty()) {
    notice.page_url =
        config.server.public_url + "/exports/" + record.task.id.text() + "?run=" + std::to_string(record.run.number);
  }
  return mail::compose(notice, config.mail.from.empty() ? "exportd@localhost" : config.mail.from);
}

}  // namespace exportd::app
