// Notice: the facts of one message to one requester. mail/ turns it into a Message; a Mailer sends that.
#pragma once

#include <optional>
#include <string>

#include "core/task.hpp"

namespace exportd {

struct Notice {
  std::string address;
  Task task;
  Run run;                     // ended
  std::string query_in_words;  // what was asked
  std::string page_url;        // names the run
  std::string unsubscribe_url;
};

struct Message {
  std::string message_id;  // fixed by (run, address, outcome), so that a repeated sending is one message
  std::string from;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  std::string list_unsubscribe;  // URL (RFC 8058)
};

}  // namespace exportd
