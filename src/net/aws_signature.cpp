#include "net/aws_signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <utility>
#include <vector>

namespace exportd::net {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return hex(digest);
}

Digest hmac(std::string_view key, std::string_view bytes) {
  Digest digest{};
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), digest.data(), &length) == nullptr) {
    throw std::bad_alloc();
  }
  return digest;
}

std::string_view text_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

struct UrlParts {
  std::string_view host;  // with a port that is not the scheme's own
  std::string_view path;  // "/" at least
  std::string_view query;
};

UrlParts parts_of(std::string_view url) {
  UrlParts parts;
  const bool tls = url.starts_with("https://");
  url.remove_prefix(url.find("://") + 3);
  const std::size_t end = std::min(url.find_first_of("/?"), url.size());
  parts.host = url.substr(0, end);
  const std::string_view own_port = tls ? ":443" : ":80";
  if (parts.host.ends_with(own_port)) parts.host.remove_suffix(own_port.size());  // as libcurl sends it
  url.remove_prefix(end);
  const std::size_t mark = url.find('?');
  parts.path = url.substr(0, mark);
  if (parts.path.empty()) parts.path = "/";
  if (mark != std::string_view::npos) parts.query = url.substr(mark + 1);
  return parts;
}

// All services but S3 sign the path with single slashes, and encoded once more than it is sent.
std::string canonical_path(std::string_view path) {
  std::string canonical;
  for (const char c : path) {
    if (c != '/' || !canonical.ends_with('/')) canonical += c;
  }
  return aws_encoded(canonical, true);
}

// As it was encoded, in the one way that is signed.
std::string encoded_once(std::string_view encoded) {
  const auto value = [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 ? c - '0' : (c | 0x20) - 'a' + 10;
  };
  std::string decoded;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const bool escape = encoded[i] == '%' && i + 2 < encoded.size() &&
                        std::isxdigit(static_cast<unsigned char>(encoded[i + 1])) != 0 &&
                        std::isxdigit(static_cast<unsigned char>(encoded[i + 2])) != 0;
    decoded += escape ? static_cast<char>(value(encoded[i + 1]) * 16 + value(encoded[i + 2])) : encoded[i];
    if (escape) i += 2;
  }
  return aws_encoded(decoded);
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view field = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    fields.emplace_back(encoded_once(field.substr(0, equals)),
                        encoded_once(field.substr(std::min(equals + 1, field.size()))));
  }
  std::ranges::sort(fields);
  std::string canonical;
  for (const auto& [name, value] : fields) {
    if (!canonical.empty()) canonical += '&';
    canonical += name;
    canonical += '=';
    canonical += value;
  }
  return canonical;
}

// Name in lower case, value without blanks at its ends and with single ones inside; sorted by name.
std::vector<std::pair<std::string, std::string>> signed_headers(const HttpRequest& request, std::string_view host) {
  std::vector<std::pair<std::string, std::string>> headers{{"host", std::string(host)}};
  for (const std::string& header : request.headers) {
    const std::size_t colon = header.find(':');
    std::string name = header.substr(0, colon);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    std::string value;
    for (const char c : std::string_view(header).substr(std::min(colon + 1, header.size()))) {
      if (c != ' ' || (!value.empty() && value.back() != ' ')) value += c;
    }
    if (!value.empty() && value.back() == ' ') value.pop_back();
    headers.emplace_back(std::move(name), std::move(value));
  }
  std::ranges::stable_sort(headers, {}, &std::pair<std::string, std::string>::first);
  for (std::size_t i = 1; i < headers.size();) {  // of one name: one, with all values
    if (headers[i - 1].first != headers[i].first) {
      ++i;
      continue;
    }
    headers[i - 1].second += "," + headers[i].second;
    headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return headers;
}

std::string names_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string names;
  for (const auto& [name, value] : headers) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

// "20130524T000000Z"
std::string stamp_of(WallTime now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 17> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

std::string signature(const AwsCredentials& credentials, const AwsScope& scope, std::string_view day,
                      std::string_view to_sign) {
  std::string secret = "AWS4" + credentials.secret_access_key;
  Digest key = hmac(secret, day);
  OPENSSL_cleanse(secret.data(), secret.size());
  for (const std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")}) {
    key = hmac(text_of(key), part);
  }
  return hex(hmac(text_of(key), to_sign));
}

}  // namespace

std::string aws_encoded(std::string_view text, bool keep_slashes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || (keep_slashes && c == '/');
    if (plain) {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

std::string canonical_request(const HttpRequest& request, const AwsScope& scope, std::string_view payload_hash) {
  const UrlParts url = parts_of(request.url);
  const auto headers = signed_headers(request, url.host);
  std::string canonical = request.method + "\n";
  canonical += scope.service == "s3" ? std::string(url.path) : canonical_path(url.path);
  canonical += "\n" + canonical_query(url.query) + "\n";
  for (const auto& [name, value] : headers) canonical += name + ":" + value + "\n";
  canonical += "\n" + names_of(headers) + "\n";
  canonical += payload_hash;
  return canonical;
}

void sign(HttpRequest& request, const AwsCredentials& credentials, const AwsScope& scope, WallTime now) {
  const std::string stamp = stamp_of(now);
  const std::string day = stamp.substr(0, 8);
  const std::string payload_hash = sha256_hex(request.body);
  request.headers.push_back("X-Amz-Date: " + stamp);
  request.headers.push_back("X-Amz-Content-Sha256: " + payload_hash);
  if (!credentials.session_token.empty())
    request.headers.push_back("X-Amz-Security-Token: " + credentials.session_token);

  const std::string scope_text = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
  const std::string to_sign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope_text + "\n" +
                              sha256_hex(canonical_request(request, scope, payload_hash));
  const std::string names = names_of(signed_headers(request, parts_of(request.url).host));
  request.headers.push_back("Authorization: AWS4-HMAC-SHA256 Credential=" + credentials.access_key_id + "/" +
                            scope_text + ", SignedHeaders=" + names +
                            ", Signature=" + signature(credentials, scope, day, to_sign));
}

}  // namespace exportd::net
