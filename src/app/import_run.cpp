#include "app/import_run.hpp"

#include <atomic>
#include <utility>

#include "app/progress_display.hpp"
#include "app/usable_path.hpp"

namespace exportd::app {

namespace {

// Counts the stored bytes read, which is what the bar can know a total of.
class CountedSource final : public search::ByteSource {
 public:
  CountedSource(std::unique_ptr<search::ByteSource> inner, std::atomic<std::uint64_t>& read)
      : inner_(std::move(inner)), read_(read) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t got = inner_->read(into);
    read_ += got;
    return got;
  }

 private:
  std::unique_ptr<search::ByteSource> inner_;
  std::atomic<std::uint64_t>& read_;
};

}  // namespace

search::ImportReport import_with_progress(const Session& session, const Environment& environment, ImportSource source,
                                          search::BadLines bad_lines) {
  make_folder(session.config.data_dir, "check --data");
  std::atomic<std::uint64_t> read = 0;
  auto bytes = std::make_unique<CountedSource>(std::move(source.bytes), read);
  ProgressDisplay display(environment.name, "bytes", session.clock);
  std::optional<std::uint64_t> total;
  if (source.stored_bytes > 0) total = source.stored_bytes;
  return search::import_records(
      session.config.search_path(), environment, std::move(bytes), {.bad_lines = bad_lines},
      [&](const search::ImportProgress& now) { display.show("importing", total ? read.load() : now.bytes, total); },
      session.stop);
}

}  // namespace exportd::app
