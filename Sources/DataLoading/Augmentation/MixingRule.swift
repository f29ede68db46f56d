import TensorCore

/// What changes training batches as a whole, inputs and targets alike, such as ``Mixup`` and ``CutMix``.
///
/// A rule of your own is a value with one function:
///
/// ```swift
/// struct WithoutBrightest: MixingRule {
///   func callAsFunction(
///     _ batch: Samples<Float, Int>, using generator: inout RandomGenerator
///   ) -> Samples<Float, Int> {
///     Samples(batch.inputs.clamped(to: 0...0.9), batch.targets)
///   }
/// }
/// ```
public protocol MixingRule<Scalar, Target> {
  /// The type of the inputs' numbers.
  associatedtype Scalar: TensorScalar
  /// The type of the targets' elements.
  associatedtype Target: TensorElement

  /// The batch as the model is to see it; whatever is random comes from the generator.
  func callAsFunction(
    _ batch: Samples<Scalar, Target>, using generator: inout RandomGenerator
  ) -> Samples<Scalar, Target>
}
