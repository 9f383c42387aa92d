// Leaving mail for good: the link in every mail (RFC 8058). GET shows a button and changes nothing, as link scanners
// follow every link; POST, by a mail program or the button, ends it.
#include <string>

#include "api/html.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "seal/address_tokens.hpp"

namespace exportd::api {

namespace {

Reply page(std::string html) {
  return {
      .status = 200,
      .headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Content-Security-Policy", std::string(page_policy)}},
      .content = std::move(html),
      .route = {}};
}

KeyedAddress address_in(const ServiceParts& parts, const PathValues& values) {
  const auto key = seal::verified_unsubscribe_token(parts.rules.secret, values.find("token")->second);
  if (key) return *key;
  throw ProblemAnswer{not_found("this link was cut or changed: use the one in the mail, whole"), {}};
}

Reply ask(const ServiceParts& parts, const PathValues& values) {
  if (parts.tasks.suppressed(address_in(parts, values))) {
    return page(html_page("No more mail", "<h1>No more mail</h1>\n<p>This address gets no mail from us.</p>"));
  }
  return page(html_page("No more mail?",
                        "<h1>No more mail?</h1>\n<p>You will no longer be told when an export has ended. Exports "
                        "themselves go on; their pages show how they stand.</p>\n"
                        "<form method=\"post\"><button>No more mail to this address</button></form>"));
}

Reply leave(const ServiceParts& parts, const PathValues& values) {
  parts.tasks.suppress(address_in(parts, values));
  return page(html_page("No more mail", "<h1>No more mail</h1>\n<p>Done: this address gets no mail from us.</p>"));
}

}  // namespace

void add_unsubscribe_routes(Router& router, const ServiceParts& parts) {
  router.add({Method::get, "/v1/unsubscribe/{token}", Charge::request,
              [&](const Request&, const PathValues& values) { return ask(parts, values); }});
  router.add({Method::post, "/v1/unsubscribe/{token}", Charge::request,
              [&](const Request&, const PathValues& values) { return leave(parts, values); }});
}

}  // namespace exportd::api
