#include "api/reference_page.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include "api/html.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return {};
  return html_text(value->is_string() ? std::string(value->as_string()) : json::serialize(*value));
}

std::string upper(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return made;
}

std::string values_of(const json::object& parameter) {
  const json::value* schema = parameter.if_contains("schema");
  if (schema == nullptr) return {};
  const json::object& shape = schema->as_object();
  std::string text;
  if (const json::value* choice = shape.if_contains("enum")) {
    for (const json::value& one : choice->as_array())
      text += (text.empty() ? "" : " | ") + html_text(json::serialize(one));
  } else if (const json::value* examples = shape.if_contains("examples")) {
    text = "for example " + html_text(std::string(examples->as_array().front().as_string()));
  }
  return text.empty() ? text : "<br><code>" + text + "</code>";
}

std::string parameter_rows(const json::object& object) {
  const json::value* parameters = object.if_contains("parameters");
  if (parameters == nullptr) return {};
  std::string rows;
  for (const json::value& value : parameters->as_array()) {
    const json::object& parameter = value.as_object();
    rows += "<tr><td><code>" + text_of(parameter, "name") + "</code></td><td>" + text_of(parameter, "in") +
            "</td><td>" + text_of(parameter, "description") + values_of(parameter) + "</td></tr>\n";
  }
  return rows;
}

std::string operation_html(std::string_view method, const std::string& path, const json::object& shared,
                           const json::object& operation) {
  std::string html = "<h3><code>" + upper(method) + " " + html_text(path) + "</code></h3>\n<p>" +
                     text_of(operation, "summary") + ". " + text_of(operation, "description") + "</p>\n";
  const std::string rows = parameter_rows(shared) + parameter_rows(operation);
  if (!rows.empty()) {
    html += "<table>\n<thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead>\n<tbody>\n" + rows +
            "</tbody>\n</table>\n";
  }
  html += "<table>\n<thead><tr><th>Status</th><th>Answer</th></tr></thead>\n<tbody>\n";
  for (const auto& [status, answer] : operation.at("responses").as_object()) {
    if (status == "default") continue;
    const std::string meaning = text_of(answer.as_object(), "description");
    html += "<tr><td>" + html_text(status) + "</td><td>" + (meaning.empty() ? "A problem." : meaning) + "</td></tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

}  // namespace

std::string reference_page(const json::object& document) {
  const json::object& info = document.at("info").as_object();
  std::string html = "<h1>" + text_of(info, "title") + ": reference</h1>\n<p>" + text_of(info, "summary") + ". " +
                     text_of(info, "description") +
                     " For programs: <a href=\"/openapi.json\">OpenAPI document</a>.</p>\n";
  for (const json::value& tag : document.at("tags").as_array()) {
    const std::string name(tag.at("name").as_string());
    html += "<h2>" + html_text(name) + "</h2>\n";
    for (const auto& [path, entry] : document.at("paths").as_object()) {
      for (const auto& [method, operation] : entry.as_object()) {
        if (method == "parameters" || operation.at("tags").as_array().front() != json::value(name)) continue;
        html += operation_html(method, path, entry.as_object(), operation.as_object());
      }
    }
  }
  return html_page("Reference", html);
}

}  // namespace exportd::api
