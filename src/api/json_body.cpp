#include "api/json_body.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <string>

#include "api/problem.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

[[noreturn]] void refuse(int status, std::string detail, std::string parameter = {}) {
  throw ProblemAnswer{{.status = status,
                       .code = status == 400 ? "bad_json" : "bad_body",
                       .detail = std::move(detail),
                       .parameter = std::move(parameter),
                       .more = {}},
                      {}};
}

// Told by the parser what it reads, piece by piece. The signatures are Boost.JSON's.
class PairReader {
 public:
  constexpr static std::size_t max_object_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_array_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_key_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_string_size = static_cast<std::size_t>(-1);

  std::vector<query::NameValue> pairs;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (in_object_ || in_list_)
      refuse(422, "body: " + query::shown(name_) + " is an object: give a text or a list of texts", name_);
    return in_object_ = true;
  }
  bool on_object_end(std::size_t, json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) {
    if (!in_object_) refuse(422, "body: it is a list: give one object of parameters");
    if (in_list_) refuse(422, "body: " + query::shown(name_) + " is a list of lists: give a list of texts", name_);
    return in_list_ = true;
  }
  bool on_array_end(std::size_t, json::error_code&) {
    in_list_ = false;
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    add(part);
    name_ = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code&) { return add(part) && value(); }
  bool on_number_part(json::string_view part, json::error_code&) { return add(part); }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return add(part) && value(); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return add(part) && value(); }
  bool on_double(double, json::string_view part, json::error_code&) { return add(part) && value(); }
  bool on_bool(bool is, json::error_code&) { return add(is ? "true" : "false") && value(); }
  bool on_null(json::error_code&) {
    if (!in_object_) refuse(422, "body: it is no object: give one object of parameters");
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool add(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool value() {
    if (!in_object_) refuse(422, "body: it is no object: give one object of parameters");
    pairs.emplace_back(name_, std::move(text_));
    text_.clear();
    return true;
  }

  bool in_object_ = false;
  bool in_list_ = false;
  std::string name_;
  std::string text_;
};

}  // namespace

std::vector<query::NameValue> json_pairs(std::string_view text) {
  json::basic_parser<PairReader> parser(json::parse_options{});
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size() && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
    refuse(400, "body: something follows the JSON value at byte " + std::to_string(read));
  }
  if (error) refuse(400, "body: it is not JSON, from about byte " + std::to_string(read) + " on: " + error.message());
  return std::move(parser.handler().pairs);
}

}  // namespace exportd::api
