import Curriculum
import Gradus

extension ExtendingLesson {
  private static func mistake(
    _ name: String, why: String = "", _ change: (inout ChangedChecker) -> Void
  ) -> WrongAnswer<Answers> {
    let changed = checker(change)
    return WrongAnswer(name, why: why) { $0.isRightLayer = changed }
  }

  /// Forms both gradients rightly and compares them wrongly, each input's by themselves.
  private static func comparing(
    _ name: String, why: String = "", _ agree: @escaping @Sendable (Matrix, Matrix) -> Bool
  ) -> WrongAnswer<Answers> {
    mistake(name, why: why) {
      $0.agree = { zip($0, $1).allSatisfy { agree($0, $1) } }
    }
  }

  private static func comparing(
    _ name: String, why: String = "", all agree: @escaping @Sendable ([Matrix], [Matrix]) -> Bool
  ) -> WrongAnswer<Answers> {
    mistake(name, why: why) { $0.agree = agree }
  }

  static let isRightLayerMistakes: [WrongAnswer<Answers>] =
    mistakenDraws + mistakenDifferences + mistakenComparisons

  private static let mistakenDraws: [WrongAnswer<Answers>] = [
    WrongAnswer("always true") { $0.isRightLayer = { _, _, _ in true } },
    WrongAnswer("always false") { $0.isRightLayer = { _, _, _ in false } },
    mistake("an upstream gradient of ones", why: "draw a random one") {
      $0.upstream = { shape, _ in .ones(shape) }
    },
    mistake("one random number as the whole upstream gradient", why: "the same upstream") {
      $0.upstream = { shape, generator in Matrix(repeating: generator.normal(), shape: shape) }
    },
    mistake("the first output alone", why: "Every number has to be looked at") {
      $0.upstream = { shape, _ in
        Matrix(
          shape: shape, elements: (0..<shape.elementCount).map { $0 == 0 ? 1 : 0 })
      }
    },
    mistake("one point", why: "at several") { $0.points = 1 },
    mistake("two points", why: "at least three points") { $0.points = 2 },
    mistake("inputs of zeros", why: "Where x is 0") {
      $0.inputs = { shapes, _ in shapes.map { .zeros($0) } }
    },
    mistake("inputs of ones", why: "Where x is 1") {
      $0.inputs = { shapes, _ in shapes.map { .ones($0) } }
    },
    mistake("inputs above 0", why: "below 0") {
      $0.inputs = { shapes, generator in
        shapes.map { .uniform($0, using: &generator) }
      }
    },
    mistake("the same numbers in every input", why: "numbers for each") {
      $0.inputs = { shapes, generator in
        let same = generator
        return shapes.map {
          generator = same
          return .normal($0, using: &generator)
        }
      }
    },
    mistake("one random number in all of an input", why: "each number by itself") {
      $0.inputs = { shapes, generator in
        shapes.map { Matrix(repeating: generator.normal(), shape: $0) }
      }
    },
    WrongAnswer("a copy of the generator", why: "not from a copy") { answers in
      let right = checker { _ in }
      answers.isRightLayer = { layer, shapes, generator in
        var copy = generator
        return try right(layer, shapes, &copy)
      }
    },
    WrongAnswer("a generator of its own", why: "no other generator") { answers in
      let right = checker { _ in }
      answers.isRightLayer = { layer, shapes, generator in
        generator = RandomGenerator(seed: 1)
        return try right(layer, shapes, &generator)
      }
    },
    WrongAnswer("an error makes the layer wrong", why: "Let errors through") { answers in
      let right = checker { _ in }
      answers.isRightLayer = { (try? right($0, $1, &$2)) ?? false }
    },
  ]

  private static let mistakenDifferences: [WrongAnswer<Answers>] = [
    mistake("a forward difference", why: "take both sides") { $0.below = 0 },
    mistake("a backward difference", why: "take both sides") { $0.above = 0 },
    mistake("a step of 0.1", why: "small enough") { $0.step = 0.1 },
    mistake("a step of 10⁻¹³", why: "1e-5 suits") { $0.step = 1e-13 },
    mistake("the differences of the plain sum", why: "Σ upstream·output") {
      $0.weights = { .ones($0.shape) }
    },
    mistake("elements stay changed", why: "central differences") { $0.staysChanged = true },
  ]

