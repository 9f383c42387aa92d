// The web page: one document for all its addresses, and the files that it loads. Everything is in memory.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/conditional.hpp"
#include "api/html.hpp"
#include "api/page.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "seal/sha256.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

// It runs its own files only, talks to this service only, and no text becomes markup or script.
constexpr std::string_view web_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/html; charset=utf-8";
}

void replace(std::string& text, std::string_view mark, std::string_view with) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), with);
}

// What the document holds beside its text: the page asks for the rest.
std::string settings_json(const ServiceParts& parts) {
  json::array environments;
  for (const Environment& one : parts.environments) {
    environments.push_back(json::object{{"name", one.name},
                                        {"title", one.title.empty() ? one.name : one.title},
                                        {"emailRequired", one.email_required},
                                        {"cite", one.cite},
                                        {"licence", one.licence},
                                        {"licenceUrl", one.licence_url}});
  }
  return json::serialize(json::object{{"environments", std::move(environments)},
                                      {"maxRows", parts.rules.max_rows},
                                      {"browserRows", parts.rules.browser_rows},
                                      {"admin", parts.rules.admin_token.has_value()}});
}

const PageFile* file_named(const ServiceParts& parts, std::string_view name) {
  for (const PageFile& file : parts.page_files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

Reply tagged(const Request& request, int status, std::string_view type, std::string bytes) {
  const std::string tag = "\"" + seal::sha256_hex(bytes).substr(0, 32) + "\"";
  Headers headers{{"Content-Type", std::string(type)},
                  {"Content-Security-Policy", std::string(web_policy)},
                  {"ETag", tag},
                  {"Cache-Control", "no-cache"}};
  if (status == 200 && none_match_fails(request.headers, tag)) {
    return {.status = 304, .headers = std::move(headers), .content = {}, .route = {}};
  }
  return {.status = status, .headers = std::move(headers), .content = std::move(bytes), .route = {}};
}

// The document, with what stands there for browsers without scripts.
class Shell {
 public:
  explicit Shell(const ServiceParts& parts) {
    const PageFile* const file = file_named(parts, "page.html");
    if (file != nullptr) text_ = file->bytes;
    replace(text_, "{{settings}}", html_text(settings_json(parts)));
  }
  [[nodiscard]] Reply with(const Request& request, int status, std::string_view without_scripts) const {
    std::string text = text_;
    replace(text, "{{without scripts}}", without_scripts);
    return tagged(request, status, type_of(".html"), std::move(text));
  }

 private:
  std::string text_;
};

// An unknown export has a page too, which says so to people as the status does to programs.
Reply export_reply(const ServiceParts& parts, const Shell& shell, const Request& request, const PathValues& values) {
  try {
    return shell.with(request, 200, export_page(parts, found_task(parts, id_in(values), run_in(request))));
  } catch (const ProblemAnswer& answer) {
    return shell.with(request, answer.problem.status, "<p>" + html_text(answer.problem.detail) + "</p>");
  }
}

}  // namespace

void add_page_routes(Router& router, const ServiceParts& parts) {
  using Values = const PathValues&;
  const auto shell = std::make_shared<Shell>(parts);
  const auto plain = [shell, text = front_page(parts)](const Request& request, Values) {
    return shell->with(request, 200, text);
  };
  for (const char* address : {"/", "/exports", "/admin"}) {
    router.add({Method::get, address, Charge::request, plain});
  }
  router.add({Method::get, "/exports/{id}", Charge::request, [&parts, shell](const Request& request, Values values) {
                return export_reply(parts, *shell, request, values);
              }});
  // Not charged: a page shall not stop half way through being loaded.
  router.add({Method::get, "/page/{file}", Charge::none, [&parts](const Request& request, Values values) {
                const PageFile* const file = file_named(parts, values.find("file")->second);
                if (file == nullptr) throw ProblemAnswer{not_found("there is no such file of the page"), {}};
                return tagged(request, 200, type_of(file->name), std::string(file->bytes));
              }});
}

}  // namespace exportd::api
