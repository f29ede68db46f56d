import Curriculum
import Gradus

/// One of the things that a search can choose, with the levels that are tried.
struct Factor: Sendable {
  let name: String
  let levels: [String]
  /// Sets a level by its place.
  let set: @Sendable (inout Recipe, Int) -> Void

  /// Rates are low, middle and high for their optimizer: SGD takes larger ones.
  static let all = [
    Factor(name: "optimizer", levels: Recipe.Rule.allCases.map(\.rawValue)) {
      $0.rule = Recipe.Rule.allCases[$1]
    },
    Factor(name: "rate", levels: ["low", "middle", "high"]) {
      $0.rate = ($0.rule == .momentum ? [0.003, 0.03, 0.3] : [0.0003, 0.003, 0.03])[$1]
    },
    Factor(name: "activation", levels: Recipe.Activation.allCases.map(\.rawValue)) {
      $0.activation = Recipe.Activation.allCases[$1]
    },
    Factor(name: "depth", levels: ["1", "3"]) { $0.depth = [1, 3][$1] },
    Factor(name: "width", levels: ["16", "64"]) { $0.width = [16, 64][$1] },
  ]

  /// All combinations of levels, as places.
  static var combinations: [[Int]] {
    all.reduce([[]]) { combinations, factor in
      combinations.flatMap { levels in factor.levels.indices.map { levels + [$0] } }
    }
  }

  /// The recipe of a combination.
  static func recipe(_ levels: [Int]) -> Recipe {
    zip(all, levels).reduce(into: Recipe()) { $1.0.set(&$0, $1.1) }
  }
}

/// A setting that was tried: how it did on the part that chooses, and on the test.
struct Trial: Sendable {
  let validation, test: Double
}

extension LeavingExperiment {
  // MARK: (f) What matters most

  /// Tries each combination of levels with the same budget: in the order of ``Factor/combinations``.
  static func grid(on data: PictureRows, epochs: Int, seed: UInt64) throws -> [Trial] {
    try Factor.combinations.map {
      try trial(Factor.recipe($0), on: data, epochs: epochs, seed: seed)
    }
  }

  private static func trial(_ recipe: Recipe, on data: PictureRows, epochs: Int, seed: UInt64)
    throws -> Trial
  {
    let network = try recipe.trained(on: data.train, epochs: epochs, seed: seed)
    return Trial(
      validation: network.accuracy(on: data.validation), test: network.accuracy(on: data.test))
  }

  /// The best of a grid of rates and widths, and of as many draws at random: 25 each.
  static func search(on data: PictureRows, epochs: Int, seed: UInt64) throws -> (
    grid: Trial, random: Trial
  ) {
    let (rates, widths) = ((-4.0, 0.0), (3.0, 7.0))
    func recipe(_ rate: Double, _ width: Double) -> Recipe {
      var recipe = Recipe()
      recipe.rate = Double.pow(10, rates.0 + rate * (rates.1 - rates.0))
      recipe.width = Int(Double.pow(2, widths.0 + width * (widths.1 - widths.0)))
      return recipe
    }
    func best(_ recipes: [Recipe]) throws -> Trial {
      let trials = try recipes.map { try trial($0, on: data, epochs: epochs, seed: seed) }
      // The first of those that are best.
      return trials.reduce(trials[0]) { $1.validation > $0.validation ? $1 : $0 }
    }
    var generator = RandomGenerator(seed: seed)
    let places = (0..<5).map { Double($0) / 4 }
    let draws = Tensor<Double>.uniform([25, 2], from: 0, to: 1, using: &generator)
    return (
      try best(places.flatMap { rate in places.map { recipe(rate, $0) } }),
      try best((0..<25).map { recipe(draws[$0, 0], draws[$0, 1]) })
    )
  }

  /// A round of the search by exercise 8: its epochs, and the rates that are left, the best first.
  struct Round {
    let epochs: Int
    let tried: Int
    let kept: [Double]
    let bestLoss: Double
  }

  /// Sixteen rates drawn at random are halved until one is left, with more epochs in each round.
  func halving(on data: PictureRows, seed: UInt64) throws -> [Round] {
    let (lowest, highest) = (1e-5, 1.0)
    var generator = RandomGenerator(seed: seed)
    var draws = Tensor<Double>.uniform([16], from: 0, to: 1, using: &generator).elements
    var rounds: [Round] = []
    while draws.count > 1 {
      let epochs = 1 << rounds.count
      var bestLoss = Double.infinity
      let kept = try answers.halvingRound(draws, lowest, highest) { rate in
        var recipe = Recipe()
        recipe.rate = rate
        let network = try recipe.trained(on: data.train, epochs: epochs, seed: seed)
        let logits = network(data.validation.inputs)
        let loss = Double(
          softmaxCrossEntropy(logits: Variable(logits), labels: data.validation.targets)
            .value.scalar())
        bestLoss = min(bestLoss, loss)
        return loss
      }
      rounds.append(Round(epochs: epochs, tried: draws.count, kept: kept, bestLoss: bestLoss))
      draws = kept.map { Double.log($0 / lowest) / Double.log(highest / lowest) }
    }
    return rounds
  }
}
