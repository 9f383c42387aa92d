// A whole door over stores in memory, with a search that is slow or down when the test says so.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/front_door.hpp"
#include "app/system_clock.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/forwarding_search.hpp"
#include "testing/memory_file_store.hpp"
#include "testing/memory_search.hpp"
#include "testing/memory_table.hpp"

namespace exportd::api_test {

// Which questions are not answered in time, and which fail with what can be tried again.
struct Weather {
  bool slow_count = false;
  bool slow_preview = false;
  bool slow_analytes = false;
  bool slow_suggestions = false;
  bool down = false;
  bool counts_only = false;                // everything but count() and data_version() fails
  std::optional<std::uint64_t> records{};  // what count() says instead of the truth
};

class WeatheredSearch final : public testing::ForwardingSearch {
 public:
  WeatheredSearch(Search& below, const Weather& weather) : ForwardingSearch(below), weather_(weather) {}

  std::optional<std::uint64_t> count(const Environment& environment, const Criteria& criteria,
                                     MonotonicTime deadline) override {
    fail_if(weather_.down);
    counted_by = deadline;
    if (weather_.slow_count) return std::nullopt;
    return weather_.records ? weather_.records : ForwardingSearch::count(environment, criteria, deadline);
  }
  std::optional<Page> preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                              MonotonicTime deadline) override {
    fail_if(weather_.down || weather_.counts_only);
    if (weather_.slow_preview) return std::nullopt;
    return ForwardingSearch::preview(environment, criteria, n, deadline);
  }
  std::vector<Analyte> analytes(const Environment& environment) override {
    fail_if(weather_.down || weather_.counts_only);
    return ForwardingSearch::analytes(environment);
  }
  std::optional<std::vector<Analyte>> analytes_of(const Environment& environment, const Criteria& criteria,
                                                  MonotonicTime deadline) override {
    fail_if(weather_.down || weather_.counts_only);
    if (weather_.slow_analytes) return std::nullopt;
    return ForwardingSearch::analytes_of(environment, criteria, deadline);
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment& environment, const ParameterSpec& spec,
                                                 std::string_view prefix, std::size_t n,
                                                 MonotonicTime deadline) override {
    fail_if(weather_.down || weather_.counts_only);
    if (weather_.slow_suggestions) return std::nullopt;
    return ForwardingSearch::suggest(environment, spec, prefix, n, deadline);
  }
  std::string data_version(const Environment& environment) override {
    fail_if(weather_.down);
    return ForwardingSearch::data_version(environment);
  }

  MonotonicTime counted_by{};  // the last deadline of a count

 private:
  static void fail_if(bool down) {
    if (down) throw Failure(FailureKind::retry, "store_locked", "search: it does not answer");
  }
  const Weather& weather_;
};

// An answer as a client has it.
struct Answered {
  int status = 0;
  std::string body;
  boost::json::object json;

  // The text of a member that is there; "null" and so on as JSON.
  [[nodiscard]] std::string of(std::string_view name) const;
};

class DoorUnderTest {
 public:
  DoorUnderTest();

  Answered get(const std::string& target);
  Answered post(const std::string& target, const std::string& json);
  // Any request; its whole reply.
  api::Reply reply(const api::Request& request) { return door_->answer(request); }

  std::vector<Environment> environments;
  testing::MemorySearch records;
  Weather weather;
  WeatheredSearch search{records, weather};
  api::ServiceParts parts;

 private:
  Answered answered(api::Request request);

  app::SystemClock clock_;
  testing::MemoryTable table_;
  tasks::StoredTasks tasks_{table_, clock_, QueueRules{}, "test"};
  testing::MemoryFileStore files_;
  std::unique_ptr<api::FrontDoor> door_;
};

// The file of a JSON, CSV or NDJSON export, as the table makes it, and how many columns it has.
struct WholeFile {
  std::string bytes;
  std::uint64_t records = 0;
  std::uint64_t columns = 0;
};
[[nodiscard]] WholeFile whole_file(Search& search, const Environment& environment, const std::string& query);

}  // namespace exportd::api_test
