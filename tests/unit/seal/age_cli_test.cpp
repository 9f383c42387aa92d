// Both ways between us and the age command line tool.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/limits.hpp"
#include "seal/header.hpp"
#include "seal/identity_file.hpp"
#include "seal/x25519_stanza.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

constexpr std::size_t chunk = limits::seal_chunk_bytes;

struct Outcome {
  int exit_code = -1;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> block{};
  while (const std::size_t bytes = std::fread(block.data(), 1, block.size(), pipe))
    outcome.output.append(block.data(), bytes);
  const int status = ::pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

class AgeCli : public ::testing::Test {
 protected:
  void SetUp() override {
    if (run("age --version").exit_code != 0) GTEST_SKIP() << "age is not installed";
    std::string name = (std::filesystem::temp_directory_path() / "age_cli.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string read(const char* name) const {
    std::ifstream file(path(name), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  void write(const char* name, const std::string& bytes) const { std::ofstream(path(name), std::ios::binary) << bytes; }
  std::filesystem::path folder_;
};

constexpr std::size_t lengths[] = {0, 1, 1000, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 7};

TEST_F(AgeCli, opens_what_we_seal) {
  write_identity_file(folder_ / "keys", test_identity(), WallTime{});
  for (const std::size_t length : lengths) {
    const std::string plain = sample_text(length);
    write("sealed", seal_text(plain).object);
    const Outcome age = run("age -d -i " + path("keys") + " -o " + path("plain") + " " + path("sealed"));
    ASSERT_EQ(age.exit_code, 0) << length << ": " << age.output;
    ASSERT_EQ(read("plain"), plain) << length;
  }
}

TEST_F(AgeCli, seals_what_we_open) {
  for (const std::size_t length : lengths) {
    const std::string plain = sample_text(length);
    write("plain", plain);
    const Outcome age =
        run("age -r " + test_identity().recipient().text() + " -o " + path("sealed") + " " + path("plain"));
    ASSERT_EQ(age.exit_code, 0) << age.output;
    ASSERT_EQ(open_text(read("sealed")), plain) << length;
    std::filesystem::remove(path("sealed"));
  }
}

TEST_F(AgeCli, makes_identity_files_that_we_read_and_reads_ours) {
  ASSERT_EQ(run("age-keygen -o " + path("theirs")).exit_code, 0);
  const IdentityFile theirs = read_identity_file(folder_ / "theirs");
  ASSERT_EQ(theirs.identities.size(), 1U);
  EXPECT_EQ(run("age-keygen -y " + path("theirs")).output, theirs.identities[0].recipient().text() + "\n");

  const Identity ours = Identity::generate();
  write_identity_file(folder_ / "ours", ours, WallTime{});
  EXPECT_EQ(run("age-keygen -y " + path("ours")).output, ours.recipient().text() + "\n");
}

TEST_F(AgeCli, agrees_on_stanzas_of_unknown_types) {
  const Sealed sealed = seal_text("text");
  const Stanza good = wrap_file_key(sealed.file_key, test_identity().recipient(), Identity::generate().secret());
  const std::string header = format_header({{"a-grease", {"!", "~"}, sample_text(96)}, good}, sealed.file_key);
  const std::string object = header + sealed.object.substr(sealed.header.size());
  EXPECT_EQ(open_text(object), "text");
  write_identity_file(folder_ / "keys", test_identity(), WallTime{});
  write("sealed", object);
  const Outcome age = run("age -d -i " + path("keys") + " " + path("sealed"));
  EXPECT_EQ(age.exit_code, 0);
  EXPECT_EQ(age.output, "text");
}

}  // namespace
}  // namespace exportd::seal
