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
///   - file: The caller's file.
///   - line: The caller's line; traps with it when an observation has not D features.
@specialized(where Observation == CartPole.State, Scalar == Float)
@specialized(where Observation == CartPole.State, Scalar == Double)
public func featureMatrix<Observation: FeatureVector, Scalar: TensorScalar>(
  _ observations: [Observation], as scalar: Scalar.Type = Scalar.self,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  var elements: [Scalar] = []
  elements.reserveCapacity(observations.count * Observation.featureCount)
  for observation in observations {
    let features = observation.features
    require(
      features.count == Observation.featureCount,
      "featureMatrix: expected \(Observation.featureCount) features, found \(features.count)",
      file: file, line: line)
    for feature in features { elements.append(Scalar(feature)) }
  }
  return Tensor(shape: [observations.count, Observation.featureCount], elements: elements)
}
