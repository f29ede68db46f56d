import TensorCore

/// Brings every column of a table to mean 0 and standard deviation 1: z = (x − mean) / deviation.
///
/// Fit it on the training samples only and apply it to all parts, so that nothing about the test
/// samples leaks into training. The deviation is that of the population, which divides by the
/// number of samples. A column of equal values has deviation 0; it gets 1 instead, so that such a
/// column becomes 0 everywhere instead of a division by zero.
public struct Standardizer<Scalar: TensorScalar>: Sendable {
  /// The mean of each column, of shape [columns].
  public let mean: Tensor<Scalar>
  /// The standard deviation of each column, 1 for a constant column, of shape [columns].
  public let standardDeviation: Tensor<Scalar>

  /// Remembers mean and deviation of the columns of `samples`, of shape [samples, columns].
  ///
  /// Traps for another rank or no samples.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    fitting samples: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      samples.shape.rank == 2 && samples.shape[0] > 0,
      "Standardizer: fitting needs samples of shape [samples, columns] with at least one sample, "
        + "but the shape is \(samples.shape.dimensions)",
      file: file, line: line)
    let (rowCount, columnCount) = (samples.shape[0], samples.shape[1])
    // Squares of numbers about 1 neither overflow nor vanish, and powers of two round nothing.
    let scales = samples.map { $0.magnitude }.max(along: 0).map(powerOfTwo(below:))
    let scaled = samples / scales
    var means = (scaled.mean(along: 0) * scales).elements
    var deviations = (scaled.variance(along: 0).sqrt() * scales).elements
    let elements = samples.elements
    for column in 0..<columnCount {
      // Rounding makes the deviation of equal values tiny but not always zero.
      let value = elements[column]
      if (0..<rowCount).allSatisfy({ elements[$0 * columnCount + column] == value }) {
        means[column] = value
        deviations[column] = 1
      }
    }
    mean = Tensor(shape: [columnCount], elements: means)
    standardDeviation = Tensor(shape: [columnCount], elements: deviations)
  }

  /// The standardized samples: (samples − mean) / deviation.
  ///
  /// Traps unless `samples` has the shape [any number, columns] with the columns of the fit.
  public func callAsFunction(
    _ samples: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Scalar> {
    checkColumns(of: samples, file, line)
    return (samples - mean) / standardDeviation
  }

  /// The samples in their original units: standardized × deviation + mean.
  ///
  /// Traps unless `standardized` has the shape [any number, columns] with the columns of the fit.
  public func inverse(
    _ standardized: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Scalar> {
    checkColumns(of: standardized, file, line)
    return standardized * standardDeviation + mean
  }

  private func checkColumns(of samples: Tensor<Scalar>, _ file: StaticString, _ line: UInt) {
    require(
      samples.shape.rank == 2 && samples.shape[1] == mean.shape[0],
      "Standardizer: it was fitted to \(counted(mean.shape[0], "column")) and needs the shape "
        + "[samples, \(mean.shape[0])], but the shape is \(samples.shape.dimensions)",
      file: file, line: line)
  }
}

/// The largest power of two that is not above a positive number; 1 for all that have none.
private func powerOfTwo<Scalar: TensorScalar>(below number: Scalar) -> Scalar {
  let number = number.doubleValue
  guard number > 0 && number.isFinite else { return 1 }
  return Scalar(Double(sign: .plus, exponent: number.exponent, significand: 1))
}
