#include "bench/scaling/fibers.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace exportd::scaling {

namespace {

// Lies in memory only as far as it has been used.
constexpr std::size_t stack_bytes = 512 * 1'024;

// AddressSanitizer wants to know on which stack the program goes on.
void begin_switch([[maybe_unused]] void** left, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t size) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(left, bottom, size);
#endif
}
void end_switch([[maybe_unused]] void* entered, [[maybe_unused]] const void** bottom,
                [[maybe_unused]] std::size_t* size) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(entered, bottom, size);
#endif
}

// On its own: it may return twice, as far as the compiler knows, and is wary of the variables around it.
void begin_context(ucontext_t& context) {
  ::getcontext(&context);
}

}  // namespace

void Fibers::stop() {
  stopping_ = true;
  while (!waiting_.empty()) {
    Fiber& fiber = *waiting_.top().fiber;
    waiting_.pop();
    resume(fiber);
  }
}

void Fibers::spawn(Microseconds at, std::function<void()> body) {
  Fiber* fiber = nullptr;
  if (!ended_.empty()) {
    fiber = ended_.back();
    ended_.pop_back();
  } else {
    fibers_.push_back(std::make_unique<Fiber>());
    fiber = fibers_.back().get();
    fiber->stack = std::make_unique_for_overwrite<char[]>(stack_bytes);
  }
  fiber->body = std::move(body);
  fiber->units = {};
  fiber->ended = false;
  fiber->fake_stack = nullptr;
  begin_context(fiber->context);
  fiber->context.uc_stack.ss_sp = fiber->stack.get();
  fiber->context.uc_stack.ss_size = stack_bytes;
  fiber->context.uc_link = nullptr;
  // makecontext() passes ints.
  const auto self = reinterpret_cast<std::uintptr_t>(this);
  ::makecontext(&fiber->context, reinterpret_cast<void (*)()>(&Fibers::enter), 2, static_cast<unsigned>(self >> 32),
                static_cast<unsigned>(self));
  waiting_.push({at, ++waits_, fiber});
}

void Fibers::enter(unsigned high, unsigned low) {
  reinterpret_cast<Fibers*>((static_cast<std::uintptr_t>(high) << 32) | low)->run_body();
}

void Fibers::run_body() {
  end_switch(nullptr, &home_bottom_, &home_size_);
  try {
    if (!stopping_) running_->body();
  } catch (const Stopped&) {
    // It was asked to.
  } catch (...) {
    thrown_ = std::current_exception();
  }
  running_->body = nullptr;
  running_->ended = true;
  leave();
}

void Fibers::resume(Fiber& fiber) {
  running_ = &fiber;
  begin_switch(&home_fake_stack_, fiber.stack.get(), stack_bytes);
  ::swapcontext(&home_, &fiber.context);
  end_switch(home_fake_stack_, nullptr, nullptr);
  running_ = nullptr;
  if (fiber.ended) ended_.push_back(&fiber);
}

void Fibers::leave() {
  Fiber& left = *running_;
  begin_switch(left.ended ? nullptr : &left.fake_stack, home_bottom_, home_size_);
  ::swapcontext(&left.context, &home_);
  end_switch(left.fake_stack, nullptr, nullptr);
}

void Fibers::sleep_until(Microseconds time) {
  // The C++ library keeps the exceptions that are handled by thread, not by stack.
  assert(running_ != nullptr && std::current_exception() == nullptr);
  if (stopping_) throw Stopped{};
  waiting_.push({std::max(time, now_), ++waits_, running_});
  leave();
  if (stopping_) throw Stopped{};
}

void Fibers::run_until(Microseconds end) {
  while (!waiting_.empty() && waiting_.top().at < end) {
    Fiber& fiber = *waiting_.top().fiber;
    now_ = std::max(now_, waiting_.top().at);
    waiting_.pop();
    resume(fiber);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }
  now_ = std::max(now_, end);
}

}  // namespace exportd::scaling
