// The signer against what the vendor has published:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (four requests to S3) and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (one to IAM).
#include "net/aws_signature.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <array>

#include "core/rfc3339.hpp"

namespace exportd::net {
namespace {

std::string field_of(const HttpRequest& request, std::string_view name) {
  for (const std::string& header : request.headers) {
    if (header.starts_with(name)) return header.substr(name.size() + 2);
  }
  return {};
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

TEST(AwsSignature, is_that_of_the_published_examples_of_s3) {
  struct Case {
    HttpRequest request;
    const char* signed_headers;
    const char* signature;
  };
  const std::string bucket = "https://examplebucket.s3.amazonaws.com";
  const Case cases[] = {
      {{.method = "GET", .url = bucket + "/test.txt", .headers = {"Range: bytes=0-9"}, .body = {}},
       "host;range;x-amz-content-sha256;x-amz-date",
       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
      {{.method = "PUT",
        .url = bucket + "/test%24file.text",
        .headers = {"Date: Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class: REDUCED_REDUNDANCY"},
        .body = "Welcome to Amazon S3."},
       "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
       "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
      {{.method = "GET", .url = bucket + "/?lifecycle", .headers = {}, .body = {}},
       "host;x-amz-content-sha256;x-amz-date",
       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
      {{.method = "GET", .url = bucket + "/?max-keys=2&prefix=J", .headers = {}, .body = {}},
       "host;x-amz-content-sha256;x-amz-date",
       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
  };
  const AwsCredentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", {}};
  for (const Case& one : cases) {
    HttpRequest request = one.request;
    sign(request, credentials, {"us-east-1", "s3"}, *parse_rfc3339("2013-05-24T00:00:00Z"));
    EXPECT_EQ(field_of(request, "Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=" +
                  std::string(one.signed_headers) + ", Signature=" + one.signature);
  }
}

TEST(AwsSignature, hashes_the_published_example_of_iam) {
  const HttpRequest request{
      .method = "GET",
      .url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
      .headers = {"Content-Type: application/x-www-form-urlencoded; charset=utf-8", "X-Amz-Date: 20150830T123600Z"},
      .body = {}};
  EXPECT_EQ(sha256(canonical_request(request, {"us-east-1", "iam"}, sha256(""))),
            "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
}

TEST(AwsSignature, of_a_session_covers_its_token) {
  HttpRequest request{.method = "POST", .url = "http://127.0.0.1:8000/", .headers = {}, .body = "{}"};
  sign(request, {"AKID", "secret", "session", {}}, {"eu-west-1", "dynamodb"}, *parse_rfc3339("2026-11-24T20:00:00Z"));
  EXPECT_EQ(field_of(request, "X-Amz-Security-Token"), "session");
  EXPECT_NE(field_of(request, "Authorization").find("host;x-amz-content-sha256;x-amz-date;x-amz-security-token"),
            std::string::npos);
  EXPECT_EQ(field_of(request, "Authorization").find("secret"), std::string::npos);
}

TEST(AwsSignature, takes_a_request_in_one_form_whatever_way_it_is_written) {
  struct Case {
    const char* why;
    HttpRequest request;
    const char* service;
    const char* canonical;
  };
  const auto get = [](const std::string& url, std::vector<std::string> headers = {}) {
    return HttpRequest{.method = "GET", .url = url, .headers = std::move(headers), .body = {}};
  };
  const Case cases[] = {
      {"no path", get("https://h"), "es", "GET\n/\n\nhost:h\n\nhost\n"},
      {"the scheme's own port is not sent", get("https://h:443/"), "es", "GET\n/\n\nhost:h\n\nhost\n"},
      {"another is", get("http://h:443/"), "es", "GET\n/\n\nhost:h:443\n\nhost\n"},
      {"a query behind no path", get("https://h?a=b"), "es", "GET\n/\na=b\nhost:h\n\nhost\n"},
      {"S3 takes the path as it is sent", get("https://h/a%20b//c"), "s3", "GET\n/a%20b//c\n\nhost:h\n\nhost\n"},
      {"the others encode it again", get("https://h/a%20b//c"), "es", "GET\n/a%2520b/c\n\nhost:h\n\nhost\n"},
      {"the query is sorted by what is encoded, name first", get("https://h/?b=1&a=2&a=1&a-=0"), "es",
       "GET\n/\na=1&a=2&a-=0&b=1\nhost:h\n\nhost\n"},
      {"and encoded in one way", get("https://h/?%61=%7e%2f&c=a/b+d&e"), "es",
       "GET\n/\na=~%2F&c=a%2Fb%2Bd&e=\nhost:h\n\nhost\n"},
      {"a value may hold =", get("https://h/?a=b=c"), "es", "GET\n/\na=b%3Dc\nhost:h\n\nhost\n"},
      {"blanks around and inside a header's value", get("https://h/", {"X-A:  a   b  "}), "es",
       "GET\n/\n\nhost:h\nx-a:a b\n\nhost;x-a\n"},
      {"two headers of one name", get("https://h/", {"X-A: 2", "Accept: b", "x-a: 1"}), "es",
       "GET\n/\n\naccept:b\nhost:h\nx-a:2,1\n\naccept;host;x-a\n"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(canonical_request(one.request, {"eu-west-1", one.service}, "HASH"), one.canonical + std::string("HASH"))
        << one.why;
  }
}

TEST(AwsEncoding, leaves_only_what_no_reader_takes_for_something_else) {
  EXPECT_EQ(aws_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(aws_encoded("a/b c+d%\xC3\xA4"), "a%2Fb%20c%2Bd%25%C3%A4");
  EXPECT_EQ(aws_encoded("a/b c", true), "a/b%20c");
}

}  // namespace
}  // namespace exportd::net
