#include "query/exact_plane.hpp"

#include <openssl/bn.h>

#include <algorithm>
#include <charconv>
#include <new>
#include <numeric>
#include <string_view>

#include "query/number.hpp"

namespace exportd::query {

namespace {

constexpr std::size_t small_digits_max = 18;

std::size_t decimals_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

// number × 10^decimals as digits: "-1.5" with 3 decimals is "-1500".
std::string scaled(std::string_view number, std::size_t decimals) {
  std::string digits(number);
  const std::size_t own = decimals_of(number);
  if (own > 0) digits.erase(digits.size() - own - 1, 1);
  return digits.append(decimals - own, '0');
}

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using BigNumber = std::unique_ptr<BIGNUM, FreeNumber>;

BigNumber new_number() {
  BigNumber number(BN_new());
  if (!number) throw std::bad_alloc();
  return number;
}

// BIGNUM's calls fail only for want of memory.
void require(int done) {
  if (done == 0) throw std::bad_alloc();
}

}  // namespace

struct ExactPlane::Wide {
  std::vector<BigNumber> coordinates;
  std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context{BN_CTX_new(), &BN_CTX_free};
  BigNumber left = new_number(), right = new_number(), product = new_number(), other_product = new_number();

  explicit Wide(const std::vector<std::string>& digits) {
    if (!context) throw std::bad_alloc();
    for (const std::string& text : digits) {
      BIGNUM* raw = nullptr;
      require(BN_dec2bn(&raw, text.c_str()));
      coordinates.emplace_back(raw);
    }
  }

  // (b.x − a.x)(c.y − a.y) against (b.y − a.y)(c.x − a.x)
  int turn(std::size_t a, std::size_t b, std::size_t c) const {
    const auto times = [&](BIGNUM* into, std::size_t p, std::size_t q, std::size_t p_axis) {
      require(BN_sub(left.get(), coordinates[2 * p + p_axis].get(), coordinates[2 * a + p_axis].get()));
      require(BN_sub(right.get(), coordinates[2 * q + 1 - p_axis].get(), coordinates[2 * a + 1 - p_axis].get()));
      require(BN_mul(into, left.get(), right.get(), context.get()));
    };
    times(product.get(), b, c, 0);
    times(other_product.get(), b, c, 1);
    return BN_cmp(product.get(), other_product.get());
  }
};

ExactPlane::ExactPlane(const std::vector<DecimalPoint>& points) {
  std::size_t decimals = 0;
  for (const DecimalPoint& point : points) {
    decimals = std::max({decimals, decimals_of(point.x), decimals_of(point.y)});
  }
  std::vector<std::string> digits;
  std::size_t longest = 0;
  for (const DecimalPoint& point : points) {
    for (const std::string* number : {&point.x, &point.y}) {
      digits.push_back(scaled(*number, decimals));
      const std::size_t significant =
          digits.back().size() - std::min(digits.back().find_first_not_of("-0"), digits.back().size());
      longest = std::max(longest, significant);
    }
  }
  if (longest > small_digits_max) {
    wide_ = std::make_unique<Wide>(digits);
    return;
  }
  for (const std::string& text : digits) {
    long long value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    small_.push_back(value);
  }
}

ExactPlane::~ExactPlane() = default;

int ExactPlane::turn(std::size_t a, std::size_t b, std::size_t c) const {
  if (wide_) return wide_->turn(a, b, c);
  // Differences of 18-digit numbers fit 64 bits, their products 128.
  __extension__ using Int128 = __int128;
  const auto difference = [&](std::size_t p, std::size_t axis) {
    return static_cast<Int128>(small_[2 * p + axis]) - small_[2 * a + axis];
  };
  const Int128 product = difference(b, 0) * difference(c, 1);
  const Int128 other_product = difference(b, 1) * difference(c, 0);
  return (product > other_product) - (product < other_product);
}

std::vector<std::size_t> exact_ranks(const std::vector<DecimalPoint>& points) {
  const auto compare = [&](std::size_t a, std::size_t b) {
    const auto order = compare_numbers(points[a].x, points[b].x);
    return order != 0 ? order : compare_numbers(points[a].y, points[b].y);
  };
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return compare(a, b) < 0; });
  std::vector<std::size_t> ranks(points.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    ranks[order[i]] = compare(order[i - 1], order[i]) == 0 ? ranks[order[i - 1]] : i;
  }
  return ranks;
}

}  // namespace exportd::query
