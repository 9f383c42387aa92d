#include "tests/contract/file_store_contract.hpp"

#include <atomic>

#include "core/failure.hpp"
#include "tests/contract/in_threads.hpp"

namespace exportd::contract {

void FileStoreContract::put(const std::string& key, std::string_view bytes) {
  const std::unique_ptr<ByteSink> sink = store_->create(ObjectKey(key), {});
  sink->write(bytes);
  sink->finish();
}

std::string FileStoreContract::get(const std::string& key) {
  const std::unique_ptr<ObjectReader> reader = store_->open(ObjectKey(key));
  if (!reader) return "(none)";
  std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
  bytes.resize(reader->read_at(0, bytes));
  return bytes;
}

std::vector<std::string> FileStoreContract::list(std::string_view prefix) {
  std::vector<std::string> texts;
  for (const ObjectKey& key : store_->list(prefix)) texts.push_back(key.text());
  return texts;
}

namespace {

std::string failure_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.message().find('\n'), std::string::npos);
    return failure.code();
  }
  return "none";
}

using Keys = std::vector<std::string>;
constexpr WallTime long_ago{};
const WallTime far_ahead{std::chrono::sys_days{std::chrono::year{2900} / 1 / 1}};

TEST_P(FileStoreContract, shows_an_object_whole_when_its_sink_is_finished_and_not_before) {
  const ObjectKey key("env/task/run-1.7.csv.age");
  const std::unique_ptr<ByteSink> sink = store_->create(key, {});
  sink->write("one ");
  sink->write("");
  sink->write("two");
  EXPECT_EQ(store_->open(key), nullptr);
  EXPECT_FALSE(store_->stat(key).has_value());
  EXPECT_EQ(list(""), Keys{});
  sink->finish();
  EXPECT_EQ(get(key.text()), "one two");
  EXPECT_EQ(list(""), Keys{key.text()});
  ASSERT_TRUE(store_->stat(key).has_value());
  EXPECT_EQ(store_->stat(key)->bytes, 7U);
  EXPECT_GT(store_->stat(key)->modified, long_ago);
}

TEST_P(FileStoreContract, leaves_nothing_of_a_sink_that_is_destroyed_unfinished) {
  {
    const std::unique_ptr<ByteSink> sink = store_->create(ObjectKey("a/b"), {});
    sink->write(std::string(1'000'000, 'x'));
  }
  EXPECT_EQ(list(""), Keys{});
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U);
}

TEST_P(FileStoreContract, holds_empty_objects) {
  store_->create(ObjectKey("empty"), {})->finish();
  EXPECT_EQ(get("empty"), "");
  EXPECT_EQ(store_->stat(ObjectKey("empty"))->bytes, 0U);
}

TEST_P(FileStoreContract, never_replaces_an_object) {
  const std::unique_ptr<ByteSink> slow = store_->create(ObjectKey("a/b"), {});
  slow->write("slow");
  put("a/b", "fast");
  EXPECT_EQ(failure_code([&] { slow->finish(); }), "object_exists") << "taken since it began";
  EXPECT_EQ(failure_code([&] { put("a/b", "later"); }), "object_exists");
  EXPECT_EQ(get("a/b"), "fast");
  EXPECT_EQ(list(""), Keys{"a/b"});
}

TEST_P(FileStoreContract, lets_exactly_one_of_24_threads_have_a_key) {
  for (int round = 0; round < 5; ++round) {
    const std::string key = "race/" + std::to_string(round);
    std::atomic<int> winners = 0, losers = 0;
    std::atomic<int> winner = -1;
    in_threads(24, [&](int i) {
      const std::unique_ptr<FileStore> own = place_->store();
      const std::unique_ptr<ByteSink> sink = own->create(ObjectKey(key), {});
      sink->write(std::to_string(i));
      const std::string code = failure_code([&] { sink->finish(); });
      if (code == "none") winner = i;
      (code == "none" ? winners : losers) += (code == "none" || code == "object_exists") ? 1 : 100;
    });
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(losers, 23);
    EXPECT_EQ(get(key), std::to_string(winner));
  }
}