  private static let mistakenComparisons: [WrongAnswer<Answers>] = [
    mistake("gradients cut to as many as there are", why: "for each input") {
      $0.fitted = { claimed, shapes in
        zip(claimed, shapes).allSatisfy { $0.shape == $1 } ? claimed : nil
      }
    },
    mistake("a gradient more than inputs passes", why: "and not more") {
      $0.fitted = { claimed, shapes in
        let first = Array(claimed.prefix(shapes.count))
        return first.map(\.shape) == shapes ? first : nil
      }
    },
    mistake("gradients summed to the shapes", why: "Compare the shapes") {
      $0.fitted = { claimed, shapes in
        claimed.count == shapes.count ? zip(claimed, shapes).map { $0.unbroadcast(to: $1) } : nil
      }
    },
    mistake("numbers of elements compared", why: "not the numbers of elements") {
      $0.fitted = { claimed, shapes in
        claimed.map(\.elementCount) == shapes.map(\.elementCount)
          ? zip(claimed, shapes).map { $0.reshaped(to: $1) } : nil
      }
    },
    comparing(
      "the first input alone", why: "Each input's",
      all: { claimed, numeric in
        isWithin(1e-6 * largest(claimed, numeric), [claimed[0]], [numeric[0]])
      }),
    comparing(
      "the first element alone", why: "Every number",
      all: { claimed, numeric in
        zip(claimed, numeric).allSatisfy {
          ($0.elements[0] - $1.elements[0]).magnitude <= 1e-6 * largest(claimed, numeric)
        }
      }),
    comparing(
      "sums compared", why: "sums do not notice",
      all: { claimed, numeric in
        zip(claimed, numeric).allSatisfy {
          ($0.sum() - $1.sum()).magnitude <= 1e-6 * largest(claimed, numeric)
        }
      }),
    comparing(
      "norms", why: "one among many",
      all: { claimed, numeric in
        func norm(_ all: [Matrix]) -> Double {
          all.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
        }
        return norm(zip(claimed, numeric).map { $0 - $1 }) <= 1e-6 * (norm(claimed) + norm(numeric))
      }),
    comparing(
      "the mean difference", why: "one among many",
      all: { claimed, numeric in
        let differences = zip(claimed, numeric).flatMap { ($0 - $1).abs().elements }
        return differences.reduce(0, +) / Double(differences.count)
          <= 1e-6 * largest(claimed, numeric)
      }),
    comparing(
      "magnitudes compared", why: "difference of magnitudes",
      all: { claimed, numeric in
        isWithin(
          1e-6 * largest(claimed, numeric), claimed.map { $0.abs() }, numeric.map { $0.abs() })
      }),
    comparing(
      "no absolute value", why: "below zero counts",
      all: { claimed, numeric in
        zip(claimed, numeric).allSatisfy { ($0 - $1).max() <= 1e-6 * largest(claimed, numeric) }
      }),
    comparing("an absolute tolerance", why: "has to follow", all: { isWithin(1e-6, $0, $1) }),
    comparing(
      "a tolerance of at least 10⁻⁶", why: "has to shrink",
      all: {
        isWithin(1e-6 * max(1, largest($0, $1)), $0, $1)
      }),
    comparing(
      "a tolerance of 10⁻²", why: "The tolerance is 10⁻⁶",
      all: {
        isWithin(1e-2 * largest($0, $1), $0, $1)
      }),
    comparing(
      "a tolerance of 10⁻⁵", why: "The tolerance is 10⁻⁶",
      all: {
        isWithin(1e-5 * largest($0, $1), $0, $1)
      }),
    comparing("each input has its own tolerance", why: "all gradients together") {
      isWithin(1e-6 * largest([$0], [$1]), [$0], [$1])
    },
    comparing(
      "< for <=", why: "has to be <=",
      all: { claimed, numeric in
        zip(claimed.flatMap(\.elements), numeric.flatMap(\.elements)).allSatisfy {
          ($0 - $1).magnitude < 1e-6 * largest(claimed, numeric)
        }
      }),
    comparing(
      "NaN passes", why: "NaN is not smaller",
      all: { claimed, numeric in
        !zip(claimed.flatMap(\.elements), numeric.flatMap(\.elements)).contains {
          ($0 - $1).magnitude > 1e-6 * largest(claimed, numeric)
        }
      }),
    comparing(
      "infinity passes", why: "ask isFinite",
      all: { claimed, numeric in
        zip(claimed.flatMap(\.elements), numeric.flatMap(\.elements)).allSatisfy {
          ($0 - $1).magnitude <= 1e-6 * largest(claimed, numeric)
        }
      }),
  ]
}
