// Points of the plane with decimal coordinates, compared and turned exactly.
//
// Whether two edges touch cannot be decided in doubles: 0.1, 0.2 and 0.3 are not where their doubles are, and the
// difference of two nearly equal products loses every digit. The coordinates are decimal texts, so all of them become
// whole numbers once the point is moved by the largest number of decimals; from there on integers are exact. They are
// 128 bits wide while everything fits (18 digits each, every real map does) and OpenSSL's BIGNUM where it does not.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace exportd::query {

struct DecimalPoint {
  std::string x, y;  // canonical numbers
  friend bool operator==(const DecimalPoint&, const DecimalPoint&) = default;
};

class ExactPlane {
 public:
  explicit ExactPlane(const std::vector<DecimalPoint>& points);
  ~ExactPlane();
  ExactPlane(const ExactPlane&) = delete;
  ExactPlane& operator=(const ExactPlane&) = delete;

  // Where points[c] lies seen along a → b: 1 left, −1 right, 0 on the line.
  [[nodiscard]] int turn(std::size_t a, std::size_t b, std::size_t c) const;

 private:
  struct Wide;
  std::vector<long long> small_;  // x and y of each point in turn; empty when they do not fit
  std::unique_ptr<Wide> wide_;
};

// The numbers of the points in the order of x, then y; equal points have the same number.
[[nodiscard]] std::vector<std::size_t> exact_ranks(const std::vector<DecimalPoint>& points);

}  // namespace exportd::query
