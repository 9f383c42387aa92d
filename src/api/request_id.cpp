#include "api/request_id.hpp"

#include "api/bearer_token.hpp"

namespace exportd::api {

std::string new_request_id() {
  constexpr std::size_t digits = 16;
  return random_token().substr(0, digits);
}

std::string request_id(std::string_view given) {
  constexpr std::size_t longest = 64;
  const bool shaped = !given.empty() && given.size() <= longest &&
                      given.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
                          std::string_view::npos;
  return shaped ? std::string(given) : new_request_id();
}

}  // namespace exportd::api
