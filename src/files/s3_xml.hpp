// The XML of S3's answers and requests (https://docs.aws.amazon.com/AmazonS3/latest/API/). Pure. What is not the answer
// that was expected is Failure retry "store_unavailable": something between us and S3 has answered, or cut it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"
#include "core/task_queue.hpp"

namespace exportd::files {

// A part as the server has it.
struct S3Part {
  int number = 0;
  std::string etag;    // as it came, with its quotes
  std::string sha256;  // Base64
};

struct S3ObjectPage {
  std::vector<std::string> keys;  // decoded, with the prefix
  std::string next;               // asks for the next page; empty: this is the last
};

struct S3Upload {
  std::string key;  // decoded, with the prefix
  std::string id;
  WallTime began{};
};

struct S3UploadPage {
  std::vector<S3Upload> uploads;
  std::string next_key;  // both empty: this is the last
  std::string next_id;
};

enum class S3Completion { done, failed };

[[nodiscard]] std::string complete_upload_xml(const std::vector<S3Part>& parts);

[[nodiscard]] std::string parse_upload_id(std::string_view body);     // InitiateMultipartUploadResult
[[nodiscard]] S3Completion parse_completion(std::string_view body);   // failed: an <Error>, although it says 200
[[nodiscard]] S3ObjectPage parse_object_page(std::string_view body);  // ListBucketResult, encoding-type=url
[[nodiscard]] S3UploadPage parse_upload_page(std::string_view body);  // ListMultipartUploadsResult, encoding-type=url

// What a bucket says of itself, for doctor.
[[nodiscard]] bool parse_all_blocked(std::string_view body);        // PublicAccessBlockConfiguration: all four
[[nodiscard]] std::string parse_versioning(std::string_view body);  // "Enabled", "Suspended", empty: never was
[[nodiscard]] bool parse_aborts_uploads(std::string_view body);     // LifecycleConfiguration: a rule that is on does

}  // namespace exportd::files
