// The contract of FileStore, on the directory and on the store in memory.
#include "tests/contract/file_store_contract.hpp"

#include "files/directory_store.hpp"
#include "testing/memory_file_store.hpp"
#include "tests/unit/files/temporary_folder.hpp"

namespace exportd::contract {
namespace {

class DirectoryPlace final : public FileStorePlace {
 public:
  std::unique_ptr<FileStore> store() override { return std::make_unique<files::DirectoryStore>(folder_.path()); }

 private:
  files::TemporaryFolder folder_;
};

class MemoryPlace final : public FileStorePlace {
 public:
  std::unique_ptr<FileStore> store() override { return std::make_unique<testing::MemoryFileStore>(store_); }

 private:
  testing::MemoryFileStore store_;
};

template <class Place>
FileStoreAdapter adapter(const char* name) {
  return {.name = name, .make = [] { return std::make_unique<Place>(); }};
}

INSTANTIATE_TEST_SUITE_P(Adapters, FileStoreContract,
                         ::testing::Values(adapter<DirectoryPlace>("directory"), adapter<MemoryPlace>("memory")),
                         [](const auto& tested) { return tested.param.name; });

TEST(MemoryFileStore, fails_as_its_seed_says_and_publishes_nothing_then) {
  const auto history = [](std::uint64_t seed) {
    testing::MemoryFileStore store({.seed = seed, .create = 0.1, .write = 0.2, .finish = 0.2});
    std::string text;
    for (int i = 0; i < 200; ++i) {
      const ObjectKey key(std::to_string(i));
      bool failed = false;
      try {
        const std::unique_ptr<ByteSink> sink = store.create(key, {});
        sink->write("bytes");
        sink->finish();
      } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), FailureKind::retry);
        failed = true;
      }
      EXPECT_EQ(store.open(key) == nullptr, failed);
      text += failed ? 'x' : '.';
    }
    EXPECT_EQ(store.unfinished(), 0U);
    return text;
  };
  EXPECT_EQ(history(1), history(1));
  EXPECT_NE(history(1), history(2));
}

TEST(MemoryFileStore, can_damage_an_object_unnoticed) {
  testing::MemoryFileStore store({.damage = 1});
  const std::unique_ptr<ByteSink> sink = store.create(ObjectKey("a"), {});
  sink->write("bytes");
  sink->finish();
  std::string bytes(5, '?');
  store.open(ObjectKey("a"))->read_at(0, bytes);
  EXPECT_NE(bytes, "bytes");
}

TEST(MemoryFileStore, forbids_what_real_stores_would_let_pass) {
  testing::MemoryFileStore store;
  const std::unique_ptr<ByteSink> sink = store.create(ObjectKey("a"), {});
  sink->finish();
  EXPECT_THROW(sink->write("more"), std::logic_error);
  EXPECT_THROW(sink->finish(), std::logic_error);
  EXPECT_THROW(store.create(ObjectKey("a/b"), {})->finish(), Failure);
}

}  // namespace
}  // namespace exportd::contract
