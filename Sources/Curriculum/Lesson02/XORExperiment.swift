import Curriculum
import Gradus

/// What networks make of exclusive or: 1 where exactly one of two inputs is 1.
public struct XORResult: Sendable {
  /// One model and what became of it from each seed.
  public struct Model: Sendable {
    /// As in "MLP 2-8-2".
    public let name: String
    /// For each seed the largest number of the four inputs that were right after any step.
    public let best: [Int]
    /// For each seed the mean loss at the end.
    public let losses: [Double]
    /// The classes that the first seed's model gives at the places it was asked for, when its number
    /// right was largest.
    public let regions: [Int]
    /// The weights of the first seed's model at the end, layer by layer, in rows that belong to the inputs.
    public let weights: [[[Double]]]
  }

  /// A linear model.
  public let linear: Model
  /// A network with one hidden layer of eight units.
  public let network: Model
}

extension BackpropagationExperiment {
  // MARK: (c) XOR

  /// The four inputs, shape [4, 2].
  public static let xorInputs: Tensor<Float> = [[0, 0], [0, 1], [1, 0], [1, 1]]
  /// What belongs to them, shape [4].
  public static let xorLabels: Tensor<Int> = [0, 1, 1, 0]

  /// Trains a linear model and a network with a hidden layer on XOR, each from several seeds.
  ///
  /// No line separates the two classes, so a linear model cannot get more than three of four right.
  ///
  /// - Parameters:
  ///   - seeds: Of the weights.
  ///   - steps: How many steps each model takes, each on all four inputs.
  ///   - places: Where to ask the first seed's models for their classes, for a picture.
  public func xor(
    seeds: [UInt64], steps: Int = 300, at places: [(x: Double, y: Double)] = []
  ) -> XORResult {
    let grid = points(places)
    func train(
      _ name: String, _ model: (inout RandomGenerator) -> Sequential<Float>
    ) -> XORResult.Model {
      var best: [Int] = []
      var losses: [Double] = []
      var regions: [Int] = []
      var weights: [[[Double]]] = []
      for seed in seeds {
        var training = ClassifierTraining(learningRate: 0.05, seed: seed, model: model)
        var mostRight = 0
        var loss = Double.infinity
        var drawnLoss = Double.infinity
        for _ in 0..<steps {
          loss = training.runEpoch(Self.xorInputs, Self.xorLabels, batchSize: 4)
          let right = countRight(training.classes(of: Self.xorInputs), Self.xorLabels)
          // The linear model's weights go to zero in the end, where rounding errors decide: only a
          // clearly lower loss makes a new picture.
          if right > mostRight || (right == mostRight && loss < 0.9 * drawnLoss) {
            drawnLoss = loss
            if seed == seeds.first, let grid { regions = training.classes(of: grid).elements }
          }
          mostRight = max(mostRight, right)
        }
        if seed == seeds.first { weights = weightsByInput(training.model) }
        best.append(mostRight)
        losses.append(loss)
      }
      return XORResult.Model(
        name: name, best: best, losses: losses, regions: regions, weights: weights)
    }
    return XORResult(
      linear: train("linear") { Sequential(Linear(2, 2, using: &$0)) },
      network: train("MLP 2-8-2, tanh") {
        Sequential(Linear(2, 8, using: &$0), Tanh(), Linear(8, 2, using: &$0))
      })
  }

  /// The weights of the linear layers, in rows that belong to the inputs.
  private func weightsByInput(_ model: Sequential<Float>) -> [[[Double]]] {
    model.layers.compactMap { $0 as? Linear<Float> }.map { layer in
      let weight = layer.weight.value.transposed()
      return (0..<weight.shape[0]).map { weight[$0].elements.map(Double.init) }
    }
  }

  /// Places as a batch of inputs, shape [N, 2]; nil when there is none.
  func points(_ places: [(x: Double, y: Double)]) -> Tensor<Float>? {
    places.isEmpty ? nil : Tensor(places.map { [Float($0.x), Float($0.y)] })
  }
}
