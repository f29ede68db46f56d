import Debugging
import Gradus

/// Learns what steps in a corridor are worth (Q-learning, discount 0.9). The last cell is the goal: whoever
/// arrives gets a reward of 1, and the next episode begins in the first cell.
enum Corridor {
  /// Gives back the values of the steps from each cell, [to the left, to the right].
  static func train(
    cells: Int, episodes: Int, seed: UInt64
  ) throws -> (curve: Curve, values: [[Double]]) {
    var generator = RandomGenerator(seed: seed)
    var values = Array(repeating: [0.0, 0.0], count: cells)
    var curve = Curve("value of the first step", "of the last step")

    for _ in 1...episodes {
      var cell = 0
      var hasArrived = false
      while !hasArrived {
        let action = Int.random(in: 0...1, using: &generator)
        let neighbor = action == 1 ? cell + 1 : max(cell - 1, 0)
        hasArrived = neighbor == cells - 1
        let next = hasArrived ? 0 : neighbor
        let reward = hasArrived ? 1.0 : 0
        let future = hasArrived ? 0 : max(values[next][0], values[next][1])
        let target = reward + 0.9 * future
        values[cell][action] += 0.2 * (target - values[cell][action])
        cell = next
      }
      curve.append(values[0][1], values[cells - 2][1])
    }
    return (curve, values)
  }
}
