// What is made of the configuration of a mail server, and of what a mail server says.
#include <gtest/gtest.h>

#include "core/notice.hpp"
#include "mail/smtp_dialogue.hpp"
#include "mail/smtp_server.hpp"

namespace exportd::mail {
namespace {

TEST(SmtpServer, is_what_the_url_says) {
  struct Case {
    const char* url;
    const char* host;
    int port;
    Encryption encryption;
  };
  constexpr Case cases[] = {{"smtp://mail.example.org", "mail.example.org", 587, Encryption::starttls},
                            {"smtp://mail.example.org:25/", "mail.example.org", 25, Encryption::starttls},
                            {"smtps://mail.example.org", "mail.example.org", 465, Encryption::tls},
                            {"smtp+plain://localhost", "localhost", 25, Encryption::none},
                            {"smtp://[::1]:2525", "[::1]", 2525, Encryption::starttls}};
  for (const Case& c : cases) {
    const SmtpServer server = parse_smtp_url(c.url);
    EXPECT_EQ(server.host, c.host);
    EXPECT_EQ(server.port, c.port);
    EXPECT_EQ(server.encryption, c.encryption);
  }
  for (const char* const bad : {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://h:",
                                "smtp://h:0", "smtp://h:65536", "smtp://h:25x", "smtp://u:p@h", "smtp://h/path",
                                "smtp://h\r\nQUIT", "smtp://a:b:c", "smtp://[::1", "smtp://h?tls=none"}) {
    EXPECT_THROW(static_cast<void>(parse_smtp_url(bad)), Failure) << bad;
  }
}

TEST(SmtpServer, has_credentials_only_where_they_are_encrypted) {
  SmtpServer server = parse_smtp_url("smtp://h");
  set_credentials(server, "user:pass:word\r\n");
  EXPECT_EQ(server.user, "user");
  EXPECT_EQ(server.password, "pass:word");
  for (const char* const bad : {"", "user", ":password", "user:", "user:a\nb"}) {
    try {
      set_credentials(server, bad);
      ADD_FAILURE() << bad;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), FailureKind::reject);
    }
  }
  SmtpServer plain = parse_smtp_url("smtp+plain://h");
  EXPECT_THROW(set_credentials(plain, "user:password"), Failure);
}

struct Said {
  const char* command;
  const char* reply;
};

Failure outcome(std::initializer_list<Said> dialogue) {
  SmtpDialogue heard;
  heard.received("220 mail.example.org ESMTP\r\n");
  for (const Said& said : dialogue) {
    heard.sent(std::string(said.command) + "\r\n");
    heard.received(std::string(said.reply) + "\r\n");
  }
  return heard.failure("h:25", "libcurl's words");
}

TEST(SmtpDialogue, tells_whose_fault_a_refusal_is) {
  struct Case {
    Said last;
    FailureKind kind;
    const char* code;
  };
  const Case cases[] = {
      {{"RCPT TO:<a@b.org>", "550 5.1.1 <a@b.org>: no such user"}, FailureKind::reject, "mail_refused"},
      {{"RCPT TO:<a@b.org>", "554 refused"}, FailureKind::reject, "mail_refused"},
      {{"RCPT TO:<a@b.org>", "451 4.7.1 try later"}, FailureKind::retry, "mail_deferred"},
      {{"RCPT TO:<a@b.org>", "421 closing"}, FailureKind::retry, mail_server_failed},
      {{"RCPT TO:<a@b.org>", "530 5.7.0 authentication required"}, FailureKind::ours, mail_server_failed},
      {{"RCPT TO:<a@b.org>", "554 5.7.1 <a@b.org>: Relay access denied"}, FailureKind::ours, mail_server_failed},
      {{"DATA", "554 5.7.1 spam"}, FailureKind::reject, "mail_refused"},
      {{"DATA", "452 4.3.1 full"}, FailureKind::retry, "mail_deferred"},
      {{"MAIL FROM:<e@x.org>", "550 5.7.1 not you"}, FailureKind::ours, mail_server_failed},
      {{"MAIL FROM:<e@x.org>", "451 later"}, FailureKind::retry, mail_server_failed},
      {{"AUTH PLAIN AGEAYg==", "535 5.7.8 bad"}, FailureKind::ours, mail_server_failed},
      {{"AUTH PLAIN AGEAYg==", "454 4.7.0 later"}, FailureKind::retry, mail_server_failed},
      {{"EHLO me", "554 no"}, FailureKind::retry, mail_server_failed},
  };
  for (const Case& c : cases) {
    const Failure failure = outcome({{"EHLO me", "250 SMTPUTF8"}, c.last, {"QUIT", "221 2.0.0 bye"}});
    EXPECT_EQ(failure.kind(), c.kind) << c.last.reply;
    EXPECT_EQ(failure.code(), c.code) << c.last.reply;
    for (const std::string& text : {failure.message(), failure.detail()}) {
      EXPECT_EQ(text.find("a@b.org"), std::string::npos) << text;
      EXPECT_EQ(text.find("AGEAYg"), std::string::npos) << text;
    }
  }
}

TEST(SmtpDialogue, takes_no_part_of_a_login_for_a_command) {
  const Failure failure =
      outcome({{"AUTH LOGIN", "334 VXNlcm5hbWU6"}, {"DATA", "334 UGFzc3dvcmQ6"}, {"RCPT", "535 5.7.8 wrong"}});
  EXPECT_EQ(failure.kind(), FailureKind::ours);
  EXPECT_NE(failure.message().find("user and password"), std::string::npos);
}

TEST(SmtpDialogue, counts_what_is_offered_behind_the_encryption) {
  SmtpDialogue heard;
  heard.sent("EHLO me\r\n");
  heard.received("250-SMTPUTF8\r\n");
  heard.received("250 STARTTLS\r\n");
  EXPECT_TRUE(heard.knows_smtputf8());
  heard.sent("STARTTLS\r\n");
  heard.received("220 go\r\n");
  heard.sent("EHLO me\r\n");
  heard.received("250 SIZE\r\n");
  EXPECT_FALSE(heard.knows_smtputf8());
}

}  // namespace
}  // namespace exportd::mail
