#include "api/points.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "api/problem.hpp"
#include "core/failure.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

// One column of numbers as the text of a JSON list.
class NumberList {
 public:
  void add(double value) {
    text_ += text_.empty() ? '[' : ',';
    if (std::isnan(value)) {
      text_ += "null";
      return;
    }
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text_.append(digits.data(), end);
  }
  [[nodiscard]] std::string list() const { return text_.empty() ? "[]" : text_ + "]"; }

 private:
  std::string text_;
};

std::string text_list(const std::vector<std::string>& texts) {
  return json::serialize(json::array(texts.begin(), texts.end()));
}

std::string axis_json(const std::vector<std::string>& variables, const std::vector<std::string>& units,
                      const NumberList& values) {
  if (variables.empty()) return "null";
  return R"({"variables":)" + text_list(variables) + R"(,"units":)" + text_list(units) + R"(,"values":)" +
         values.list() + "}";
}

[[noreturn]] void refuse_amount(std::uint64_t records, std::uint64_t records_max) {
  const std::string detail = "too many rows: the search holds " + std::to_string(records) + " records and at most " +
                             std::to_string(records_max) + " are shown: narrow the search";
  throw ProblemAnswer{{.status = 422,
                       .code = "too_many_rows",
                       .detail = detail,
                       .parameter = {},
                       .more = {{"totalRows", records}, {"maxRows", records_max}}},
                      {}};
}

[[noreturn]] void refuse_for_now() {
  throw ProblemAnswer{{.status = 503,
                       .code = "try_again",
                       .detail = "points: the search did not bring all records in time: try again, or narrow it",
                       .parameter = {},
                       .more = {}},
                      {{"Retry-After", "10"}}};
}

// Asks to stop at the deadline.
class Deadline {
 public:
  Deadline(Clock& clock, MonotonicTime until)
      : timer_([&clock, until, this](const std::stop_token& ended) {
          if (clock.sleep_until(until, ended)) late_.request_stop();
        }) {}
  [[nodiscard]] std::stop_token token() const { return late_.get_token(); }

 private:
  std::stop_source late_;
  std::jthread timer_;  // the last member: it ends before what it uses
};

class Points {
 public:
  Points(const ServiceParts& parts, const Environment& environment, const PointAxes& axes)
      : parts_(parts), axes_(axes), reader_(parts.points(environment, axes)) {}

  void read(PageStream& pages, const std::stop_token& stop) {
    while (const std::optional<Page> page = pages.next(stop)) {
      if (stop.stop_requested() || parts_.draining()) refuse_for_now();
      read_.clear();
      reader_->read(*page, read_);
      for (const Point& point : read_) {
        longitude_.add(point.longitude);
        latitude_.add(point.latitude);
        if (!axes_.x.empty()) x_.add(point.x);
        if (!axes_.y.empty()) y_.add(point.y);
      }
    }
  }

  [[nodiscard]] std::string text(std::uint64_t records) const {
    return R"({"totalRows":)" + std::to_string(records) + R"(,"maxRows":)" + std::to_string(parts_.rules.max_rows) +
           R"(,"longitude":)" + longitude_.list() + R"(,"latitude":)" + latitude_.list() + R"(,"x":)" +
           axis_json(axes_.x, reader_->x_units(), x_) + R"(,"y":)" + axis_json(axes_.y, reader_->y_units(), y_) + "}\n";
  }

 private:
  const ServiceParts& parts_;
  const PointAxes& axes_;
  const std::unique_ptr<PointReader> reader_;
  std::vector<Point> read_;  // of one page
  NumberList longitude_, latitude_, x_, y_;
};

}  // namespace

std::string points_json(const ServiceParts& parts, const Environment& environment, const query::Request& request,
                        const PointAxes& axes) {
  const Deadline deadline(parts.clock, parts.clock.monotonic() + points_time_max);
  const std::stop_token stop = deadline.token();
  try {
    const OpenedSearch opened = parts.search.open(environment, request.criteria, stop);
    if (opened.total > parts.rules.max_rows) refuse_amount(opened.total, parts.rules.max_rows);
    Points points(parts, environment, axes);
    points.read(*opened.pages, stop);
    return points.text(opened.total);
  } catch (const Failure&) {
    if (stop.stop_requested()) refuse_for_now();
    throw;
  }
}

}  // namespace exportd::api
