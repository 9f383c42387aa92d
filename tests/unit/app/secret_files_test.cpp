// Files that hold secrets: who may read them, and what is taken from them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/admin_token.hpp"
#include "app/secret_file.hpp"
#include "core/failure.hpp"

namespace exportd::app {
namespace {

namespace fs = std::filesystem;

class SecretFiles : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directory(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& text, fs::perms permissions = fs::perms::owner_read | fs::perms::owner_write) {
    std::ofstream(path_, std::ios::binary) << text;
    fs::permissions(path_, permissions);
  }
  [[nodiscard]] std::optional<std::string> token() const {
    Config config;
    config.server.admin_token_file = path_.string();
    return admin_token(config);
  }

  const fs::path folder_ = fs::temp_directory_path() / ("exportd-secrets-" + std::to_string(::getpid()));
  const fs::path path_ = folder_ / "token";
};

TEST_F(SecretFiles, hold_the_admin_token_without_the_end_of_its_line) {
  for (const char* const end : {"", "\n", "\r\n", "\r", "\nmore\n", "\r\nmore\r\n"}) {
    write(std::string("0123456789abcdef") + end);
    EXPECT_EQ(token(), "0123456789abcdef");
  }
}

TEST_F(SecretFiles, hold_no_admin_token_that_is_short_or_that_others_read) {
  write("0123456789abcde\r\n");
  EXPECT_THROW(static_cast<void>(token()), Failure) << "the line's end makes it no longer";
  write("0123456789abcdef\n", fs::perms::owner_all | fs::perms::group_read);
  EXPECT_THROW(static_cast<void>(token()), Failure);
  EXPECT_EQ(admin_token(Config{}), std::nullopt);
}

TEST_F(SecretFiles, are_made_once_for_their_owner_and_leave_nothing_beside) {
  std::ofstream(path_.string() + ".part") << "left by another one";
  make_secret_file(path_);
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto made = token();
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->size(), 64U);
  make_secret_file(path_);
  EXPECT_EQ(token(), made);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 2);
}

}  // namespace
}  // namespace exportd::app
