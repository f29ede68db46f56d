import Curriculum
import Gradus

extension ExtendingLesson {
  /// What the step is made of, so that a mistake is one change to it.
  private struct ChangedStep: Sendable {
    /// The weight of a part from the sizes and its place.
    var weight: @Sendable ([Int], Int) -> Double = {
      Double($0[$1]) / Double($0.reduce(0, +))
    }
    /// The gradients after clipping, from those before it and the maximum.
    var clipped: @Sendable ([Matrix], Double) -> [Matrix] = { ExtendingLesson.clipped($0, $1) }
    /// What becomes of the gradients of a part.
    var part: @Sendable ([Matrix], Double) -> [Matrix] = { gradients, _ in gradients }
    var stepped: @Sendable (Matrix, Double, Matrix) -> Matrix = { $0 - $1 * $2 }

    func callAsFunction(
      _ parameters: [Matrix], _ sizes: [Int], _ maximum: Double, _ rate: Double,
      _ gradient: (Int, [Matrix]) throws -> [Matrix]
    ) throws -> [Matrix] {
      var sums = parameters.map { Matrix.zeros($0.shape) }
      for place in sizes.indices {
        let gradients = part(try gradient(place, parameters), maximum)
        for i in sums.indices { sums[i] += weight(sizes, place) * gradients[i] }
      }
      return zip(parameters, clipped(sums, maximum)).map { stepped($0, rate, $1) }
    }
  }

  private static func norm(_ tensors: [Matrix]) -> Double {
    tensors.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
  }

  private static func clipped(_ tensors: [Matrix], _ maximum: Double) -> [Matrix] {
    let norm = norm(tensors)
    return norm > maximum ? tensors.map { $0 * (maximum / norm) } : tensors
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedStep) -> Void
  ) -> Mistake<Answers.AccumulatedStep> {
    var changed = ChangedStep()
    change(&changed)
    return Mistake(name, why) { [changed] in try changed($0, $1, $2, $3, $4) }
  }

  static let accumulatedStepMistakes: [Mistake<Answers.AccumulatedStep>] = [
    mistake(
      "a mean of the parts' means",
      "The parts differ in size: each counts by the number of its samples, not all the same."
    ) { $0.weight = { sizes, _ in 1 / Double(sizes.count) } },
    mistake("a sum of the parts' means", "Divide by the number of all samples: that is a sum.") {
      $0.weight = { _, _ in 1 }
    },
    mistake(
      "whole numbers divided",
      "A whole number divided by a larger one is 0: convert the sizes to Double first."
    ) { $0.weight = { sizes, place in Double(sizes[place] / sizes.reduce(0, +)) } },
    mistake("a sum over the samples", "Divide by the number of all samples.") {
      $0.weight = { sizes, place in Double(sizes[place]) }
    },
    mistake("without the last part", "The last part counts, too.") {
      $0.weight = { sizes, place in
        place == sizes.count - 1 ? 0 : Double(sizes[place]) / Double(sizes.reduce(0, +))
      }
    },
    Mistake("each part asked twice", inOrder) { parameters, sizes, maximum, rate, gradient in
      try ChangedStep()(parameters, sizes, maximum, rate) { part, now in
        _ = try gradient(part, now)
        return try gradient(part, now)
      }
    },
    Mistake("the parts in reverse order", inOrder) { parameters, sizes, maximum, rate, gradient in
      let last = sizes.count - 1
      return try ChangedStep()(parameters, sizes.reversed(), maximum, rate) { part, now in
        try gradient(last - part, now)
      }
    },
    mistake("only the last part", "Only the last part counts: the gradients have to be added up.") {
      $0.weight = { sizes, place in place == sizes.count - 1 ? 1 : 0 }
    },
    mistake("only the first part", "Only the first part counts: the gradients have to be added up.")
    {
      $0.weight = { _, place in place == 0 ? 1 : 0 }
    },
    mistake(
      "each part clipped, too",
      "The parts are clipped one by one: add them up first, and clip what comes of it once."
    ) { $0.part = { ExtendingLesson.clipped($0, $1) } },
    mistake("not clipped", "Where the norm is above the maximum, everything is scaled down to it.")
    {
      $0.clipped = { gradients, _ in gradients }
    },
    mistake(
      "each tensor clipped by itself",
      "The norm is that of all gradients together: tensors that are clipped one by one change the direction."
    ) {
      $0.clipped = { gradients, maximum in
        gradients.flatMap { ExtendingLesson.clipped([$0], maximum) }
      }
    },
    mistake("each number clipped", "The norm is clipped, and not each number by itself.") {
      $0.clipped = { gradients, maximum in
        gradients.map { $0.map { min(maximum, max(-maximum, $0)) } }
      }
    },
    mistake(
      "stretched to the maximum",
      "A norm below the maximum stays as it is: only longer ones are scaled."
    ) {
      $0.clipped = { gradients, maximum in
        let norm = ExtendingLesson.norm(gradients)
        return gradients.map { $0 * (norm > 0 ? maximum / norm : 1) }
      }
    },
    mistake("the squared norm", "The norm is the root of the sum of squares: the root is missing.")
    {
      $0.clipped = { gradients, maximum in
        let norm = gradients.reduce(0) { $0 + $1.squared().sum() }
        return norm > maximum ? gradients.map { $0 * (maximum / norm) } : gradients
      }
    },
    mistake(
      "divided by the norm", "A clipped gradient has the norm maximumNorm, and not the norm 1."
    ) {
      $0.clipped = { gradients, maximum in
        let norm = ExtendingLesson.norm(gradients)
        return norm > maximum ? gradients.map { $0 * (1 / norm) } : gradients
      }
    },
    mistake("uphill", "The step is subtracted.") { $0.stepped = { $0 + $1 * $2 } },
    mistake("no learning rate", "The learning rate is missing.") {
      $0.stepped = { p, _, g in p - g }
    },
    Mistake(
      "a step after each part",
      "All parts are asked at the same parameters: take one step, after the last of them."
    ) { parameters, sizes, maximum, rate, gradient in
      var now = parameters
      for place in sizes.indices {
        let share = Double(sizes[place]) / Double(sizes.reduce(0, +))
        let gradients = clipped(try gradient(place, now).map { $0 * share }, maximum)
        now = zip(now, gradients).map { $0 - rate * $1 }
      }
      return now
    },
  ]
}
