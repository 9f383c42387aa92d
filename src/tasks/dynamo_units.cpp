#include "tasks/dynamo_units.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

namespace exportd::tasks {

namespace {

double units_of(const boost::json::value& consumed) {
  if (const auto* list = consumed.if_array()) {
    double sum = 0;
    for (const boost::json::value& one : *list) sum += units_of(one);
    return sum;
  }
  const auto* object = consumed.if_object();
  const auto* units = object == nullptr ? nullptr : object->if_contains("CapacityUnits");
  if (units == nullptr) return 0;
  boost::json::error_code bad;
  const double number = units->to_number<double>(bad);
  return bad ? 0 : number;
}

}  // namespace

void DynamoUnits::add(std::string_view operation, const boost::json::object& answer) {
  const boost::json::value* consumed = answer.if_contains("ConsumedCapacity");
  const std::lock_guard lock(mutex_);
  Sum& sum = sums_[std::string(operation)];
  ++sum.calls;
  if (consumed != nullptr) sum.units += units_of(*consumed);
}

std::map<std::string, DynamoUnits::Sum> DynamoUnits::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(sums_, {});
}

bool DynamoUnits::are_told_by(std::string_view operation) {
  static constexpr std::array<std::string_view, 6> data_operations{"GetItem", "PutItem",          "DeleteItem",
                                                                   "Query",   "TransactGetItems", "TransactWriteItems"};
  return std::ranges::find(data_operations, operation) != data_operations.end();
}

}  // namespace exportd::tasks
