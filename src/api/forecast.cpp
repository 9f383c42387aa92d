#include "api/forecast.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/failure.hpp"

namespace exportd::api {

namespace {

using namespace std::chrono_literals;

// What a slow count leaves for the first records, and these for the columns.
constexpr auto counted_by = 1'000ms;
constexpr auto previewed_by = 1'600ms;
constexpr auto columns_by = 1'900ms;
static_assert(columns_by < forecast_time_max);

// Whether only the cells of the whole selection tell which columns the file has.
bool depends_on_cells(const FileOptions& options) {
  return options.layout != Layout::long_form && (!options.companions.empty() || options.repeats == Repeats::columns);
}

class Asking {
 public:
  Asking(const ServiceParts& parts, const Environment& environment, const query::Request& request)
      : parts_(parts), environment_(environment), request_(request), began_(parts.clock.monotonic()) {}

  Forecast forecast(std::size_t rows_max) {
    const Criteria& criteria = request_.criteria;
    Forecast known;
    known.records = told([&] { return parts_.search.count(environment_, criteria, began_ + counted_by); });
    const auto page =
        told([&] { return parts_.search.preview(environment_, criteria, forecast_records, began_ + previewed_by); });
    const bool whole = page && known.records == page->documents.size();
    const auto held = analytes(whole);
    if (trouble_ && !known.records && !page && !held) throw Failure(*trouble_);

    const auto made = preview(held, page);
    if (!made) return known;
    if (whole || columns_are_known(held.has_value())) known.columns = made->columns;
    if (!page) return known;
    known.rows.emplace(made->rows.begin(), made->rows.begin() + at_most(rows_max, made->rows.size()));
    known.bytes_exact = whole;
    known.bytes = whole ? made->bytes : extrapolated(known.records, *made, page->documents.size());
    return known;
  }

 private:
  // What one question to the search brings; nullopt: it was too slow, or it failed and may answer later.
  template <class Ask>
  std::invoke_result_t<Ask> told(Ask&& ask) {
    try {
      return ask();
    } catch (const Failure& failure) {
      if (failure.kind() != FailureKind::retry) throw;
      if (!trouble_) trouble_ = failure;
      return std::nullopt;
    }
  }

  // The analytes that there are columns of. With `present` these are the selection's; if it is whole here, the table
  // finds them by itself.
  std::optional<std::vector<Analyte>> analytes(bool whole) {
    const FileOptions& options = request_.options;
    if (options.layout == Layout::long_form) return std::nullopt;
    if (options.columns != ColumnChoice::present) {
      return told([&] { return std::optional(parts_.search.analytes(environment_)); });
    }
    if (whole) return std::nullopt;
    return told([&] { return parts_.search.analytes_of(environment_, request_.criteria, began_ + columns_by); });
  }

  std::optional<PreviewRows> preview(const std::optional<std::vector<Analyte>>& held, const std::optional<Page>& page) {
    FileOptions options = request_.options;
    const bool wide = options.layout != Layout::long_form;
    if (wide && options.columns != ColumnChoice::present && !held) return std::nullopt;
    // All of the selection's analytes are what `present` would find by itself: the same columns, names and order.
    if (wide && held && options.columns == ColumnChoice::present) options.columns = ColumnChoice::all;
    const Page none{std::vector<char>(limits::page_padding_bytes), {}};
    return told([&] {
      return std::optional(parts_.preview({.environment = environment_,
                                           .options = options,
                                           .held = held ? *held : std::vector<Analyte>(),
                                           .page = page ? *page : none}));
    });
  }

  [[nodiscard]] bool columns_are_known(bool held) const {
    return request_.options.layout == Layout::long_form || (held && !depends_on_cells(request_.options));
  }

  // What begins and ends the file counts once. How well records compress a few of them do not tell.
  [[nodiscard]] std::optional<std::uint64_t> extrapolated(const std::optional<std::uint64_t>& records,
                                                          const PreviewRows& made, std::size_t previewed) const {
    if (!records || previewed == 0 || request_.options.compression != Compression::none) return std::nullopt;
    return made.bytes - made.row_bytes + made.row_bytes * *records / previewed;
  }

  static std::ptrdiff_t at_most(std::size_t most, std::size_t count) {
    return static_cast<std::ptrdiff_t>(std::min(most, count));
  }

  const ServiceParts& parts_;
  const Environment& environment_;
  const query::Request& request_;
  const MonotonicTime began_;
  std::optional<Failure> trouble_;  // the first
};

}  // namespace

Forecast forecast(const ServiceParts& parts, const Environment& environment, const query::Request& request,
                  std::size_t rows_max) {
  return Asking(parts, environment, request).forecast(rows_max);
}

}  // namespace exportd::api
