import TensorCore

// Draws of mean 0 whose variance is chosen so that signals neither grow nor fade from layer to layer.
// (A uniform distribution in ±b has variance b²/3.)

extension Initializer {
  /// Uniform of variance 2/(fanIn + fanOut), in ±√(6 / (fanIn + fanOut)): for tanh and sigmoid layers,
  /// a compromise between signals forward and gradients backward (Glorot and Bengio, 2010,
  /// *Understanding the Difficulty of Training Deep Feedforward Neural Networks*).
  public static let glorotUniform = uniform { 2 / ($0 + $1) }

  /// Normal of variance 2/(fanIn + fanOut); see ``glorotUniform``.
  public static let glorotNormal = normal { 2 / ($0 + $1) }

  /// Uniform of variance 2/fanIn, in ±√(6 / fanIn): for ReLU layers, which silence half of their
  /// signals (He, Zhang, Ren and Sun, 2015, *Delving Deep into Rectifiers*).
  public static let heUniform = uniform { fanIn, _ in 2 / fanIn }

  /// Normal of variance 2/fanIn; see ``heUniform``.
  public static let heNormal = normal { fanIn, _ in 2 / fanIn }

  /// Uniform of variance 1/fanIn, in ±√(3 / fanIn): for layers that keep the size of their signals,
  /// as linear and SELU layers do (LeCun, Bottou, Orr and Müller, 1998, *Efficient BackProp*).
  public static let lecunUniform = uniform { fanIn, _ in 1 / fanIn }

  /// Normal of variance 1/fanIn; see ``lecunUniform``.
  public static let lecunNormal = normal { fanIn, _ in 1 / fanIn }

  /// Uniform of variance 1/(3·fanIn), in ±1/√fanIn: what PyTorch draws the weights of `Linear` and `Conv2d`
  /// from unless told otherwise (`kaiming_uniform_` with a = √5).
  ///
  /// The layers here draw by ``heUniform`` instead, which is √6 times as wide. PyTorch draws the biases in
  /// ±1/√fanIn as well, where here they begin at zero.
  public static let pytorchDefault = uniform { fanIn, _ in 1 / (3 * fanIn) }

  /// Uniform of mean 0, with a variance that depends on fanIn and fanOut.
  private static func uniform(
    variance: @escaping @Sendable (_ fanIn: Double, _ fanOut: Double) -> Double
  ) -> Initializer {
    Initializer { shape, generator in
      let (fanIn, fanOut) = fans(of: shape)
      let bound = (3 * variance(Double(fanIn), Double(fanOut))).squareRoot()
      return (0..<shape.elementCount).map { _ in bound * (2 * generator.uniform() - 1) }
    }
  }

  /// Normal of mean 0, with a variance that depends on fanIn and fanOut.
  private static func normal(
    variance: @escaping @Sendable (_ fanIn: Double, _ fanOut: Double) -> Double
  ) -> Initializer {
    Initializer { shape, generator in
      let (fanIn, fanOut) = fans(of: shape)
      let standardDeviation = variance(Double(fanIn), Double(fanOut)).squareRoot()
      return (0..<shape.elementCount).map { _ in standardDeviation * generator.normal() }
    }
  }
}