TEST_P(FileStoreContract, lets_writers_and_removers_share_a_folder) {
  in_threads(8, [&](int i) {
    const std::unique_ptr<FileStore> own = place_->store();
    const ObjectKey key("shared/folder/" + std::to_string(i));
    for (int round = 0; round < 50; ++round) {
      EXPECT_EQ(failure_code([&] { own->create(key, {})->finish(); }), "none");
      EXPECT_TRUE(own->remove(key));
    }
  });
  EXPECT_EQ(list(""), Keys{});
}

TEST_P(FileStoreContract, reads_any_range) {
  put("object", "0123456789");
  const std::unique_ptr<ObjectReader> reader = store_->open(ObjectKey("object"));
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ(reader->size(), 10U);
  struct Case {
    const char* why;
    std::uint64_t offset;
    std::size_t bytes;
    const char* want;
  };
  constexpr Case cases[] = {
      {"all", 0, 10, "0123456789"}, {"a part", 3, 4, "3456"},         {"the last byte", 9, 1, "9"},
      {"over the end", 8, 9, "89"}, {"at the end", 10, 5, ""},        {"beyond the end", 99, 5, ""},
      {"nothing", 4, 0, ""},        {"far beyond", ~0ULL - 1, 1, ""}, {"more than all", 0, 99, "0123456789"},
  };
  for (const Case& c : cases) {
    std::string bytes(c.bytes, '?');
    bytes.resize(reader->read_at(c.offset, bytes));
    EXPECT_EQ(bytes, c.want) << c.why;
  }
}

