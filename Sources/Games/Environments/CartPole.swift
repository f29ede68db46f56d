import Foundation
import TensorCore

/// A pole that stands on a cart: push the cart left or right so that the pole does not fall.
///
/// The task is that of Barto, Sutton and Anderson (1983, *Neuronlike Adaptive Elements That Can Solve
/// Difficult Learning Control Problems*), with the numbers of Gymnasium's `CartPole-v1`. Action 0
/// pushes to the left and action 1 to the right, with 10 N for 0.02 s. Each step is worth 1, the
/// last one included, so that the return is the number of steps.
///
/// The episode is terminated when the pole leans by more than 12° or the cart is farther than 2.4 m
/// from the middle, and truncated after ``limit`` steps.
public struct CartPole: Environment {
  /// Where cart and pole are, and how fast they move.
  public struct State: FeatureVector, Hashable, BitwiseCopyable {
    /// x, the cart's distance from the middle in meters, positive to the right.
    public var position: Double
    /// ẋ, in meters per second.
    public var velocity: Double
    /// θ, how far the pole leans, in radians; positive to the right.
    public var angle: Double
    /// θ̇, in radians per second.
    public var angularVelocity: Double

    /// Makes a state from its four numbers.
    public init(position: Double, velocity: Double, angle: Double, angularVelocity: Double) {
      self.position = position
      self.velocity = velocity
      self.angle = angle
      self.angularVelocity = angularVelocity
    }

    /// 4.
    public static var featureCount: Int { 4 }

    /// x, ẋ, θ and θ̇, in this order.
    public var features: [Double] { [position, velocity, angle, angularVelocity] }
  }

  /// The number of steps after which an episode is truncated.
  public let limit: Int
  /// Where cart and pole are now.
  public private(set) var state = State(position: 0, velocity: 0, angle: 0, angularVelocity: 0)
  /// The number of steps since the reset.
  public private(set) var stepCount = 0
  /// Whether no step can be taken: before the first reset and after an episode's end.
  public private(set) var hasEnded = true

  /// Makes a cart with a pole; `reset` begins an episode. Traps when the limit is not positive.
  ///
  /// - Parameters:
  ///   - limit: The number of steps after which an episode is truncated; 500 in `CartPole-v1`.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(limit: Int = 500, file: StaticString = #fileID, line: UInt = #line) {
    require(
      limit > 0, "CartPole: expected a limit of at least 1 step, found \(limit)",
      file: file, line: line)
    self.limit = limit
  }

  /// 2: left and right.
  public var actionCount: Int { 2 }

  /// Begins an episode: each of the four numbers is uniform in −0.05 ..< 0.05.
  public mutating func reset(using generator: inout RandomGenerator) -> State {
    func draw() -> Double { 0.1 * generator.uniform() - 0.05 }
    reset(
      to: State(position: draw(), velocity: draw(), angle: draw(), angularVelocity: draw()))
    return state
  }

  /// Begins an episode in a given state.
  ///
  /// Traps when the pole has fallen there, the cart is too far away, or a speed is not finite.
  public mutating func reset(
    to state: State, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      isUpright(state) && state.velocity.isFinite && state.angularVelocity.isFinite,
      "CartPole.reset: expected a position within 2.4 m, an angle within 12° and finite speeds, "
        + "found \(state.features.map { numberText($0) })",
      file: file, line: line)
    self.state = state
    stepCount = 0
    hasEnded = false
  }

  /// Moves cart and pole on by 0.02 s; call ``Environment/step(_:using:file:line:)``, which checks first.
  public mutating func advance(
    _ action: Int, using generator: inout RandomGenerator
  ) -> Step<State> {
    state = moved(state, force: action == 1 ? 10 : -10)
    stepCount += 1
    let ending: Ending =
      !isUpright(state) ? .terminated : stepCount >= limit ? .truncated : .continues
    hasEnded = ending != .continues
    return Step(observation: state, reward: 1, ending: ending)
  }
}

/// Whether the pole leans by at most 12° and the cart is at most 2.4 m away.
private func isUpright(_ state: CartPole.State) -> Bool {
  abs(state.position) <= 2.4 && abs(state.angle) <= 12 * .pi / 180
}

/// The state 0.02 s later, by one step of Euler's method: both speeds are those at the beginning.
///
/// With g = 9.8 m/s², the cart's mass 1 kg, the pole's mass m = 0.1 kg, both together M = 1.1 kg, and half
/// of the pole's length l = 0.5 m:
///
///     u = (force + m·l·θ̇²·sin θ) / M
///     θ̈ = (g·sin θ − u·cos θ) / (l·(4/3 − m·cos²θ / M))
///     ẍ = u − m·l·θ̈·cos θ / M
private func moved(_ s: CartPole.State, force: Double) -> CartPole.State {
  let (gravity, poleMass, totalMass, halfLength, duration) = (9.8, 0.1, 1.1, 0.5, 0.02)
  let (sine, cosine) = (sin(s.angle), cos(s.angle))
  let spin = poleMass * halfLength * s.angularVelocity * s.angularVelocity
  let u = (force + spin * sine) / totalMass
  let angularAcceleration =
    (gravity * sine - u * cosine)
    / (halfLength * (4.0 / 3 - poleMass * cosine * cosine / totalMass))
  let acceleration = u - poleMass * halfLength * angularAcceleration * cosine / totalMass
  return CartPole.State(
    position: s.position + duration * s.velocity,
    velocity: s.velocity + duration * acceleration,
    angle: s.angle + duration * s.angularVelocity,
    angularVelocity: s.angularVelocity + duration * angularAcceleration)
}
