#include "seal/identity_file.hpp"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

class IdentityFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "identity_file.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

const WallTime noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + std::chrono::hours{12}};

std::string message_of(std::string_view text) {
  try {
    static_cast<void>(parse_identities(text));
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "bad_identity");
    return failure.message();
  }
  return "";
}

TEST(IdentityText, may_hold_comments_blank_lines_and_several_identities_in_order) {
  const Identity first = Identity::generate();
  const Identity second = Identity::generate();
  const std::string text =
      "# one\r\n\n  \t\n" + first.secret_text() + "\r\n#" + second.secret_text() + "\n " + second.secret_text();
  const std::vector<Identity> identities = parse_identities(text);
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].recipient(), first.recipient());
  EXPECT_EQ(identities[1].recipient(), second.recipient());
}

TEST(IdentityText, says_which_line_is_wrong_and_not_what_stands_there) {
  const std::string secret = test_identity().secret_text();
  const std::string mistyped = secret.substr(0, 70) + "QQQQ";
  const std::string message = message_of("# a comment\n" + secret + "\n" + mistyped + "\n");
  EXPECT_NE(message.find("line 3"), std::string::npos) << message;
  EXPECT_EQ(message.find(mistyped.substr(20, 20)), std::string::npos) << message;
}

TEST(IdentityText, must_hold_an_identity_in_plain_text) {
  EXPECT_NE(message_of("").find("no identity"), std::string::npos);
  EXPECT_NE(message_of("# nothing\n").find("no identity"), std::string::npos);
  EXPECT_NE(message_of("age-encryption.org/v1\n-> scrypt").find("encrypted"), std::string::npos);
  EXPECT_NE(message_of("-----BEGIN AGE ENCRYPTED FILE-----\n").find("encrypted"), std::string::npos);
}

TEST(IdentityText, reads_as_the_file_of_age_keygen_does) {
  const Identity& identity = test_identity();
  EXPECT_EQ(identity_file_text(identity, noon),
            "# created: 2026-03-04T12:00:00Z\n"
            "# public key: " +
                identity.recipient().text() +
                "\n"
                "# Keep this file secret, and keep a copy in a safe place:\n"
                "# without it, nothing that was sealed to its public key can ever be opened.\n" +
                identity.secret_text() + "\n");
}

TEST_F(IdentityFileTest, is_written_for_its_owner_only_and_read_back) {
  const Identity identity = Identity::generate();
  write_identity_file(folder_ / "keys.txt", identity, noon);
  struct stat status{};
  ASSERT_EQ(::stat((folder_ / "keys.txt").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  const IdentityFile file = read_identity_file(folder_ / "keys.txt");
  ASSERT_EQ(file.identities.size(), 1U);
  EXPECT_EQ(file.identities[0].recipient(), identity.recipient());
  EXPECT_FALSE(file.exposed);
}

TEST_F(IdentityFileTest, tells_when_others_may_read_it) {
  write_identity_file(folder_ / "keys.txt", test_identity(), noon);
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    ASSERT_EQ(::chmod((folder_ / "keys.txt").c_str(), mode), 0);
    EXPECT_TRUE(read_identity_file(folder_ / "keys.txt").exposed) << mode;
  }
}

TEST_F(IdentityFileTest, never_replaces_anything) {
  std::ofstream(folder_ / "keys.txt") << "precious";
  std::filesystem::create_symlink(folder_ / "elsewhere", folder_ / "link.txt");
  for (const char* const name : {"keys.txt", "link.txt"}) {
    EXPECT_EQ(failure_code([&] { write_identity_file(folder_ / name, test_identity(), noon); }),
              "identity_file_exists");
  }
  EXPECT_EQ(std::filesystem::file_size(folder_ / "keys.txt"), 8U);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "elsewhere"));
}

TEST_F(IdentityFileTest, appears_whole) {
  const std::filesystem::path path = folder_ / "keys.txt";
  std::atomic<bool> writing = true;
  std::atomic<int> broken = 0;
  std::jthread reader([&] {
    while (writing) {
      try {
        static_cast<void>(read_identity_file(path));
      } catch (const Failure& failure) {
        if (failure.code() != "no_identity_file") ++broken;
      }
    }
  });
  for (int round = 0; round < 300; ++round) {
    write_identity_file(path, test_identity(), noon);
    std::filesystem::remove(path);
  }
  writing = false;
  reader.join();
  EXPECT_EQ(broken, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(IdentityFileTest, says_what_to_do_when_it_is_empty) {
  std::ofstream(folder_ / "keys.txt").flush();
  try {
    static_cast<void>(read_identity_file(folder_ / "keys.txt"));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "bad_identity");
    EXPECT_NE(failure.message().find("remove it"), std::string::npos) << failure.message();
  }
}

TEST_F(IdentityFileTest, says_that_a_file_is_missing_unwritable_or_too_long) {
  EXPECT_EQ(failure_code([&] { static_cast<void>(read_identity_file(folder_ / "none")); }), "no_identity_file");
  EXPECT_EQ(failure_code([&] { static_cast<void>(read_identity_file(folder_)); }), "not_readable");
  EXPECT_EQ(failure_code([&] { write_identity_file(folder_ / "no" / "keys", test_identity(), noon); }), "not_writable");
  std::ofstream(folder_ / "long") << std::string(identity_file_bytes_max + 1, '#');
  EXPECT_EQ(failure_code([&] { static_cast<void>(read_identity_file(folder_ / "long")); }), "bad_identity");
}

}  // namespace
}  // namespace exportd::seal
