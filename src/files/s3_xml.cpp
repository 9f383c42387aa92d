#include "files/s3_xml.hpp"

#include <pugixml.hpp>

#include <optional>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"

namespace exportd::files {
namespace {

constexpr std::size_t detail_bytes_max = 500;

Failure not_s3(std::string_view body, const std::string& why) {
  return {FailureKind::retry, "store_unavailable", "the file store's answer could not be read: try again later",
          why + ": " + std::string(body.substr(0, detail_bytes_max))};
}

pugi::xml_document document_of(std::string_view body) {
  pugi::xml_document document;
  // No entities of a DTD's own are read by this parser; what it does not know stays as it is.
  const pugi::xml_parse_result parsed = document.load_buffer(body.data(), body.size(), pugi::parse_default);
  if (!parsed) throw not_s3(body, parsed.description());
  return document;
}

// The document must outlive the node.
pugi::xml_node root_of(const pugi::xml_document& document, std::string_view body, const char* name) {
  const pugi::xml_node root = document.child(name);
  if (!root) throw not_s3(body, std::string("no ") + name);
  return root;
}

std::string text(const pugi::xml_node& parent, const char* name) {
  return parent.child_value(name);
}

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return std::nullopt;
}

// encoding-type=url: keys may hold what XML cannot. A '+' is a blank.
std::string url_decoded(std::string_view encoded) {
  std::string decoded;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '%' && i + 2 < encoded.size()) {
      const auto high = hex_value(encoded[i + 1]);
      const auto low = hex_value(encoded[i + 2]);
      if (high && low) {
        decoded += static_cast<char>(*high * 16 + *low);
        i += 2;
        continue;
      }
    }
    decoded += encoded[i] == '+' ? ' ' : encoded[i];
  }
  return decoded;
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

// There are servers that encode no keys although they were asked to; they then do not say that they did.
std::string key_text(const pugi::xml_node& root, const std::string& key) {
  return text(root, "EncodingType") == "url" ? url_decoded(key) : key;
}

}  // namespace

// <CompleteMultipartUpload>
//   <Part><ETag>"…"</ETag><PartNumber>1</PartNumber><ChecksumSHA256>…=</ChecksumSHA256></Part> …
std::string complete_upload_xml(const std::vector<S3Part>& parts) {
  std::string body = R"(<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
  for (const S3Part& part : parts) {
    body += "<Part><PartNumber>" + std::to_string(part.number) + "</PartNumber><ETag>" + xml_escaped(part.etag) +
            "</ETag><ChecksumSHA256>" + part.sha256 + "</ChecksumSHA256></Part>";
  }
  return body + "</CompleteMultipartUpload>";
}

std::string parse_upload_id(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  std::string id = text(root_of(document, body, "InitiateMultipartUploadResult"), "UploadId");
  if (id.empty()) throw not_s3(body, "no UploadId");
  return id;
}

// An answer of 200 may have begun before S3 knew how it would end:
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
S3Completion parse_completion(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  if (document.child("Error")) return S3Completion::failed;
  if (text(root_of(document, body, "CompleteMultipartUploadResult"), "ETag").empty()) throw not_s3(body, "no ETag");
  return S3Completion::done;
}

S3ObjectPage parse_object_page(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  const pugi::xml_node root = root_of(document, body, "ListBucketResult");
  S3ObjectPage page;
  for (const pugi::xml_node& object : root.children("Contents"))
    page.keys.push_back(key_text(root, text(object, "Key")));
  if (text(root, "IsTruncated") == "true") {
    page.next = text(root, "NextContinuationToken");
    if (page.next.empty()) throw not_s3(body, "a page without a next one that is not the last");
  }
  return page;
}

S3UploadPage parse_upload_page(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  const pugi::xml_node root = root_of(document, body, "ListMultipartUploadsResult");
  S3UploadPage page;
  for (const pugi::xml_node& upload : root.children("Upload")) {
    const auto began = parse_rfc3339(text(upload, "Initiated"));
    if (!began) throw not_s3(body, "an upload without its time");
    page.uploads.push_back({key_text(root, text(upload, "Key")), text(upload, "UploadId"), *began});
  }
  if (text(root, "IsTruncated") == "true") {
    page.next_key = key_text(root, text(root, "NextKeyMarker"));
    page.next_id = text(root, "NextUploadIdMarker");
    if (page.next_key.empty()) throw not_s3(body, "a page without a next one that is not the last");
  }
  return page;
}

bool parse_all_blocked(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  const pugi::xml_node root = root_of(document, body, "PublicAccessBlockConfiguration");
  for (const char* name : {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"}) {
    if (text(root, name) != "true") return false;
  }
  return true;
}

std::string parse_versioning(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  return text(root_of(document, body, "VersioningConfiguration"), "Status");
}

bool parse_aborts_uploads(std::string_view body) {
  const pugi::xml_document document = document_of(body);
  for (const pugi::xml_node& rule : root_of(document, body, "LifecycleConfiguration").children("Rule")) {
    if (text(rule, "Status") == "Enabled" && rule.child("AbortIncompleteMultipartUpload")) return true;
  }
  return false;
}

}  // namespace exportd::files
