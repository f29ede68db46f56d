/// The directions in which rows of data differ most, found from the eigenvectors of their covariance.
///
/// ```swift
/// let components = PrincipalComponents(of: vectors, count: 2)
/// let map = components.coordinates(of: vectors)  // [N, 2]
/// ```
///
/// Of all flat pictures of the data, that of the first two components keeps the most of its variance (Pearson, 1901;
/// Hotelling, 1933).
public struct PrincipalComponents<Scalar: TensorScalar>: Sendable {
  /// The mean of each column of the data, shape [D].
  public let mean: Tensor<Scalar>
  /// The directions as columns, shape [D, K], orthonormal, that of the largest variance first. The number of
  /// largest magnitude in each is positive.
  public let directions: Tensor<Scalar>
  /// The variance of the data along each direction, shape [K]: the sum of squares by N.
  public let variances: Tensor<Scalar>
  /// The variance along all D directions together.
  public let totalVariance: Scalar

  /// Finds the first `count` components of N rows of D numbers.
  ///
  /// Traps when the data is not [N, D] with N at least 1, `count` is not in 0 ... D, or an element is NaN or
  /// infinite. Complexity: O(N·D² + D³).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    of data: Tensor<Scalar>, count: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      data.rank == 2 && data.shape[0] >= 1,
      "PrincipalComponents: expected data of shape [N, D] with at least 1 row, found \(data.shape)",
      file: file, line: line)
    require(
      0...data.shape[1] ~= count,
      "PrincipalComponents: expected 0 to \(data.shape[1]) components, found \(count)",
      file: file, line: line)
    for (place, element) in data.elements.enumerated() {
      require(
        element.isFinite,
        "PrincipalComponents: expected finite numbers, found \(element) at "
          + "\(data.shape.position(ofElement: place))",
        file: file, line: line)
    }
    mean = data.mean(along: 0)
    let centered = data - mean
    let covariance = matmul(centered.transposed(), centered) / Scalar(Double(data.shape[0]))
    let (values, vectors) = eigenvectors(ofSymmetric: covariance, file: file, line: line)
    directions = vectors[0..., 0..<count]
    variances = values[0..<count]
    totalVariance = values.sum()
  }

  /// Where rows [N, D] lie along the directions: (x − mean)·directions, shape [N, K]. Traps for another D.
  public func coordinates(
    of data: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Scalar> {
    require(
      data.rank == 2 && data.shape[1] == mean.shape[0],
      "coordinates: expected data of shape [N, \(mean.shape[0])], found \(data.shape)",
      file: file, line: line)
    return matmul(data - mean, directions)
  }
}
