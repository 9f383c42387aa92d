// SmtpTransfer: one conversation with a mail server, by libcurl.
#pragma once

#include <curl/curl.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/email_address.hpp"
#include "core/ports.hpp"
#include "mail/smtp_dialogue.hpp"
#include "mail/smtp_server.hpp"

namespace exportd::mail {

class SmtpTransfer {
 public:
  // `name`: the server's, for messages. When `go_on` says no, the conversation is broken off.
  SmtpTransfer(const SmtpServer& server, const std::string& name, const Clock& clock, const std::stop_token& stop,
               std::function<bool()> go_on);
  SmtpTransfer(const SmtpTransfer&) = delete;
  SmtpTransfer& operator=(const SmtpTransfer&) = delete;
  ~SmtpTransfer() = default;

  // Failure as SmtpMailer::send.
  void send(const EmailAddress& from, const EmailAddress& to, std::string_view text);
  void sign_in();

 private:
  template <class Value>
  void set(CURLoption option, Value value);
  void configure();
  void perform();
  [[nodiscard]] Failure failure_of(CURLcode result) const;

  static std::size_t read(char* into, std::size_t size, std::size_t count, void* self);
  static int trace(CURL* handle, curl_infotype kind, char* text, std::size_t size, void* self);
  static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  const SmtpServer& server_;
  const std::string& name_;
  const Clock& clock_;
  const std::stop_token& stop_;
  const std::function<bool()> go_on_;
  SmtpDialogue dialogue_;
  std::string_view left_;  // of the text, still to be sent
  bool needs_smtputf8_ = false;
  bool lacks_smtputf8_ = false;  // why it was broken off
  std::optional<MonotonicTime> stop_seen_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::unique_ptr<curl_slist, Free> recipients_;
  std::unique_ptr<CURL, Free> handle_;  // the last member: it uses the others until it is closed
};

}  // namespace exportd::mail
