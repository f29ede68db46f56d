import TensorCore

/// The discounted return from each step on: Gₜ = rₜ + γ·Gₜ₊₁, and at an end
///
/// | The step | Gₜ |
/// |---|---|
/// | terminates the episode | rₜ |
/// | truncates it | rₜ + γ·V(sₜ₊₁) |
/// | is the last that is given, and the episode goes on | rₜ + γ·V(sₜ₊₁) |
///
/// Nothing flows from one episode into the one before it. The value V(sₜ₊₁) stands for the rewards that
/// would still have come. Without `nextValues` it counts as 0, which is right after termination only: a
/// return that was cut off is then too low (too high, where rewards are negative).
///
/// ```swift
/// discountedReturns(
///   rewards: [1, 1, 1], endings: Tensor([.continues, .continues, .terminated]), discount: 0.5)
/// // [1.75, 1.5, 1]
/// ```
///
/// Several environments that run side by side are further axes: shape [T, N]. Time is axis 0.
///
/// - Parameters:
///   - rewards: rₜ, shape [T] or [T, …].
///   - endings: Whether each step ended its episode; the same shape.
///   - nextValues: V(sₜ₊₁), an estimate for what was seen after each step, at an end the last observation
///     of that episode; the same shape. It counts only where a return is cut off.
///   - discount: γ, in 0 ... 1.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when shapes differ, there is no axis, or the discount is
///     out of its range.
/// - Returns: Gₜ, the same shape.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func discountedReturns<Scalar: TensorScalar>(
  rewards: Tensor<Scalar>, endings: Tensor<Ending>, nextValues: Tensor<Scalar>? = nil,
  discount: Double, file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  let nextValues = nextValues ?? Tensor(repeating: 0, shape: rewards.shape)
  requireOneShape(
    "discountedReturns", rewards.shape, endings.shape, [("next values", nextValues.shape)],
    file: file, line: line)
  requireNumber(
    discount, "discount", .fromZeroToOne, of: "discountedReturns", file: file, line: line)
  let (ending, nextValue) = (endings.elements, nextValues.elements)
  let width = width(of: rewards.shape)
  var returns = rewards.elements
  for t in returns.indices.reversed() {
    let isLast = t + width >= returns.count
    switch ending[t] {
    case .terminated: break
    case .continues where !isLast: returns[t] += Scalar(discount) * returns[t + width]
    case .continues, .truncated: returns[t] += Scalar(discount) * nextValue[t]
    }
  }
  return Tensor(shape: rewards.shape, elements: returns)
}

/// How far apart in memory two steps of one environment are: the number of environments.
func width(of shape: Shape) -> Int { shape.elementCount / max(1, shape[0]) }

/// Stops unless what is said about steps has one shape, with time along axis 0.
func requireOneShape(
  _ operation: String, _ rewards: Shape, _ endings: Shape, _ values: [(name: String, shape: Shape)],
  file: StaticString, line: UInt
) {
  let others = [("endings", endings)] + values
  require(
    rewards.rank > 0 && others.allSatisfy { $0.1 == rewards },
    "\(operation): expected rewards of shape [T] or [T, …] and all else of the same shape, found "
      + "rewards \(rewards), " + others.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
    file: file, line: line)
}
