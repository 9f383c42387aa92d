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
  std::string cite;  // of the environment, as are the next two; may be empty
  std::string licence;
  std::string licence_url;
  std::string query_in_words;   // what was asked
  std::string page_url;         // names the run; empty, as all links: the service has no address
  std::string file_url;         // of the run's file
  std::string metadata_url;     // of its description
  std::string unsubscribe_url;  // of this address
};

struct Message {
  std::string message_id;  // so that a repeated sending is one message
  std::string from;        // "name@example.org" or "Name <name@example.org>"
  std::string reply_to;    // as `from`; empty: none
  std::string to;
  std::string subject;
  std::string text;
  std::string html;              // empty: plain text only
  std::string list_unsubscribe;  // URL (RFC 8058)
};

// The code of a Mailer's Failure that is of the server and not of the message: no other message would be taken either.
inline constexpr const char* mail_server_failed = "mail_server_failed";

}  // namespace exportd
