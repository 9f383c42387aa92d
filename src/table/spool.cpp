#include "table/spool.hpp"

#include <utility>

#include "table/cell.hpp"

namespace exportd::table {

void Spool::append(std::string_view row) {
  if (!open_.empty() && open_.size() + row.size() > block_bytes) put_away();
  if (open_.capacity() == 0) open_.reserve(block_bytes + Cell::slack_bytes);
  open_.insert(open_.end(), row.begin(), row.end());
}

void Spool::put_away() {
  if (open_.empty()) return;
  // Once on the disk, always: the blocks stay in order.
  if (!file_ && memory_bytes_ + open_.size() <= memory_bytes_max_) {
    memory_bytes_ += open_.size();
    open_.resize(open_.size() + Cell::slack_bytes);
    memory_.push_back(std::exchange(open_, {}));
    return;
  }
  if (!file_) file_.emplace(work_dir_);
  file_->append({open_.data(), open_.size()});
  open_.clear();
}

std::string_view Spool::next() {
  put_away();
  if (!memory_.empty()) {
    block_ = std::move(memory_.front());
    memory_.pop_front();
  } else if (file_ && blocks_read_ < file_->blocks()) {
    file_->read(blocks_read_++, block_, Cell::slack_bytes);
  } else {
    return {};
  }
  return {block_.data(), block_.size() - Cell::slack_bytes};
}

}  // namespace exportd::table
