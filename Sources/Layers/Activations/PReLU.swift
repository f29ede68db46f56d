import Autograd
import TensorCore

/// x where x > 0, and a·x elsewhere, with a slope a that is learned (He, Zhang, Ren and Sun, 2015, *Delving
/// Deep into Rectifiers*).
///
/// One slope for all elements, or one for each channel: the channels are axis 1 of [N, C, H, W] or [B, D], as
/// in PyTorch. Weight decay would pull the slopes to 0, and so toward ``ReLU``.
public struct PReLU<Scalar: TensorScalar>: Layer {
  /// a, shape [1] or [C]; 0.25 at first unless given.
  public var weight: Variable<Scalar>

  /// Makes the layer; traps when the number of channels is not at least 1, or the slope not finite.
  public init(
    channels: Int = 1, slope: Double = 0.25, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      channels >= 1, "PReLU: expected at least 1 channel, found \(channels)", file: file, line: line
    )
    requireNumber(slope, "slope", .finite, of: "PReLU", in: Scalar.self, file: file, line: line)
    weight = Variable(
      Tensor(repeating: Scalar(slope), shape: [channels], file: file, line: line))
  }

  /// x or a·x of each element; the shape stays. Traps when there are slopes for C channels and axis 1 of the
  /// input has another extent.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let channels = weight.shape[0]
    require(
      channels == 1 || input.rank >= 2 && input.shape[1] == channels,
      "\(context.naming("PReLU")): expected an input of shape [N, \(channels), …], found \(input.shape)"
    )
    // The channels' axis, and an axis of extent 1 for each after it.
    let after = Array(repeating: 1, count: Swift.max(input.rank - 2, 0))
    return input.prelu(channels == 1 ? weight : weight.reshaped(to: Shape([channels] + after)))
  }

  /// The slopes.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
  }
}

extension Variable {
  /// x where x > 0, a·x elsewhere, with a slope a that is broadcast; derivatives 1 or a, and 0 or x. At 0 it is
  /// a, and 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func prelu(
    _ slope: Variable, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let (x, a) = (value, slope.value)
    let y = x.zip(with: a, as: "prelu", file: file, line: line) { $0 > 0 ? $0 : $1 * $0 }
    return Variable(
      "prelu", y,
      (
        self,
        { upstream in
          (upstream * x.zip(with: a) { $0 > 0 ? 1 : $1 }).unbroadcast(to: x.shape)
        }
      ),
      (slope, { ($0 * x.map { $0 > 0 ? 0 : $0 }).unbroadcast(to: a.shape) }))
  }
}