TEST_P(FileStoreContract, holds_big_objects_written_in_any_steps) {
  for (const std::size_t step :
       {std::size_t{65'552}, std::size_t{262'144}, std::size_t{999'999}, std::size_t{20'000'000}}) {
    const std::string key = "big/" + std::to_string(step);
    std::string bytes(18'000'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 / 7 % 253);
    const std::unique_ptr<ByteSink> sink = store_->create(ObjectKey(key), {});
    for (std::size_t at = 0; at < bytes.size(); at += step) sink->write(std::string_view(bytes).substr(at, step));
    sink->finish();
    EXPECT_TRUE(get(key) == bytes) << step;
  }
}

TEST_P(FileStoreContract, lists_keys_in_byte_order_by_any_prefix) {
  for (const char* const key :
       {"b/2", "b/10", "b/1", "B/1", "b-c/1", "b.c/1", "a", "b/1.age", "bb/1", "b/d/e/f", "_", "z/Z"}) {
    put(key, key);
  }
  const Keys all{"B/1", "_", "a", "b-c/1", "b.c/1", "b/1", "b/1.age", "b/10", "b/2", "b/d/e/f", "bb/1", "z/Z"};
  EXPECT_EQ(list(""), all);
  EXPECT_EQ(list("b/"), (Keys{"b/1", "b/1.age", "b/10", "b/2", "b/d/e/f"}));
  EXPECT_EQ(list("b/1"), (Keys{"b/1", "b/1.age", "b/10"})) << "a prefix may end inside a name";
  EXPECT_EQ(list("b/d/e/f"), Keys{"b/d/e/f"});
  EXPECT_EQ(list("z"), Keys{"z/Z"});
  for (const char* const none : {"c", "b/3", "b/d/e/f/", "../", "/", "a/", "b//"})
    EXPECT_EQ(list(none), Keys{}) << none;
}

TEST_P(FileStoreContract, removes_one_object_and_says_whether_there_was_one) {
  put("a/b/1", "one");
  put("a/b/2", "two");
  EXPECT_FALSE(store_->remove(ObjectKey("a/b/3")));
  EXPECT_FALSE(store_->remove(ObjectKey("a/b"))) << "a folder is no object";
  EXPECT_FALSE(store_->remove(ObjectKey("x/y/z")));
  EXPECT_TRUE(store_->remove(ObjectKey("a/b/1")));
  EXPECT_FALSE(store_->remove(ObjectKey("a/b/1")));
  EXPECT_EQ(store_->open(ObjectKey("a/b/1")), nullptr);
  EXPECT_EQ(get("a/b/2"), "two");
  EXPECT_TRUE(store_->remove(ObjectKey("a/b/2")));
  EXPECT_EQ(list(""), Keys{});
  put("a/b/1", "again");
  EXPECT_EQ(get("a/b/1"), "again");
  put("c", "a name");
  EXPECT_TRUE(store_->remove(ObjectKey("c")));
}

TEST_P(FileStoreContract, has_nothing_under_an_unknown_key_or_below_an_object) {
  put("a/b", "object");
  for (const char* const key : {"a", "x", "a/c", "a/b/c", "x/y/z"}) {
    EXPECT_EQ(store_->open(ObjectKey(key)), nullptr) << key;
    EXPECT_FALSE(store_->stat(ObjectKey(key)).has_value()) << key;
  }
}

TEST_P(FileStoreContract, shows_each_store_what_the_others_have_finished) {
  put("a", "text");
  const std::unique_ptr<FileStore> other = place_->store();
  EXPECT_NE(other->open(ObjectKey("a")), nullptr);
  EXPECT_TRUE(other->remove(ObjectKey("a")));
  EXPECT_EQ(get("a"), "(none)");
}

TEST_P(FileStoreContract, aborts_uploads_that_began_before_a_time_and_nothing_else) {
  put("finished", "stays");
  const std::unique_ptr<ByteSink> sink = store_->create(ObjectKey("unfinished"), {});
  sink->write(std::string(GetParam().unfinished_bytes, 'x'));
  EXPECT_EQ(store_->abort_unfinished(long_ago), 0U);
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 1U);
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U);
  EXPECT_EQ(failure_code([&] { sink->finish(); }), "store_error");
  EXPECT_EQ(list(""), Keys{"finished"});
}

TEST_P(FileStoreContract, refuses_names_that_are_no_keys) {
  const std::string names[] = {"",
                               "/",
                               "/a",
                               "a/",
                               "a//b",
                               ".",
                               "..",
                               "../a",
                               "a/../b",
                               "a/..",
                               "./a",
                               "a/./b",
                               "a b",
                               "a\\b",
                               "a\nb",
                               "\xc3\xa5",
                               "a~",
                               "a%2fb",
                               "a:b",
                               "*",
                               std::string("a\0b", 3),
                               ".unfinished~/a",
                               std::string(513, 'a'),
                               std::string(256, 'a'),
                               "a/" + std::string(256, 'b')};
  for (const std::string& name : names) {
    const ObjectKey key(name);
    EXPECT_EQ(failure_code([&] { store_->create(key, {}); }), "bad_object_key") << name;
    EXPECT_EQ(failure_code([&] { store_->open(key); }), "bad_object_key") << name;
    EXPECT_EQ(failure_code([&] { store_->stat(key); }), "bad_object_key") << name;
    EXPECT_EQ(failure_code([&] { store_->remove(key); }), "bad_object_key") << name;
  }
}

TEST_P(FileStoreContract, takes_names_up_to_its_limits) {
  const std::string part(127, 'x');
  for (const std::string& name : {std::string(255, 'a'), part + "/" + part + "/" + part + "/" + part + "y",
                                  std::string(".a"), std::string("..."), std::string("a..b/-/_")}) {
    put(name, "text");
    EXPECT_EQ(get(name), "text") << name;
  }
  EXPECT_EQ(list("").size(), 5U);
}

}  // namespace
}  // namespace exportd::contract
