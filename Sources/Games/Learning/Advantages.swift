import TensorCore

/// How much better each step went than its state's value promised, by generalized advantage estimation
/// (GAE; Schulman et al., 2016, *High-Dimensional Continuous Control Using Generalized Advantage
/// Estimation*):
///
///     δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ)        V(sₜ₊₁) counts as 0 where the step terminates its episode
///     Aₜ = δₜ + γ·λ·Aₜ₊₁                 Aₜ₊₁ counts as 0 where it ends the episode, in either way
///
/// λ weighs bias against variance. With λ = 0 the advantage is δₜ alone, which trusts the values; with
/// λ = 1 it is the return minus the value, which trusts the rewards. A target for the values is
/// Aₜ + V(sₜ).
///
/// The values that follow are an argument of their own, because they are not the values shifted by one:
/// where a step ends its episode, the next state in the list already belongs to another episode.
///
/// Several environments that run side by side are further axes: shape [T, N]. Time is axis 0.
///
/// - Parameters:
///   - rewards: rₜ, shape [T] or [T, …].
///   - endings: Whether each step ended its episode; the same shape.
///   - values: V(sₜ), for what was seen before each step; the same shape.
///   - nextValues: V(sₜ₊₁), for what was seen after each step, at an end the last observation of that
///     episode; the same shape.
///   - discount: γ, in 0 ... 1.
///   - lambda: λ, in 0 ... 1; often 0.95.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when shapes differ, there is no axis, or γ or λ is out of
///     its range.
/// - Returns: Aₜ, the same shape.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func generalizedAdvantages<Scalar: TensorScalar>(
  rewards: Tensor<Scalar>, endings: Tensor<Ending>, values: Tensor<Scalar>,
  nextValues: Tensor<Scalar>, discount: Double, lambda: Double = 0.95,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  requireOneShape(
    "generalizedAdvantages", rewards.shape, endings.shape,
    [("values", values.shape), ("next values", nextValues.shape)], file: file, line: line)
  requireNumber(
    discount, "discount", .fromZeroToOne, of: "generalizedAdvantages", file: file, line: line)
  requireNumber(
    lambda, "lambda", .fromZeroToOne, of: "generalizedAdvantages", file: file, line: line)
  let (ending, nextValue) = (endings.elements, nextValues.elements)
  let width = width(of: rewards.shape)
  var advantages = (rewards - values).elements
  for t in advantages.indices.reversed() {
    if ending[t] != .terminated { advantages[t] += Scalar(discount) * nextValue[t] }
    if ending[t] == .continues && t + width < advantages.count {
      advantages[t] += Scalar(discount * lambda) * advantages[t + width]
    }
  }
  return Tensor(shape: rewards.shape, elements: advantages)
}
