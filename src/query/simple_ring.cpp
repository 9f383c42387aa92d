#include "query/simple_ring.hpp"

#include <cstddef>
#include <iterator>
#include <map>
#include <set>

namespace exportd::query {

namespace {

// A vertical line sweeps over the corners from left to right (of equal x: from below). The edges that it cuts are kept
// in their order from below; two edges that share a point stand next to each other before the line has passed it.
// Until then no two edges have changed places, so that order is the same wherever it is asked for.
class Sweep {
 public:
  explicit Sweep(const std::vector<DecimalPoint>& corners)
      : plane_(corners), ranks_(exact_ranks(corners)), cut_(Below{this}), places_(corners.size(), cut_.end()) {
    for (std::size_t corner = 0; corner < corners.size(); ++corner) by_rank_.emplace(ranks_[corner], corner);
  }

  bool edges_keep_apart() {
    if (by_rank_.size() < ranks_.size()) return false;  // two corners are one point
    for (const auto& [rank, corner] : by_rank_) {
      const std::size_t before = previous(corner);  // the edge that leads to the corner; `corner` names the next one
      for (const std::size_t edge : {before, corner}) {
        if (right(edge) == corner && !leave(edge)) return false;
      }
      for (const std::size_t edge : {before, corner}) {
        if (left(edge) == corner && !enter(edge)) return false;
      }
    }
    return true;
  }

 private:
  // Edge i runs between the corners i and i + 1.
  struct Below {
    Sweep* sweep;
    bool operator()(std::size_t a, std::size_t b) const { return sweep->below(a, b); }
  };

  [[nodiscard]] std::size_t next(std::size_t corner) const { return corner + 1 == ranks_.size() ? 0 : corner + 1; }
  [[nodiscard]] std::size_t previous(std::size_t corner) const { return (corner == 0 ? ranks_.size() : corner) - 1; }
  [[nodiscard]] bool first_is_left(std::size_t edge) const { return ranks_[edge] < ranks_[next(edge)]; }
  [[nodiscard]] std::size_t left(std::size_t edge) const { return first_is_left(edge) ? edge : next(edge); }
  [[nodiscard]] std::size_t right(std::size_t edge) const { return first_is_left(edge) ? next(edge) : edge; }

  bool below(std::size_t a, std::size_t b) {
    if (a == b) return false;
    int turn = 0;
    if (left(a) == left(b)) {
      turn = plane_.turn(left(a), right(a), right(b));
    } else if (ranks_[left(a)] < ranks_[left(b)]) {
      turn = plane_.turn(left(a), right(a), left(b));
    } else {
      turn = -plane_.turn(left(b), right(b), left(a));
    }
    if (turn != 0) return turn > 0;
    touched_ = true;  // one begins on the other
    return a < b;
  }

  bool enter(std::size_t edge) {
    const auto place = cut_.insert(edge).first;
    places_[edge] = place;
    if (touched_) return false;
    if (place != cut_.begin() && share_point(*std::prev(place), edge)) return false;
    return std::next(place) == cut_.end() || !share_point(edge, *std::next(place));
  }

  bool leave(std::size_t edge) {
    const auto above = cut_.erase(places_[edge]);
    return above == cut_.end() || above == cut_.begin() || !share_point(*std::prev(above), *above);
  }

  // Whether two edges share a point besides the corner of neighbours.
  [[nodiscard]] bool share_point(std::size_t a, std::size_t b) const {
    if (next(a) == b) return fold_back(a, next(a), next(b));
    if (next(b) == a) return fold_back(b, next(b), next(a));
    const int b_left = plane_.turn(left(a), right(a), left(b));
    const int b_right = plane_.turn(left(a), right(a), right(b));
    const int a_left = plane_.turn(left(b), right(b), left(a));
    const int a_right = plane_.turn(left(b), right(b), right(a));
    if (b_left * b_right < 0 && a_left * a_right < 0) return true;
    return (b_left == 0 && spans(a, left(b))) || (b_right == 0 && spans(a, right(b))) ||
           (a_left == 0 && spans(b, left(a))) || (a_right == 0 && spans(b, right(a)));
  }

  // Two neighbours overlap when they run from their corner in one and the same direction.
  [[nodiscard]] bool fold_back(std::size_t from, std::size_t corner, std::size_t to) const {
    return plane_.turn(from, corner, to) == 0 && (ranks_[from] < ranks_[corner]) == (ranks_[to] < ranks_[corner]);
  }

  // Whether a corner that lies on the edge's line lies on the edge.
  [[nodiscard]] bool spans(std::size_t edge, std::size_t corner) const {
    return ranks_[left(edge)] <= ranks_[corner] && ranks_[corner] <= ranks_[right(edge)];
  }

  ExactPlane plane_;
  std::vector<std::size_t> ranks_;
  std::map<std::size_t, std::size_t> by_rank_;  // corners
  std::set<std::size_t, Below> cut_;
  std::vector<std::set<std::size_t, Below>::iterator> places_;
  bool touched_ = false;
};

}  // namespace

bool edges_keep_apart(const std::vector<DecimalPoint>& corners) {
  return Sweep(corners).edges_keep_apart();
}

}  // namespace exportd::query
