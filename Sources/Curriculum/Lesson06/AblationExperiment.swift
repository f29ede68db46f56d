import Curriculum
import Gradus

/// What a network reads in the digits to measure with.
public struct Reading: Sendable {
  /// The probability of each class for each image, of shape [N, 10].
  let probabilities: Tensor<Double>
  /// The mean cross-entropy.
  public let loss: Double
  /// The share that is read wrongly.
  public let error: Double

  /// Measures probabilities by the true labels.
  init(_ probabilities: Tensor<Double>, of samples: Samples<Tensor<Float>, Tensor<Int>>) {
    self.probabilities = probabilities
    let labels = samples.targets.elements
    let logarithms = labels.indices.map { Double.log(probabilities[$0, labels[$0]]) }
    loss = -logarithms.reduce(0, +) / Double(labels.count)
    let read = probabilities.argmax(along: 1).elements
    error = Double(zip(read, labels).count { $0 != $1 }) / Double(labels.count)
  }
}

/// What a recipe makes of the first 200 digits.
public struct Ablation: Sendable {
  /// What came of each seed, on the last 297 digits.
  public let readings: [Reading]
  /// What came of each seed, on the 1300 digits that choices are made with.
  public let readingsWhenChoosing: [Reading]

  /// The mean loss on the test digits.
  public var loss: Double { mean(readings, \.loss) }
  /// The mean share of the test digits that is read wrongly.
  public var error: Double { mean(readings, \.error) }
  /// The smallest and the largest share.
  public var range: ClosedRange<Double> {
    let errors = readings.map(\.error)
    return (errors.min() ?? .nan)...(errors.max() ?? .nan)
  }
  /// The mean share that is read wrongly of the digits that choices are made with.
  public var errorWhenChoosing: Double { mean(readingsWhenChoosing, \.error) }

  private func mean(_ readings: [Reading], _ value: (Reading) -> Double) -> Double {
    readings.reduce(0) { $0 + value($1) } / Double(readings.count)
  }

  /// Networks that read together, so many at a time.
  public func ensembles(of size: Int) throws -> Ablation {
    let digits = try FewDigits()
    func groups(_ readings: [Reading], _ samples: Samples<Tensor<Float>, Tensor<Int>>) -> [Reading]
    {
      stride(from: 0, to: readings.count - size + 1, by: size).map {
        together(readings[$0..<$0 + size], of: samples)
      }
    }
    return Ablation(
      readings: groups(readings, digits.test),
      readingsWhenChoosing: groups(readingsWhenChoosing, digits.choosing))
  }
}

/// The digits of the ablations: 200 to learn from, others to choose with, 297 to measure with.
public struct FewDigits: Sendable {
  /// The first 200 of the training images.
  public let training: Samples<Tensor<Float>, Tensor<Int>>
  /// Training images 200 to 499, which early stopping watches.
  public let validation: Samples<Tensor<Float>, Tensor<Int>>
  /// Training images 200 to 1499: what remedies and strengths are chosen with.
  public let choosing: Samples<Tensor<Float>, Tensor<Int>>
  /// The last 297 digits, by other people.
  public let test: Samples<Tensor<Float>, Tensor<Int>>

  /// Loads them.
  public init() throws {
    let digits = try Dataset.digits.images(.train).samples
    training = digits.gather(Array(0..<200))
    validation = digits.gather(Array(200..<500))
    choosing = digits.gather(Array(200..<1500))
    test = try Dataset.digits.images(.test).samples
  }

  /// What a new network reads in the test digits, and in those for choosing.
  public func readings(
    of recipe: DigitsRecipe, seed: UInt64
  ) -> (test: Reading, choosing: Reading) {
    let network = recipe.train(on: training, watching: validation, seed: seed).network
    func reading(_ samples: Samples<Tensor<Float>, Tensor<Int>>) -> Reading {
      let logits = Variable(Tensor<Double>(network(samples.inputs)))
      return Reading(logits.softmax(along: 1).value, of: samples)
    }
    return (reading(test), reading(choosing))
  }
}

/// What several networks read together: the mean of their probabilities.
private func together(
  _ readings: ArraySlice<Reading>, of samples: Samples<Tensor<Float>, Tensor<Int>>
) -> Reading {
  let zero = Tensor<Double>(
    repeating: 0, shape: readings[readings.startIndex].probabilities.shape)
  let sum = readings.reduce(zero) { $0 + $1.probabilities }
  return Reading(sum * (1 / Double(readings.count)), of: samples)
}

extension EarlyStoppingExperiment {
  /// The seeds of the table of ablations.
  public static let ablationSeeds: [UInt64] = Array(0..<6)

  /// No remedy, one alone, those that were chosen, these but one, and what might have been added to
  /// them, in this order.
  public static let ablations: [(name: String, recipe: DigitsRecipe)] = {
    let six = DigitsRecipe(DigitsRecipe.chosen)
    var shifted = six
    shifted.pixels = 1
    return [("bare MLP", DigitsRecipe([]))]
      + Remedy.allCases.map { ("only \($0.rawValue)", DigitsRecipe([$0])) }
      + [("the six", six)]
      + DigitsRecipe.chosen.map { left in
        (
          "the six without \(left.rawValue)",
          DigitsRecipe(DigitsRecipe.chosen.filter { $0 != left })
        )
      }
      + [
        ("the six with early stopping", DigitsRecipe(Remedy.allCases)),
        ("the six with shifts", shifted),
      ]
  }()

  private static let trio = "3 networks of the six"

  /// Every recipe, with six seeds; at the end, networks of the best recipe that read together.
  static let ablationStudy = Study(
    "ablations", title: "Learned from 200 digits, mean of six seeds: error in % and loss",
    columns: ["recipe", "others", "last 297", "from … to", "loss"],
    rows: ablations.map(\.name) + [trio]
  ) { row, _ in
    let name = row == trio ? "the six" : row
    var result = try ablation(ablations.first { $0.name == name }!.recipe, seeds: ablationSeeds)
    if row == trio { result = try result.ensembles(of: 3) }
    func percent(_ error: Double) -> String { (100 * error).fixed(1) }
    return [
      percent(result.errorWhenChoosing), percent(result.error),
      "\(percent(result.range.lowerBound))–\(percent(result.range.upperBound))",
      result.loss.fixed(3),
    ]
  }

  /// Trains with a recipe and each seed, on all cores at the same time.
  public static func ablation(_ recipe: DigitsRecipe, seeds: [UInt64]) throws -> Ablation {
    let digits = try FewDigits()
    let readings = try onAllCores(seeds) { digits.readings(of: recipe, seed: $0) }
    return Ablation(
      readings: readings.map(\.test), readingsWhenChoosing: readings.map(\.choosing))
  }
}
