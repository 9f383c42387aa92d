// The contract of FileStore on a real server of S3.
#include "files/s3_part_plan.hpp"
#include "tests/contract/file_store_contract.hpp"
#include "tests/s3/bucket_of_a_test.hpp"

namespace exportd::contract {
namespace {

class S3Place final : public FileStorePlace {
 public:
  std::unique_ptr<FileStore> store() override { return bucket_.store(); }

 private:
  BucketOfATest bucket_;
};

// What fits into one part reaches the server when it is finished, not before.
INSTANTIATE_TEST_SUITE_P(S3, FileStoreContract,
                         ::testing::Values(FileStoreAdapter{.name = "s3",
                                                            .make = [] { return std::make_unique<S3Place>(); },
                                                            .unfinished_bytes = files::part_bytes(1) + 1}),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace exportd::contract
