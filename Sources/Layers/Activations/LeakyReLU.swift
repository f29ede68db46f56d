import Autograd
import TensorCore

/// x where x > 0, and slope·x elsewhere: a negative unit still learns (Maas, Hannun and Ng, 2013,
/// *Rectifier Nonlinearities Improve Neural Network Acoustic Models*).
public struct LeakyReLU<Scalar: TensorScalar>: ParameterlessLayer {
  /// The factor of negative inputs; 0.01 unless given.
  public var slope: Double

  /// Makes the layer; traps when the slope is not finite.
  public init(
    slope: Double = 0.01, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(slope, "slope", .finite, of: "LeakyReLU", in: Scalar.self, file: file, line: line)
    self.slope = slope
  }

  /// x or slope·x of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.leakyReLU(slope: slope)
  }
}

extension Variable {
  /// x where x > 0, slope·x elsewhere; derivative 1 where x > 0, and the slope elsewhere, at 0 too.
  /// Traps when the slope is not finite.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func leakyReLU(
    slope: Double = 0.01, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireNumber(slope, "slope", .finite, of: "leakyReLU", in: Scalar.self, file: file, line: line)
    let x = value
    let slope = Scalar(slope)
    return Variable(
      "leakyReLU", x.map { $0 > 0 ? $0 : slope * $0 },
      (self, { upstream in upstream.zip(with: x) { $1 > 0 ? $0 : slope * $0 } }))
  }
}
