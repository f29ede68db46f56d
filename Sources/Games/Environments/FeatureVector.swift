import TensorCore

/// What can be given to a network: a fixed number of numbers.
public protocol FeatureVector: Sendable {
  /// D, the number of features.
  static var featureCount: Int { get }

  /// The features, D of them.
  var features: [Double] { get }
}

/// The features of some observations, one row for each: shape [N, D].
///
/// - Parameters:
///   - observations: N observations, which may be none.
///   - scalar: The type of the tensor's elements.
public func featureMatrix<Observation: FeatureVector, Scalar: TensorScalar>(
  _ observations: [Observation], as scalar: Scalar.Type = Scalar.self
) -> Tensor<Scalar> {
  Tensor(
    shape: [observations.count, Observation.featureCount],
    elements: observations.flatMap { $0.features.map { Scalar($0) } })
}
