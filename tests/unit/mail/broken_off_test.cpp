// A mail server that takes its time: what is being sent is broken off when this process may not send it any more.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

#include "core/failure.hpp"
#include "core/notice.hpp"
#include "mail/smtp_mailer.hpp"
#include "testing/real_clock.hpp"

namespace exportd::mail {
namespace {

using namespace std::chrono_literals;

// Takes connections and never says a word.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);  // NOLINT: what sockets are called with
    EXPECT_EQ(::bind(socket_, any, size), 0);
    EXPECT_EQ(::listen(socket_, 4), 0);
    EXPECT_EQ(::getsockname(socket_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { ::close(socket_); }
  [[nodiscard]] std::string url() const { return "smtp+plain://127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_;
  int port_ = 0;
};

Message some_message() {
  Message message;
  message.from = "exports@example.org";
  message.to = "a@example.org";
  message.subject = "rocks";
  message.message_id = "<1@example.org>";
  message.text = "rocks\n";
  message.html = "<p>rocks</p>\n";
  return message;
}

// How long it took until the sending had failed.
std::chrono::steady_clock::duration sending_for(const std::stop_token& stop, const std::function<bool()>& go_on) {
  const SilentServer silent;
  const testing::RealClock clock;
  SmtpServer server = parse_smtp_url(silent.url());
  server.timeout = 20s;
  SmtpMailer mailer(server, parse_mailbox("exports@example.org").value(), clock, stop);
  const auto begun = std::chrono::steady_clock::now();
  try {
    mailer.send(some_message(), go_on);
    ADD_FAILURE() << "it was sent";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::retry) << failure.message();
    EXPECT_EQ(failure.code(), mail_server_failed);
  }
  return std::chrono::steady_clock::now() - begun;
}

TEST(SmtpMailer, breaks_off_what_another_one_may_send) {
  std::atomic<int> asked = 0;
  EXPECT_LT(sending_for({}, [&] { return ++asked < 2; }), 10s);
  EXPECT_GE(asked, 2);
}

TEST(SmtpMailer, has_two_seconds_left_when_the_service_stops) {
  std::stop_source stop;
  stop.request_stop();
  const auto took = sending_for(stop.get_token(), [] { return false; });
  EXPECT_GE(took, 2s);
  EXPECT_LT(took, 10s);
}

}  // namespace
}  // namespace exportd::mail
