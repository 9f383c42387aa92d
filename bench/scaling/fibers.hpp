// Fibers: many threads of virtual time on one real one. Each is straight blocking code on a stack of its own, as the
// service's threads are; a call that takes time lets the others go on until that time has come. So the real queue code
// runs unchanged, and its calls overlap.
#pragma once

#include <ucontext.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

namespace exportd::scaling {

using Microseconds = std::chrono::microseconds;

// What the calls of one fiber have cost since it was last asked (capacity units of DynamoDB).
struct Units {
  double reads = 0;
  double writes = 0;
  std::uint64_t calls = 0;
  std::uint64_t throttled = 0;
  std::uint64_t conflicts = 0;  // a transaction of others was under way at the same records
  std::uint64_t lost = 0;       // commits: somebody else was faster

  Units& operator+=(const Units& more) {
    reads += more.reads;
    writes += more.writes;
    calls += more.calls;
    throttled += more.throttled;
    conflicts += more.conflicts;
    lost += more.lost;
    return *this;
  }
};

class Fibers {
 public:
  Fibers() = default;
  ~Fibers() { stop(); }
  Fibers(const Fibers&) = delete;
  Fibers& operator=(const Fibers&) = delete;

  void spawn(Microseconds at, std::function<void()> body);
  // Everybody acts, in the order of time, until then. An exception that leaves a fiber leaves here.
  void run_until(Microseconds end);
  [[nodiscard]] Microseconds now() const { return now_; }
  // Ends those that are still under way: what they wait for throws through them. For as long as what they use is there.
  void stop();

  // ---- called by the fiber that runs; not while it handles an exception -----------------------------------------
  void sleep_until(Microseconds time);
  void sleep(Microseconds time) { sleep_until(now_ + time); }
  [[nodiscard]] Units& units() { return running_->units; }

 private:
  struct Stopped {};  // thrown through a fiber that is to end
  struct Fiber {
    std::function<void()> body;
    std::unique_ptr<char[]> stack;
    ucontext_t context{};
    Units units;
    void* fake_stack = nullptr;  // of AddressSanitizer
    bool ended = false;
  };
  struct Waiting {
    Microseconds at;
    std::uint64_t number;  // who began to wait earlier goes on earlier
    Fiber* fiber;
    bool operator>(const Waiting& other) const { return at != other.at ? at > other.at : number > other.number; }
  };

  static void enter(unsigned high, unsigned low);
  void run_body();
  void resume(Fiber& fiber);
  void leave();  // the running fiber, back to run_until()

  Microseconds now_{0};
  std::uint64_t waits_ = 0;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<Fiber*> ended_;  // to be used again, with their stacks
  Fiber* running_ = nullptr;
  ucontext_t home_{};
  void* home_fake_stack_ = nullptr;
  const void* home_bottom_ = nullptr;
  std::size_t home_size_ = 0;
  bool stopping_ = false;
  std::exception_ptr thrown_;
};

}  // namespace exportd::scaling
