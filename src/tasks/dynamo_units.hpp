// DynamoUnits: the capacity units that operations have consumed, by their names. Safe from several threads.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace exportd::tasks {

class DynamoUnits {
 public:
  struct Sum {
    int calls = 0;
    double units = 0;
  };

  // From `ConsumedCapacity` of an answer: an object, or a list of them, one a table.
  void add(std::string_view operation, const boost::json::object& answer);
  // What has been counted since the last call.
  [[nodiscard]] std::map<std::string, Sum> take();

  // Whether an operation takes `ReturnConsumedCapacity`.
  [[nodiscard]] static bool are_told_by(std::string_view operation);

 private:
  std::mutex mutex_;
  std::map<std::string, Sum> sums_;
};

}  // namespace exportd::tasks
