#include "net/aws_credential_answer.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <thread>

#include "core/rfc3339.hpp"
#include "net/aws_client.hpp"
#include "net/aws_error.hpp"

namespace exportd::net {
namespace {

constexpr int tries_max = 3;
constexpr std::chrono::milliseconds pause_between_tries{100};
constexpr std::size_t answer_bytes_max = 1 * limits::MiB;
constexpr std::size_t token_bytes_max = 64 * limits::KiB;

bool may_heal(const HttpResponse& answer) {
  const AwsTrouble trouble = trouble_of(answer);
  return trouble == AwsTrouble::throttled || trouble == AwsTrouble::unavailable;
}

bool may_heal(const Result<HttpResponse, TransportFault>& answer) {
  return answer ? may_heal(answer.value()) : answer.error().kind != TransportFaultKind::tls;
}

// Keys and tokens are put into header fields as they are.
bool is_one_word(std::string_view text) {
  return text.find_first_of(std::string_view(" \t\r\n\0", 5)) == std::string_view::npos;
}

std::optional<AwsCredentials> checked(AwsCredentials credentials, std::string_view expires) {
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) return std::nullopt;
  if (!is_one_word(credentials.access_key_id) || !is_one_word(credentials.session_token)) return std::nullopt;
  if (!expires.empty()) {
    credentials.expires = parse_rfc3339(expires);
    if (!credentials.expires) return std::nullopt;
  }
  return credentials;
}

std::string text_in(const boost::json::object& object, const char* name) {
  const boost::json::value* const value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

// Keys, tokens and times hold no character that XML writes otherwise.
std::string text_in(std::string_view xml, const std::string& tag) {
  const std::string open = "<" + tag + ">";
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = xml.find('<', begin + open.size());
  return std::string(xml.substr(begin + open.size(), end - begin - open.size()));
}

}  // namespace

Result<HttpResponse, TransportFault> ask_for_credentials(const HttpRequest& request, std::chrono::milliseconds whole,
                                                         const TlsTrust& trust) {
  HttpTransport transport(trust);
  const TransferLimits limits{.connect = whole, .whole = whole, .body_bytes_max = answer_bytes_max};
  for (int tries = 1;; ++tries) {
    auto answer = transport.exchange(request, limits, {});
    if (tries == tries_max || !may_heal(answer)) return answer;
    std::this_thread::sleep_for(pause_between_tries * tries);
  }
}

std::optional<AwsCredentials> credentials_in_json(std::string_view body) {
  boost::system::error_code fault;
  const boost::json::value tree = boost::json::parse(boost::json::string_view(body.data(), body.size()), fault);
  const boost::json::object* const object = fault ? nullptr : tree.if_object();
  if (object == nullptr) return std::nullopt;
  return checked({.access_key_id = text_in(*object, "AccessKeyId"),
                  .secret_access_key = text_in(*object, "SecretAccessKey"),
                  .session_token = text_in(*object, "Token"),
                  .expires = std::nullopt},
                 text_in(*object, "Expiration"));
}

std::optional<AwsCredentials> credentials_in_xml(std::string_view body) {
  return checked({.access_key_id = text_in(body, "AccessKeyId"),
                  .secret_access_key = text_in(body, "SecretAccessKey"),
                  .session_token = text_in(body, "SessionToken"),
                  .expires = std::nullopt},
                 text_in(body, "Expiration"));
}

Failure no_credentials_in(const HttpResponse& answer, const std::string& place) {
  std::string detail = place + " answered HTTP " + std::to_string(answer.status) + " " + aws_error_code(answer);
  if (answer.status / 100 == 4 && !may_heal(answer)) {
    return {FailureKind::ours, "aws_credentials",
            "AWS credentials are refused: see the log, and correct the role or its settings", std::move(detail)};
  }
  return {FailureKind::retry, "aws_credentials", "AWS credentials cannot be had at the moment: try again later",
          std::move(detail)};
}

Failure no_credentials_after(const TransportFault& fault, const std::string& place) {
  const FailureKind kind = fault.kind == TransportFaultKind::tls ? FailureKind::ours : FailureKind::retry;
  return {kind, "aws_credentials", "AWS credentials cannot be had: nobody who gives them can be reached: see the log",
          place + ": " + fault.reason};
}

std::string token_in_file(const std::string& path, const std::string& variable) {
  std::ifstream file(path, std::ios::binary);
  std::string token(token_bytes_max, '\0');
  file.read(token.data(), static_cast<std::streamsize>(token.size()));
  token.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' ')) token.pop_back();
  if (!token.empty() && is_one_word(token)) return token;
  throw Failure(FailureKind::ours, "aws_credentials",
                "AWS credentials: the file that " + variable + " names holds no token: correct it", path);
}

}  // namespace exportd::net
