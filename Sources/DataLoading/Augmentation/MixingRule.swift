import TensorCore

/// What changes training batches as a whole, inputs and targets alike, such as ``Mixup`` and ``CutMix``.
///
/// A rule of your own is a value with one function:
///
/// ```swift
/// struct WithoutBrightest: MixingRule {
///   func callAsFunction(
///     _ batch: Samples<Tensor<Float>, Tensor<Int>>, using generator: inout RandomGenerator
///   ) -> Samples<Tensor<Float>, Tensor<Int>> {
///     Samples(batch.inputs.clamped(to: 0...0.9), batch.targets)
///   }
/// }
/// ```
public protocol MixingRule<Input, Target> {
  /// The type of the inputs.
  associatedtype Input: Batchable
  /// The type of the targets.
  associatedtype Target: Batchable

  /// The batch as the model is to see it; whatever is random comes from the generator.
  func callAsFunction(
    _ batch: Samples<Input, Target>, using generator: inout RandomGenerator
  ) -> Samples<Input, Target>
}
