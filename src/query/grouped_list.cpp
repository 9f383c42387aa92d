// The scanner and the normal form of lists whose items may be group::[a||b].
#include <cstddef>
#include <map>
#include <optional>
#include <set>

#include "core/lower_case.hpp"
#include "query/element_groups.hpp"
#include "query/items.hpp"

namespace exportd::query {

namespace {

// An item as it was written.
struct RawItem {
  std::string_view name;
  std::optional<std::string_view> list;  // what stands in its brackets
};

QueryError bad_item(std::string_view parameter, std::string_view item, std::string problem, std::string expected) {
  return {.code = "bad_value",
          .parameter = std::string(parameter),
          .value = std::string(item),
          .problem = std::move(problem),
          .expected = std::move(expected),
          .nearest = {}};
}

// Where the list that begins at `begin` ends: at the first ] followed, spaces aside, by || or the end.
std::size_t find_list_end(std::string_view text, std::size_t begin) {
  for (std::size_t close = text.find(']', begin); close != std::string_view::npos; close = text.find(']', close + 1)) {
    const std::size_t next = text.find_first_not_of(' ', close + 1);
    if (next == std::string_view::npos || text.substr(next, 2) == "||") return close;
  }
  return std::string_view::npos;
}

Result<std::vector<RawItem>, QueryError> scan(std::string_view parameter, std::string_view text) {
  std::vector<RawItem> items;
  while (true) {
    const std::size_t bar = text.find("||");
    const std::size_t open = text.substr(0, bar).find("::[");
    std::size_t end = bar;
    if (open == std::string_view::npos) {
      items.push_back({text.substr(0, bar), std::nullopt});
    } else {
      const std::size_t close = find_list_end(text, open + 3);
      if (close == std::string_view::npos) {
        return Err{bad_item(parameter, text, "has no closing ]", "group::[a||b]")};
      }
      items.push_back({text.substr(0, open), text.substr(open + 3, close - open - 3)});
      end = text.find("||", close);
    }
    if (end == std::string_view::npos) return items;
    text.remove_prefix(end + 2);
  }
}

// The members in the brackets of `item`, in no order yet.
Result<std::vector<std::string>, QueryError> members_of(std::string_view parameter, const RawItem& item,
                                                        ItemRule rule) {
  std::vector<std::string> members;
  for (const std::string_view piece : split(*item.list, "||")) {
    const std::string_view member = rule == ItemRule::text ? trimmed(piece) : piece;
    if (member.empty()) continue;
    if (member.ends_with(']')) {
      return Err{bad_item(parameter, member, "ends with ], which closes a list", "a value that ends otherwise")};
    }
    if (rule == ItemRule::text) {
      members.push_back(lower_case(member));
    } else {
      auto name = variable_name(parameter, member);
      if (!name) return Err{name.error()};
      members.push_back(std::move(name).value());
    }
  }
  if (members.empty()) {
    return Err{bad_item(parameter, item.name, "is followed by an empty list", "group::[a||b], or the group alone")};
  }
  return members;
}

// What has been gathered of a parameter, each group once.
struct Gathered {
  std::set<std::string> lone;
  std::map<std::string, std::set<std::string>> groups;
};

std::optional<QueryError> gather(Gathered& gathered, std::string_view parameter, const RawItem& item, ItemRule rule) {
  if (item.list) {
    const std::string_view name = trimmed(item.name);
    if (name.empty()) return bad_item(parameter, *item.list, "is a list of no group", "group::[a||b]");
    const auto members = members_of(parameter, item, rule);
    if (!members) return members.error();
    auto& group = gathered.groups[rule == ItemRule::text ? lower_case(name) : group_name(name)];
    group.insert(members->begin(), members->end());
  } else if (rule == ItemRule::text) {
    if (const std::string_view name = trimmed(item.name); !name.empty()) gathered.lone.insert(lower_case(name));
  } else if (!item.name.empty()) {
    const auto name = variable_name(parameter, item.name);
    if (!name) return name.error();
    gathered.lone.insert(lone_variable(*name));
  }
  return std::nullopt;
}

}  // namespace

Result<GroupedList, QueryError> grouped_list(std::string_view parameter, std::span<const std::string> values,
                                             ItemRule rule) {
  Gathered gathered;
  for (const std::string& value : values) {
    const auto items = scan(parameter, value);
    if (!items) return Err{items.error()};
    for (const RawItem& item : *items) {
      if (auto error = gather(gathered, parameter, item, rule)) return Err{std::move(*error)};
    }
  }

  // Sorted by the whole text of an item, which is not the order of the names: "a b" stands before "a::[x]".
  std::map<std::string, GroupedItem> by_text;
  for (const std::string& name : gathered.lone) by_text.emplace(name, GroupedItem{name, {}});
  for (const auto& [name, members] : gathered.groups) {
    GroupedItem item{name, {members.begin(), members.end()}};
    const auto list = joined_list(parameter, item.members);
    if (!list) return Err{list.error()};
    by_text.emplace(name + "::[" + *list + "]", std::move(item));
  }

  GroupedList list;
  std::vector<std::string> texts;
  for (auto& [text, item] : by_text) {
    texts.push_back(text);
    list.items.push_back(std::move(item));
  }
  auto canonical = joined_list(parameter, texts);
  if (!canonical) return Err{canonical.error()};
  list.canonical = std::move(canonical).value();
  return list;
}

}  // namespace exportd::query
