import Autograd
import TensorCore

/// Group normalization: y = γ·(x − μ)/√(σ² + ε) + β, with a mean and a variance for each sample and
/// each group of channels (Wu and He, 2018, *Group Normalization*).
///
/// Inputs have shape [N, C], [N, C, L] or [N, C, H, W], outputs the same. The C channels are split into
/// groups of neighbors, and μ and σ² are taken over all values of a group; σ² is divided by their
/// number. γ and β have shape [C].
///
/// With one group, it is layer normalization over C, H and W, except for the shape of γ and β; with C
/// groups, instance normalization (Ulyanov, Vedaldi and Lempitsky, 2016). Unlike ``BatchNorm``, a
/// sample does not depend on its batch, and training and inference are the same.
public struct GroupNorm<Scalar: TensorScalar>: Layer {
  /// The number of groups.
  public let groups: Int
  /// C, the number of channels.
  public let channels: Int
  /// γ, shape [C], at first ones; nil for a layer without.
  public var weight: Variable<Scalar>?
  /// β, shape [C], at first zeros; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// ε, which keeps the quotient finite where all values are equal.
  public let epsilon: Double

  /// Makes a layer; traps when the channels are not divisible by the groups, or ε is not positive.
  ///
  /// - Parameters:
  ///   - groups: The number of groups.
  ///   - channels: C.
  ///   - epsilon: ε; 1e-5 unless given.
  ///   - isAffine: Whether there are γ and β.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    groups: Int, channels: Int, epsilon: Double = 1e-5, isAffine: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      groups >= 1, "GroupNorm: expected at least 1 group, found \(groups)", file: file, line: line)
    require(
      channels >= groups && channels % groups == 0,
      "GroupNorm: expected a number of channels that is divisible by the \(groups) groups, found "
        + "\(channels)",
      file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "GroupNorm", in: Scalar.self, file: file, line: line)
    self.groups = groups
    self.channels = channels
    self.epsilon = epsilon
    weight = isAffine ? Variable(.ones([channels], file: file, line: line)) : nil
    bias = isAffine ? Variable(.zeros([channels], file: file, line: line)) : nil
  }

  /// The normalized input; traps when it does not have the shape [N, C, …].
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.requireChannels(channels, of: "GroupNorm", in: context)
    let valuesInChannel = input.shape.dimensions.dropFirst(2).reduce(1, *)
    // [N, C, H, W] as [N, G, C/G·H·W]: in row-major order, a group's values lie next to each other.
    let grouped = input.reshaped(
      to: [input.shape[0], groups, channels / groups * valuesInChannel])
    return grouped.standardized(along: 2, epsilon: epsilon)
      .reshaped(to: input.shape)
      .scaled(byChannel: weight, bias: bias)
  }

  /// The weight and the bias, if there are any.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
