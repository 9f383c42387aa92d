// Whose address counts, and which addresses count as one.
#include "api/client_address.hpp"

#include <gtest/gtest.h>

namespace exportd::api {
namespace {

struct Case {
  const char* peer;
  const char* forwarded;
  const char* client;  // the network that is counted
  const char* why;
};

constexpr Case cases[] = {
    {"192.0.2.1", "", "192.0.2.1", "nobody in between"},
    {"192.0.2.1", "198.51.100.1", "192.0.2.1", "a client that is no proxy can claim what it likes"},
    {"10.0.0.1", "", "10.0.0.1", "the proxy itself"},
    {"10.0.0.1", "198.51.100.1", "198.51.100.1", "one proxy"},
    {"10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1", "what stands left of it can be made up"},
    {"10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1", "two proxies"},
    {"10.0.0.1", "198.51.100.1, 10.0.0.2,10.9.9.9", "198.51.100.1", "three, without spaces"},
    {"10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3", "proxies all the way"},
    {"10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1", "what is no address ends the chain"},
    {"10.0.0.1", "198.51.100.1:4711", "198.51.100.1", "with a port"},
    {"10.0.0.1", "[2001:db8:1:2:3::4]:80", "2001:db8:1:2::/64", "IPv6 with a port: the network counts"},
    {"10.0.0.1", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64", "another address of that network"},
    {"::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1", "a mapped peer is the IPv4 one"},
    {"10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1", "a mapped client too"},
    {"fd00::1", "fe80::1%eth0", "fe80::/64", "a zone is no part of the address"},
    {"10.0.0.1", ",", "10.0.0.1", "nothing in the header"},
};

TEST(ClientAddress, IsTheLastOneThatIsNoTrustedProxy) {
  const Network trusted[] = {*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/8")};
  for (const Case& one : cases) {
    const ClientAddress peer = *ClientAddress::parse(one.peer);
    EXPECT_EQ(client_of(peer, one.forwarded, trusted).network(), one.client) << one.why;
  }
}

TEST(ClientAddress, NetworksHoldWhatTheirBitsSay) {
  EXPECT_TRUE(Network::parse("192.0.2.0/25")->holds(*ClientAddress::parse("192.0.2.127")));
  EXPECT_FALSE(Network::parse("192.0.2.0/25")->holds(*ClientAddress::parse("192.0.2.128")));
  EXPECT_TRUE(Network::parse("192.0.2.7")->holds(*ClientAddress::parse("192.0.2.7")));
  EXPECT_FALSE(Network::parse("192.0.2.7")->holds(*ClientAddress::parse("192.0.2.8")));
  EXPECT_TRUE(Network::parse("0.0.0.0/0")->holds(*ClientAddress::parse("1.2.3.4")));
  EXPECT_FALSE(Network::parse("0.0.0.0/0")->holds(*ClientAddress::parse("2001:db8::1")));
  EXPECT_TRUE(Network::parse("2001:db8::/33")->holds(*ClientAddress::parse("2001:db8:7fff::1")));
  EXPECT_FALSE(Network::parse("2001:db8::/33")->holds(*ClientAddress::parse("2001:db8:8000::1")));
  for (const char* bad : {"", "x", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/", "::/129", "1.2.3.4/8x", "300.1.1.1"}) {
    EXPECT_FALSE(Network::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace exportd::api
