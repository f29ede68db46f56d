import Curriculum
import Gradus

/// How large signals are in a deep network before any training, from layer to layer.
public struct SignalSizes: Sendable {
  /// The weights' standard deviation as a multiple of the recommended one.
  public let scale: Double
  /// The standard deviation of each layer's activations, first to last.
  public let activations: [Double]
  /// The standard deviation of the loss's gradient with respect to them.
  public let gradients: [Double]
}

extension BackpropagationExperiment {
  // MARK: (f) Initialization

  /// An activation with the initializer that was made for it.
  public enum DeepNetwork: String, CaseIterable, Sendable {
    /// ReLU, with He's variance of 2/fanIn.
    case relu = "ReLU"
    /// tanh, with Glorot's variance of 2/(fanIn + fanOut).
    case tanh = "tanh"

    /// The initializer's name.
    public var initializerName: String { self == .relu ? "He" : "Glorot" }

    var initializer: Initializer { self == .relu ? .heNormal : .glorotNormal }

    func activate(_ x: Variable<Double>) -> Variable<Double> {
      self == .relu ? x.relu() : x.tanh()
    }
  }

  /// The sizes of activations and gradients in a network of many layers that has just been made, for
  /// weights that are half as large as recommended, as large, and twice as large.
  ///
  /// The inputs are normal, and so is the gradient that enters at the end.
  ///
  /// - Parameters:
  ///   - network: The activation.
  ///   - layers: How many there are.
  ///   - width: How many units each has.
  ///   - samples: How many inputs are sent through.
  ///   - seed: Of weights, inputs and gradient.
  public func signalSizes(
    _ network: DeepNetwork, layers: Int = 30, width: Int = 100, samples: Int = 100, seed: UInt64
  ) -> [SignalSizes] {
    [0.5, 1, 2].map { scale in
      var generator = RandomGenerator(seed: seed)
      let weights = (0..<layers).map { _ in
        network.initializer.tensor([width, width], as: Double.self, using: &generator) * scale
      }
      let inputs = Tensor<Double>.normal([samples, width], using: &generator)
      let upstream = Tensor<Double>.normal([samples, width], using: &generator)
      var activations: [Double] = []
      // A zero that is added changes nothing, and its gradient is that of the sum.
      let zeros = Array(repeating: Tensor<Double>.zeros([samples, width]), count: layers)
      let (_, gradients) = valueWithGradients(at: zeros, upstream: upstream) { zeros in
        var signal = Variable(inputs)
        for (weight, zero) in zip(weights, zeros) {
          signal = network.activate(matmul(signal, Variable(weight), transposeB: true)) + zero
          activations.append(signal.value.variance().squareRoot())
        }
        return signal
      }
      return SignalSizes(
        scale: scale, activations: activations,
        gradients: gradients.map { $0.variance().squareRoot() })
    }
  }
}
