// Notice: the facts of one message to one address. mail/ turns it into a Message; a Mailer sends that.
#pragma once

#include <string>

#include "core/task.hpp"

namespace exportd {

struct Notice {
  std::string address;
  std::string message_id;  // fixed by (run, address, outcome)
  TaskRecord record;       // its run has ended
  std::string environment_title;
  std::string query_in_words;   // what was asked
  std::string page_url;         // names the run; empty: the service has no address
  std::string unsubscribe_url;  // empty: none
};

struct Message {
  std::string message_id;  // so that a repeated sending is one message
  std::string from;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;              // empty: plain text only
  std::string list_unsubscribe;  // URL (RFC 8058)
};

}  // namespace exportd
