#include "files/s3_xml.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"

namespace exportd::files {
namespace {

const std::string head = R"(<?xml version="1.0" encoding="UTF-8"?>)";
const std::string space = R"( xmlns="http://s3.amazonaws.com/doc/2006-03-01/")";

TEST(S3Xml, names_the_parts_of_an_upload) {
  EXPECT_EQ(
      complete_upload_xml({{1, "\"a&b\"", "c2hh="}, {2, "e", "x"}}),
      "<CompleteMultipartUpload" + space +
          "><Part><PartNumber>1</PartNumber><ETag>&quot;a&amp;b&quot;</ETag><ChecksumSHA256>c2hh=</ChecksumSHA256>"
          "</Part><Part><PartNumber>2</PartNumber><ETag>e</ETag><ChecksumSHA256>x</ChecksumSHA256></Part>"
          "</CompleteMultipartUpload>");
}

TEST(S3Xml, reads_the_id_of_an_upload) {
  EXPECT_EQ(parse_upload_id(head + "<InitiateMultipartUploadResult" + space +
                            "><Bucket>b</Bucket><UploadId>id-1</UploadId></InitiateMultipartUploadResult>"),
            "id-1");
}

TEST(S3Xml, tells_an_error_that_came_with_200) {
  EXPECT_EQ(parse_completion(head + "\n<CompleteMultipartUploadResult" + space +
                             "><ETag>\"e-2\"</ETag></CompleteMultipartUploadResult>"),
            S3Completion::done);
  EXPECT_EQ(parse_completion("   \n" + head + "<Error><Code>InternalError</Code></Error>"), S3Completion::failed)
      << "blanks come first while S3 works on it";
}

TEST(S3Xml, reads_pages_of_objects) {
  const S3ObjectPage page = parse_object_page(
      head + "<ListBucketResult" + space +
      "><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>t=/</"
      "NextContinuationToken>"
      "<Contents><Key>a/b%2Bc+d%zz</Key></Contents><Contents><Key>e</Key></Contents></ListBucketResult>");
  EXPECT_EQ(page.keys, (std::vector<std::string>{"a/b+c d%zz", "e"}));
  EXPECT_EQ(page.next, "t=/");
  const S3ObjectPage plain = parse_object_page(
      "<ListBucketResult><IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
      "<Contents><Key>a%2Fb&amp;</Key></Contents></ListBucketResult>");
  EXPECT_EQ(plain.keys, std::vector<std::string>{"a%2Fb&"}) << "a server that does not say it encoded them did not";
  EXPECT_EQ(plain.next, "");
}

TEST(S3Xml, reads_pages_of_uploads) {
  const S3UploadPage page = parse_upload_page(
      "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
      "<NextKeyMarker>k%2B</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>"
      "<Upload><Key>a</Key><UploadId>1</UploadId><Initiated>2026-11-24T19:49:35.123Z</Initiated></Upload>"
      "</ListMultipartUploadsResult>");
  ASSERT_EQ(page.uploads.size(), 1U);
  EXPECT_EQ(page.uploads[0].key, "a");
  EXPECT_EQ(page.uploads[0].id, "1");
  EXPECT_EQ(rfc3339(page.uploads[0].began), "2026-11-24T19:49:35.123Z");
  EXPECT_EQ(page.next_key, "k+");
  EXPECT_EQ(page.next_id, "u");
}

TEST(S3Xml, takes_nothing_else_for_an_answer) {
  const std::string bodies[] = {
      "",
      "no XML",
      "<html><body>please sign in</body></html>",
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
      "<ListBucketResult><Contents><Key>a</Key>",
      "<ListMultipartUploadsResult><Upload><Key>a</Key></Upload></ListMultipartUploadsResult>",
      "<CompleteMultipartUploadResult/>",
      "<InitiateMultipartUploadResult/>",
  };
  const auto refused = [](const auto& parse, const std::string& body) {
    try {
      static_cast<void>(parse(body));
      return false;
    } catch (const Failure& failure) {
      return failure.code() == "store_unavailable" && failure.kind() == FailureKind::retry;
    }
  };
  for (const std::string& body : bodies) {
    EXPECT_TRUE(refused(parse_object_page, body)) << body;
    EXPECT_TRUE(refused(parse_upload_page, body)) << body;
    EXPECT_TRUE(refused(parse_completion, body)) << body;
    EXPECT_TRUE(refused(parse_upload_id, body)) << body;
  }
}

TEST(S3Xml, reads_what_a_bucket_says_of_itself) {
  const auto blocked = [](const std::string& last) {
    return parse_all_blocked(
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
        "<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
        "<RestrictPublicBuckets>" +
        last + "</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
  };
  EXPECT_TRUE(blocked("true"));
  EXPECT_FALSE(blocked("false"));
  EXPECT_EQ(parse_versioning("<VersioningConfiguration/>"), "");
  EXPECT_EQ(parse_versioning("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"), "Enabled");
  const auto aborts = [](const std::string& rule) {
    return parse_aborts_uploads("<LifecycleConfiguration><Rule>" + rule + "</Rule></LifecycleConfiguration>");
  };
  const std::string abort =
      "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
  EXPECT_TRUE(aborts("<Status>Enabled</Status>" + abort));
  EXPECT_FALSE(aborts("<Status>Disabled</Status>" + abort));
  EXPECT_FALSE(aborts("<Status>Enabled</Status><Expiration><Days>1</Days></Expiration>"));
}

}  // namespace
}  // namespace exportd::files
