#include "app/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/failure.hpp"

namespace exportd::app {
namespace {

namespace fs = std::filesystem;

// A configuration file that goes away with the test.
class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text)
      : path_(fs::temp_directory_path() / ("exportd-config-" + std::to_string(::getpid()) + ".toml")) {
    std::ofstream(path_) << text;
  }
  ~ConfigFile() { fs::remove(path_); }
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string refusal_of(const std::string& text) {
  const ConfigFile file(text);
  try {
    (void)load_config(file.path(), std::nullopt);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::reject);
    return failure.what();
  }
  return "accepted";
}

TEST(Config, without_a_file_is_the_embedded_product) {
  const ConfigFile empty("");
  const Config config = load_config(empty.path(), fs::path("somewhere"));
  EXPECT_EQ(config.queue.parallel, 3);
  EXPECT_EQ(config.limits.max_rows, 80'000);
  EXPECT_EQ(config.search.kind, SearchKind::sqlite);
  EXPECT_EQ(config.search_path(), fs::path("somewhere/search.sqlite"));
  EXPECT_EQ(find_environment(config, "petdb").shape, RecordShape::nested);
  EXPECT_TRUE(find_environment(config, "synthesis").email_required);
}

TEST(Config, takes_every_kind_of_value) {
  const ConfigFile file(R"(
[server]
cors_origins = ["https://a.example", "https://b.example"]
[queue]
parallel = 5
[search]
kind = "opensearch"
[files]
work_dir = "/var/tmp/exportd"
[environment.rocks]
title = "Rocks"
records = "flat"
)");
  const Config config = load_config(file.path(), std::nullopt);
  EXPECT_EQ(config.server.cors_origins.size(), 2U);
  EXPECT_EQ(config.queue.parallel, 5);
  EXPECT_EQ(config.search.kind, SearchKind::opensearch);
  EXPECT_EQ(config.work_path(), fs::path("/var/tmp/exportd"));
  EXPECT_EQ(find_environment(config, "rocks").shape, RecordShape::flat);
  EXPECT_NE(find_environment(config, "rocks").parameter("chemistry"), nullptr);
}

TEST(Config, refuses_with_the_line_and_what_is_expected) {
  struct Case {
    const char* why;
    const char* text;
    const char* line;
    const char* says;
  };
  static constexpr Case cases[] = {
      {"unknown section", "[serve]\nlisten = \"x\"\n", "line 1", "[serve]"},
      {"unknown key, with the nearest", "[limits]\nmax_rowes = 1\n", "line 2", "max_rows"},
      {"a number out of bounds", "[queue]\nparallel = 0\n", "line 2", "from 1 to 1000"},
      {"a text where a number belongs", "[queue]\nparallel = \"3\"\n", "line 2", "whole number"},
      {"a number where a list belongs", "[files]\nrecipients = 7\n", "line 2", "list of texts"},
      {"a kind that does not exist", "[store]\n\nkind = \"redis\"\n", "line 3", "\"sqlite\" or \"dynamodb\""},
      {"a bad environment name", "[environment.Rocks]\ntitle = \"x\"\n", "", "environment name"},
      {"an unknown key of an environment", "[environment.petdb]\n\ntitel = \"x\"\n", "line 3", "titel"},
  };
  for (const Case& c : cases) {
    const std::string refusal = refusal_of(c.text);
    EXPECT_NE(refusal.find(c.line), std::string::npos) << c.why << ": " << refusal;
    EXPECT_NE(refusal.find(c.says), std::string::npos) << c.why << ": " << refusal;
  }
}

TEST(Config, has_the_public_address_without_a_slash_at_its_end) {
  for (const char* const end : {"", "/", "//"}) {
    const ConfigFile file(std::string("[server]\npublic_url = \"https://a.example/data") + end + "\"\n");
    EXPECT_EQ(load_config(file.path(), std::nullopt).server.public_url, "https://a.example/data");
  }
}

TEST(Config, variables_win_over_the_file) {
  const ConfigFile file("[limits]\nmax_rows = 5\n");
  ::setenv("EXPORTD_LIMITS__MAX_ROWS", "7", 1);
  ::setenv("EXPORTD_FILES__RECIPIENTS", "age1a,age1b", 1);
  ::setenv("EXPORTD_ENVIRONMENT__PETDB__TITLE", "Ours", 1);
  const Config config = load_config(file.path(), std::nullopt);
  ::unsetenv("EXPORTD_LIMITS__MAX_ROWS");
  ::unsetenv("EXPORTD_FILES__RECIPIENTS");
  ::unsetenv("EXPORTD_ENVIRONMENT__PETDB__TITLE");
  EXPECT_EQ(config.limits.max_rows, 7);
  EXPECT_EQ(config.files.recipients, (std::vector<std::string>{"age1a", "age1b"}));
  EXPECT_EQ(find_environment(config, "petdb").title, "Ours");
}

}  // namespace
}  // namespace exportd::app
