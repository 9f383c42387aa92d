// Result<T, E>: the value channel for outcomes that a caller branches on (validation, a lost race).
// Everything that ends an attempt is a Failure (failure.hpp) and is thrown.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

namespace exportd {

// Wraps an error so that a Result can tell it from a value, also when both have one type.
template <class E>
struct Err {
  E error;
};
template <class E>
Err(E) -> Err<E>;

template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
  Result(Err<E> err) : outcome_(std::in_place_index<1>, std::move(err.error)) {}

  [[nodiscard]] bool ok() const { return outcome_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& { return assert(ok()), std::get<0>(outcome_); }
  [[nodiscard]] T&& value() && { return assert(ok()), std::get<0>(std::move(outcome_)); }
  [[nodiscard]] const E& error() const& { return assert(!ok()), std::get<1>(outcome_); }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, E> outcome_;
};

}  // namespace exportd
