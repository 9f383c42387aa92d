#include "app/task_history.hpp"

#include <iterator>
#include <string>

#include "tasks/restore.hpp"

namespace exportd::app {

History history_of(tasks::RecordTable& table) {
  constexpr std::size_t at_once = 1'000;
  History history;
  std::string cursor;
  do {
    std::vector<tasks::LogEntry> some = table.log_since(0, cursor, at_once);
    history.log.insert(history.log.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  } while (!cursor.empty());
  history.highest = tasks::highest_token(table, history.log);
  history.highest.value += 1'000'000;  // tokens that are given after this look, or were by a store that is lost
  history.suppressed = tasks::suppressions(table);
  return history;
}

}  // namespace exportd::app
