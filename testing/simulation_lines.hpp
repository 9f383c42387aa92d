// The lines from one simulated machine to the stores and the mailer that all machines share. What can happen on the way
// is the machine's Perils.
#pragma once

#include "core/ports.hpp"
#include "tasks/record_table.hpp"
#include "testing/simulation_perils.hpp"

namespace exportd::testing {

class TableLine final : public tasks::RecordTable {
 public:
  TableLine(tasks::RecordTable& table, Perils& perils) : table_(table), perils_(perils) {}

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override {
    return perils_.call("read", [&] { return table_.read(keys); });
  }
  std::vector<tasks::Record> range(const tasks::Range& range) override {
    return perils_.call("range", [&] { return table_.range(range); });
  }
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override {
    return perils_.call("commit", [&] { return table_.commit(writes, log); });
  }
  std::vector<tasks::LogEntry> log(std::string_view partition) override {
    return perils_.call("log", [&] { return table_.log(partition); });
  }
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return perils_.call("log since", [&] { return table_.log_since(stamp, cursor, n); });
  }
  void pause(int) override {}

 private:
  tasks::RecordTable& table_;
  Perils& perils_;
};

class SinkLine final : public ByteSink {
 public:
  SinkLine(std::unique_ptr<ByteSink> sink, Perils& perils) : sink_(std::move(sink)), perils_(perils) {}
  void write(std::string_view bytes) override {
    perils_.call("write", [&] { sink_->write(bytes); });
  }
  void finish() override {
    perils_.call("finish", [&] { sink_->finish(); });
  }

 private:
  std::unique_ptr<ByteSink> sink_;
  Perils& perils_;
};

class FileLine final : public FileStore {
 public:
  FileLine(FileStore& files, Perils& perils) : files_(files), perils_(perils) {}

  std::unique_ptr<ByteSink> create(const ObjectKey& key, const std::stop_token& stop) override {
    auto sink = perils_.call("create", [&] { return files_.create(key, stop); });
    return std::make_unique<SinkLine>(std::move(sink), perils_);
  }
  std::unique_ptr<ObjectReader> open(const ObjectKey& key) override {
    return perils_.call("open", [&] { return files_.open(key); });
  }
  std::optional<ObjectStat> stat(const ObjectKey& key) override {
    return perils_.call("stat", [&] { return files_.stat(key); });
  }
  bool remove(const ObjectKey& key) override {
    return perils_.call("remove", [&] { return files_.remove(key); });
  }
  std::vector<ObjectKey> list(std::string_view prefix) override {
    return perils_.call("list", [&] { return files_.list(prefix); });
  }
  std::size_t abort_unfinished(WallTime before) override {
    return perils_.call("abort unfinished", [&] { return files_.abort_unfinished(before); });
  }

 private:
  FileStore& files_;
  Perils& perils_;
};

class MailLine final : public Mailer {
 public:
  MailLine(Mailer& mailer, Perils& perils) : mailer_(mailer), perils_(perils) {}
  void send(const Message& message, const std::function<bool()>& go_on) override {
    perils_.call("send", [&] { mailer_.send(message, go_on); });
  }

 private:
  Mailer& mailer_;
  Perils& perils_;
};

}  // namespace exportd::testing
