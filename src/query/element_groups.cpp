#include "query/element_groups.hpp"

#include <array>
#include <utility>

#include "core/criteria.hpp"
#include "core/lower_case.hpp"

namespace exportd::query {

namespace {

struct GroupCode {
  std::string_view code;  // lower case
  std::string_view name;
};

constexpr std::array<GroupCode, 5> codes = {{{"maj", "major oxide"},
                                             {"mj", "major oxide"},
                                             {"ree", "rare earth element"},
                                             {"te", "trace element"},
                                             {"ir", "radiogenic isotope ratio"}}};

}  // namespace

std::string group_name(std::string_view text) {
  std::string lowered = lower_case(text);
  for (const GroupCode& group : codes) {
    if (lowered == group.code) return std::string(group.name);
  }
  return lowered;
}

std::string lone_variable(std::string_view text) {
  if (is_element_like_a_code(text)) return std::string(text);
  std::string group = group_name(text);
  for (const GroupCode& known : codes) {
    if (group == known.name) return group;
  }
  return std::string(text);
}

}  // namespace exportd::query
