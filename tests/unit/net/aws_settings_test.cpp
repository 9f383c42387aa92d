// Profiles and the region.
#include "net/aws_settings.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "tests/unit/net/given_environment.hpp"

namespace exportd::net {
namespace {

class AwsProfileTest : public ::testing::Test {
 protected:
  std::optional<AwsProfile> profile() { return aws_profile(environment_.variables()); }

  GivenEnvironment environment_;
};

TEST_F(AwsProfileTest, is_read_from_both_files_and_the_one_with_keys_wins) {
  environment_["HOME"] = environment_.folder();
  environment_.file(".aws/config",
                    "[default]\nregion = eu-west-1\naws_access_key_id=of config\n"
                    "[profile other]\nregion=us-east-1\n");
  environment_.file(".aws/credentials", "[other]\naws_access_key_id = OTHER\n[default]\naws_access_key_id = DEFAULT\n");
  EXPECT_EQ((*profile())["region"], "eu-west-1");
  EXPECT_EQ((*profile())["aws_access_key_id"], "DEFAULT");
  EXPECT_EQ((*profile())["role_arn"], std::nullopt);
  environment_["AWS_PROFILE"] = "other";
  EXPECT_EQ((*profile())["region"], "us-east-1");
  EXPECT_EQ((*profile())["aws_access_key_id"], "OTHER");
}

TEST_F(AwsProfileTest, is_read_as_the_vendors_tools_read_it) {
  struct Case {
    const char* why;
    const char* text;
    std::optional<std::string> region;
  };
  const Case cases[] = {
      {"no blanks", "[default]\nregion=r", "r"},
      {"blanks everywhere", "[ default ]\nregion \t = \t r \t\n", "r"},
      {"line ends of another system", "[default]\r\nregion = r\r\n", "r"},
      {"comments", "# a\n; b\n[default] # c\n# region=x\nregion = r # d\n", "r"},
      {"a # inside", "[default]\nregion = r#1;2\n", "r#1;2"},
      {"whatever its case", "[default]\nREGION = r\n", "r"},
      {"the last one of a name", "[default]\nregion = a\nregion = r\n", "r"},
      {"a section in two parts", "[default]\na = b\n[profile x]\nregion = x\n[default]\nregion = r\n", "r"},
      {"parts of another setting", "[default]\ns3 =\n  region = x\nregion = r\n", "r"},
      {"lines that mean nothing", "what\n[default]\nwhat\nregion = r\n[\n", "r"},
      {"an equals sign inside", "[default]\nregion = a=b\n", "a=b"},
      {"an empty value", "[default]\nregion =\n", std::nullopt},
      {"before any section", "region = r\n[default]\n", std::nullopt},
      {"a section that is no profile", "[sso-session default]\nregion = x\n[default]\n", std::nullopt},
  };
  for (const Case& one : cases) {
    environment_["AWS_CONFIG_FILE"] = environment_.file("config", one.text);
    const auto found = profile();
    ASSERT_TRUE(found) << one.why;
    EXPECT_EQ((*found)["region"], one.region) << one.why;
  }
}

TEST_F(AwsProfileTest, may_be_missing_unless_it_is_named) {
  EXPECT_FALSE(profile()) << "not even a home";
  environment_["HOME"] = environment_.folder();
  EXPECT_FALSE(profile());
  environment_["AWS_CONFIG_FILE"] = environment_.file("config", "[profile a]\n[b]\nregion = r\n");
  EXPECT_FALSE(profile());
  environment_["AWS_PROFILE"] = "b";  // without the word `profile` it is none, in this file
  try {
    (void)profile();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "aws_credentials");
    EXPECT_EQ(failure.kind(), FailureKind::ours);
  }
}

TEST_F(AwsProfileTest, that_cannot_be_read_is_told) {
  std::filesystem::create_symlink("loop", environment_.folder() + "/loop");
  environment_["AWS_CONFIG_FILE"] = environment_.folder() + "/loop";
  EXPECT_THROW((void)profile(), Failure);
}

TEST_F(AwsProfileTest, gives_the_region_where_the_environment_has_none) {
  EXPECT_EQ(default_aws_region(environment_.variables()), "");
  environment_["AWS_CONFIG_FILE"] = environment_.file("config", "[default]\nregion = profile\n");
  EXPECT_EQ(default_aws_region(environment_.variables()), "profile");
  environment_["AWS_DEFAULT_REGION"] = "second";
  EXPECT_EQ(default_aws_region(environment_.variables()), "second");
  environment_["AWS_REGION"] = "first";
  EXPECT_EQ(default_aws_region(environment_.variables()), "first");
}

}  // namespace
}  // namespace exportd::net
