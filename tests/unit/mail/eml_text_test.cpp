// A message as text: ASCII lines that are short enough, fields that nothing can break out of.
#include "mail/eml_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/failure.hpp"
#include "mail/header_field.hpp"
#include "mail/quoted_printable.hpp"

namespace exportd::mail {
namespace {

Message message() {
  return {.message_id = "<1@example.org>",
          .from = "Exports <exports@example.org>",
          .reply_to = {},
          .to = "ada@example.org",
          .subject = "Export ready",
          .text = "Hello\n",
          .html = "<p>Hello</p>\n",
          .list_unsubscribe = "https://x.example/v1/unsubscribe/token"};
}

std::string code(const Message& sent) {
  try {
    static_cast<void>(eml_text(sent, {}));
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::reject);
    EXPECT_EQ(failure.message().find("evil"), std::string::npos);
    return failure.code();
  }
  return "";
}

// The lines of the head, folded ones put together.
std::vector<std::string> fields(const std::string& eml) {
  std::vector<std::string> found;
  std::string_view head = std::string_view(eml).substr(0, eml.find("\r\n\r\n"));
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    if (head.front() == ' ') {
      found.back() += head.substr(0, end);
    } else {
      found.emplace_back(head.substr(0, end));
    }
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return found;
}

TEST(EmlText, has_the_fields_of_a_message_that_a_program_sends) {
  const std::string eml = eml_text(message(), WallTime(std::chrono::milliseconds(1'795'511'484'000)));
  const std::vector<std::string> wanted = {"Date: Tue, 24 Nov 2026 09:11:24 +0000",
                                           "From: \"Exports\" <exports@example.org>",
                                           "To: ada@example.org",
                                           "Subject: Export ready",
                                           "Message-ID: <1@example.org>",
                                           "List-Unsubscribe: <https://x.example/v1/unsubscribe/token>",
                                           "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                                           "Auto-Submitted: auto-generated",
                                           "MIME-Version: 1.0",
                                           "Content-Type: multipart/alternative; boundary=\"=_exportd_part\""};
  EXPECT_EQ(fields(eml), wanted);
  EXPECT_TRUE(eml.ends_with("\r\n--=_exportd_part--\r\n"));
}

TEST(EmlText, refuses_what_would_begin_another_field) {
  const std::string evil = "\r\nBcc: evil@example.org";
  for (std::string Message::* const field : {&Message::message_id, &Message::subject, &Message::list_unsubscribe}) {
    Message sent = message();
    sent.*field += evil;
    EXPECT_EQ(code(sent), "bad_header");
  }
  for (std::string Message::* const field : {&Message::to, &Message::from, &Message::reply_to}) {
    Message sent = message();
    sent.*field += evil;
    EXPECT_EQ(code(sent), "bad_address");
  }
  Message sent = message();
  sent.to = "ada@example.org, evil@example.org";
  EXPECT_EQ(code(sent), "bad_address");
  sent.to = "Ada <ada@example.org>";
  EXPECT_EQ(code(sent), "bad_address");
}

TEST(EmlText, says_other_scripts_in_ascii) {
  Message sent = message();
  sent.subject = "Gestein aus Ötztal: 例え fertig, und das ist ein langer Betreff, der mehr als eine Zeile braucht";
  sent.from = "Größe \"A\" <exports@example.org>";
  const std::string eml = eml_text(sent, {});
  EXPECT_NE(eml.find("Subject: =?UTF-8?B?"), std::string::npos);
  for (const char c : eml) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(EmlText, keeps_lines_short_and_single_whatever_it_holds) {
  rc::check("no line is longer than 76 characters, and the fields are those that were set", [] {
    Message sent = message();
    const auto piece = rc::gen::element<std::string>("word", "ü", "例え", " ", "  ", "=?UTF-8?Q?x?=", ".", "From ", "=",
                                                     "\t", std::string(70, 'x'), "--=_exportd_part--");
    const auto text_of = [](const std::vector<std::string>& pieces) {
      std::string text;
      for (const std::string& one : pieces) text += one;
      return text;
    };
    std::string subject = text_of(*rc::gen::container<std::vector<std::string>>(piece));
    std::erase(subject, '\t');
    sent.subject = subject;
    sent.text =
        text_of(*rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(piece, rc::gen::just<std::string>("\n"))));
    sent.html = "<p>" + sent.text;
    const std::string eml = eml_text(sent, {});
    RC_ASSERT(fields(eml).size() == 10U);
    for (std::size_t at = 0; at < eml.size();) {
      const std::size_t end = eml.find("\r\n", at);
      RC_ASSERT(end != std::string::npos);
      RC_ASSERT(end - at <= 76U);
      RC_ASSERT(eml.substr(at, end - at).find_first_of("\r\n") == std::string::npos);
      at = end + 2;
    }
    std::size_t ends = 0;
    for (std::size_t at = eml.find("\r\n--=_exportd_part--"); at != std::string::npos; ++ends) {
      at = eml.find("\r\n--=_exportd_part--", at + 1);
    }
    RC_ASSERT(ends == 1U);
  });
}

TEST(QuotedPrintable, is_as_rfc_2045_says) {
  EXPECT_EQ(quoted_printable("a = b\n"), "a =3D b\r\n");
  EXPECT_EQ(quoted_printable("end \n"), "end=20\r\n");
  EXPECT_EQ(quoted_printable("ü"), "=C3=BC\r\n");
  EXPECT_EQ(quoted_printable(".\nFrom me\n"), "=2E\r\n=46rom me\r\n");
  EXPECT_EQ(quoted_printable(""), "");
  EXPECT_EQ(quoted_printable(std::string(76, 'x')), std::string(75, 'x') + "=\r\nx\r\n");
}

TEST(Mailbox, has_a_name_or_none) {
  EXPECT_EQ(parse_mailbox("a@b.org")->name, "");
  EXPECT_EQ(parse_mailbox("\"The Exports\" <a@b.org>")->name, "The Exports");
  EXPECT_EQ(parse_mailbox(" Exports <a@b.org> ")->address.text(), "a@b.org");
  for (const char* const bad : {"", "a@b", "Name a@b.org", "Name <a@b.org> x", "<>", "Name <a@b.org>, <c@d.org>"}) {
    EXPECT_FALSE(parse_mailbox(bad)) << bad;
  }
  EXPECT_EQ(mailbox_field("From", parse_mailbox("A \"B\\ <a@b.org>").value()),
            "From: \"A \\\"B\\\\\"\r\n <a@b.org>\r\n");
}

}  // namespace
}  // namespace exportd::mail
