// The spool: the same rows back whether they waited in memory or on the disk.
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <csignal>

#include "core/failure.hpp"
#include "table/cell.hpp"
#include "table/spool.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

const std::filesystem::path folder = std::filesystem::temp_directory_path();

std::string read_back(Spool& spool) {
  std::string all;
  for (std::string_view block = spool.next(); !block.empty(); block = spool.next()) {
    all.append(block);
    // The slack behind a block can be read.
    EXPECT_NO_FATAL_FAILURE(static_cast<void>(std::string(block.data() + block.size(), Cell::slack_bytes)));
  }
  return all;
}

TEST(Spool, gives_back_what_it_was_given) {
  struct Case {
    const char* why;
    std::size_t row_bytes, rows, memory_bytes;
    bool on_disk;
  };
  const Case cases[] = {
      {"nothing", 1, 0, 0, false},
      {"one small row, no memory at all", 10, 1, 0, true},
      {"all in memory", 1'000, 5'000, 32 * limits::MiB, false},
      {"memory for one block, the rest on the disk", 1'000, 5'000, limits::MiB, true},
      {"rows larger than a block", 3 * limits::MiB, 4, 4 * limits::MiB, true},
      {"rows of exactly a block", limits::MiB, 3, limits::MiB, true},
  };
  for (const Case& c : cases) {
    Spool spool(folder, c.memory_bytes);
    std::string expected;
    for (std::size_t i = 0; i < c.rows; ++i) {
      const std::string row(c.row_bytes, static_cast<char>('a' + i % 26));
      spool.append(row);
      expected.append(row);
    }
    EXPECT_TRUE(read_back(spool) == expected) << c.why;
    EXPECT_EQ(spool.on_disk(), c.on_disk) << c.why;
  }
}

TEST(Spool, never_splits_a_row) {
  Spool spool(folder, 0);
  for (int i = 0; i < 1'000; ++i) spool.append(std::string(3'000, 'r'));
  for (std::string_view block = spool.next(); !block.empty(); block = spool.next()) EXPECT_EQ(block.size() % 3'000, 0U);
}

TEST(Spool, leaves_no_name_behind) {
  const std::filesystem::path own = folder / ("exportd-spool-test-" + std::to_string(::getpid()));
  std::filesystem::create_directory(own);
  {
    Spool spool(own, 0);
    for (int i = 0; i < 10; ++i) spool.append(std::string(limits::MiB, 'x'));
    EXPECT_TRUE(spool.on_disk());
    EXPECT_TRUE(std::filesystem::is_empty(own));
  }
  std::filesystem::remove(own);
}

TEST(Spool, a_folder_that_is_not_there_is_the_operators_business) {
  Spool spool(folder / "there-is-no-such-folder", 0);
  EXPECT_EQ(failure_code([&] {
              for (int i = 0; i < 3; ++i) spool.append(std::string(limits::MiB, 'x'));
            }),
            "spool_failed");
}

TEST(Spool, a_full_disk_says_so) {
  // The kernel refuses to let a file grow beyond this limit, as it does on a full disk.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 2 * limits::MiB;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  std::string code, message;
  try {
    Spool spool(folder, 0);
    for (int i = 0; i < 10; ++i) spool.append(std::string(limits::MiB, 'x'));
  } catch (const Failure& failure) {
    code = failure.code();
    message = failure.message();
  }
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(code, "disk_full");
  EXPECT_NE(message.find("free space"), std::string::npos) << message;
}

TEST(Spool, memory_and_disk_give_the_same_file) {
  std::vector<std::string> documents;
  for (int i = 0; i < 4'000; ++i) {
    documents.push_back(R"({"sampleId":")" + std::to_string(i) + R"(","comment":")" + std::string(400, 'c') +
                        R"(","results":[{"variable":"V)" + std::to_string(i % 300) + R"(","unit":"ppm","value":)" +
                        std::to_string(i) + R"(,"method":"M"},{"variable":"V1","valueText":"\"B\n"}]})");
  }
  for (const bool companions : {false, true}) {
    FileOptions options;
    if (companions) options.companions = {Companion::qualifier, Companion::method};
    if (companions) options.repeats = Repeats::columns;
    const Environment environment = nested_environment();
    const std::string in_memory = export_spooled(environment, options, documents, 64 * limits::MiB).bytes;
    EXPECT_TRUE(export_spooled(environment, options, documents, 0).bytes == in_memory);
    EXPECT_TRUE(export_spooled(environment, options, documents, limits::MiB).bytes == in_memory);
    options.columns = ColumnChoice::all;  // here all of them are present
    EXPECT_TRUE(export_all(environment, options, documents).bytes == in_memory);
  }
}

}  // namespace
}  // namespace exportd::table::testing
