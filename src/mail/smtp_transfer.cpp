#include "mail/smtp_transfer.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "core/failure.hpp"
#include "core/notice.hpp"

namespace exportd::mail {

namespace {

// For what is being sent when the service stops. A mail round has half a lease left at most, and progress() is a second
// late at the beginning and at the end: all in all less than the shortest lease (10 s), after which another one sends.
constexpr std::chrono::seconds grace{2};

// libcurl's own start-up is not safe in several threads.
void start_curl_once() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started == CURLE_OK) return;
  throw Failure(FailureKind::ours, mail_server_failed, "mail: libcurl does not start", curl_easy_strerror(started));
}

long milliseconds(std::chrono::seconds time) {
  return static_cast<long>(std::chrono::milliseconds(time).count());
}

}  // namespace

SmtpTransfer::SmtpTransfer(const SmtpServer& server, const std::string& name, const Clock& clock,
                           const std::stop_token& stop, std::function<bool()> go_on)
    : server_(server), name_(name), clock_(clock), stop_(stop), go_on_(std::move(go_on)) {
  start_curl_once();
  handle_.reset(curl_easy_init());
  if (!handle_) throw Failure(FailureKind::ours, mail_server_failed, "mail: libcurl does not start");
  configure();
}

template <class Value>
void SmtpTransfer::set(CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(handle_.get(), option, value);
  if (result == CURLE_OK) return;
  throw Failure(FailureKind::ours, mail_server_failed, "mail: libcurl does not know an option that is needed",
                std::to_string(static_cast<int>(option)) + ": " + curl_easy_strerror(result));
}

void SmtpTransfer::configure() {
  const std::string scheme = server_.encryption == Encryption::tls ? "smtps://" : "smtp://";
  set(CURLOPT_URL, (scheme + name_).c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // not that of the environment
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USE_SSL, static_cast<long>(server_.encryption == Encryption::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server_.ca_file.empty()) set(CURLOPT_CAINFO, server_.ca_file.c_str());
  if (!server_.user.empty()) {
    set(CURLOPT_USERNAME, server_.user.c_str());
    set(CURLOPT_PASSWORD, server_.password.c_str());
  }
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(server_.connect_timeout, server_.timeout)));
  set(CURLOPT_TIMEOUT_MS, milliseconds(server_.timeout));
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_VERBOSE, 1L);  // to trace(), to nowhere else
  set(CURLOPT_DEBUGFUNCTION, &SmtpTransfer::trace);
  set(CURLOPT_DEBUGDATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &SmtpTransfer::progress);
  set(CURLOPT_XFERINFODATA, this);
}

void SmtpTransfer::send(const EmailAddress& from, const EmailAddress& to, std::string_view text) {
  needs_smtputf8_ = from.international() || to.international();
  left_ = text;
  recipients_.reset(curl_slist_append(nullptr, ("<" + to.text() + ">").c_str()));
  set(CURLOPT_MAIL_FROM, ("<" + from.text() + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipients_.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &SmtpTransfer::read);
  set(CURLOPT_READDATA, this);
  perform();
}

void SmtpTransfer::sign_in() {
  set(CURLOPT_CUSTOMREQUEST, "NOOP");
  set(CURLOPT_NOBODY, 1L);
  perform();
}

void SmtpTransfer::perform() {
  const CURLcode result = curl_easy_perform(handle_.get());
  if (result != CURLE_OK) throw failure_of(result);
}

Failure SmtpTransfer::failure_of(CURLcode result) const {
  const std::string where = "mail server " + name_ + ": ";
  const auto later = [&](const std::string& why) {
    return Failure(FailureKind::retry, mail_server_failed, where + why, name_ + ": " + error_.data());
  };
  // A server that does not know such addresses refuses them in words of its own, or is not told the message.
  if (lacks_smtputf8_ || (needs_smtputf8_ && dialogue_.at_recipient() && !dialogue_.knows_smtputf8())) {
    return {FailureKind::reject, "mail_refused",
            "mail: the server does not take international addresses (SMTPUTF8): the message is held", name_};
  }
  switch (result) {
    case CURLE_USE_SSL_FAILED:
      if (dialogue_.refused()) break;
      return later("it offers no STARTTLS: nothing is sent in clear: use another port or smtps://: mail waits");
    case CURLE_PEER_FAILED_VERIFICATION:
      return later("its certificate is not trusted: check mail.url and mail.ca_file: mail waits");
    case CURLE_SSL_CACERT_BADFILE:
      return later("the certificates of mail.ca_file cannot be read: correct it: mail waits");
    case CURLE_SSL_CONNECT_ERROR: return later("no encrypted connection comes about: it is tried again");
    case CURLE_COULDNT_RESOLVE_HOST: return later("there is no host of that name: check mail.url: mail waits");
    case CURLE_COULDNT_CONNECT: return later("it does not answer: it is tried again");
    case CURLE_LOGIN_DENIED:
      if (dialogue_.refused()) break;
      return later("it knows no way to sign in that is known here: check mail.url and mail.credentials: mail waits");
    case CURLE_OPERATION_TIMEDOUT: return later("it takes too long: it is tried again");
    case CURLE_ABORTED_BY_CALLBACK:
      if (stop_seen_) return later("the service stops: the message waits for the next start");
      return later("the message was broken off, as another instance may send it now: it is sent again");
    default: break;
  }
  // libcurl's own words may hold what the server said, and that the address.
  return dialogue_.failure(name_, curl_easy_strerror(result));
}

std::size_t SmtpTransfer::read(char* into, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  if (transfer.needs_smtputf8_ && !transfer.dialogue_.knows_smtputf8()) {
    transfer.lacks_smtputf8_ = true;
    return CURL_READFUNC_ABORT;
  }
  const std::size_t some = std::min(size * count, transfer.left_.size());
  std::memcpy(into, transfer.left_.data(), some);
  transfer.left_.remove_prefix(some);
  return some;
}

int SmtpTransfer::trace(CURL*, curl_infotype kind, char* text, std::size_t size, void* self) {
  SmtpDialogue& dialogue = static_cast<SmtpTransfer*>(self)->dialogue_;
  if (kind == CURLINFO_HEADER_OUT) dialogue.sent({text, size});
  if (kind == CURLINFO_HEADER_IN) dialogue.received({text, size});
  return 0;
}

int SmtpTransfer::progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<SmtpTransfer*>(self);
  if (!transfer.stop_.stop_requested()) return transfer.go_on_() ? 0 : 1;
  const MonotonicTime now = transfer.clock_.monotonic();
  if (!transfer.stop_seen_) transfer.stop_seen_ = now;
  return now - *transfer.stop_seen_ < grace ? 0 : 1;
}

}  // namespace exportd::mail
