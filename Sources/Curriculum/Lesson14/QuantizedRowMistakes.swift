import Curriculum

extension LeavingLesson {
  /// What a quantization is made of, so that a mistake is one change to it.
  private struct ChangedQuantization: Sendable {
    /// The largest of a row, of which the scale is a part.
    var largest: @Sendable ([Double]) -> Double = { $0.map(\.magnitude).max()! }
    var levels = 127.0
    /// The scale of a row of zeros.
    var scaleOfZeros = 1.0
    /// From a number and the scale to steps.
    var steps: @Sendable (Double, Double) -> Double = { $0 / $1 }
    var rounded: @Sendable (Double) -> Double = { $0.rounded(.toNearestOrEven) }
    /// What is returned as the scale, from it and the largest.
    var returned: @Sendable (Double, Double) -> Double = { scale, _ in scale }

    func callAsFunction(_ row: [Double]) -> (scale: Double, integers: [Int8]) {
      let largest = largest(row)
      let scale = largest == 0 ? scaleOfZeros : largest / levels
      let integers = row.map { number in
        let integer = rounded(steps(number, scale))
        return Int8(max(-128, min(127, integer.isNaN ? 0 : integer)))
      }
      return (returned(scale, largest), integers)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedQuantization) -> Void
  ) -> Mistake<Answers.QuantizedRow> {
    var changed = ChangedQuantization()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0) }
  }

  static let quantizedRowMistakes: [Mistake<Answers.QuantizedRow>] = [
    mistake("the largest number, not magnitude", "The scale comes from the largest *magnitude*.") {
      $0.largest = { $0.max()! }
    },
    mistake(
      "the range instead of the magnitude",
      "That is half of the range from the least to the largest: take the largest magnitude."
    ) { $0.largest = { ($0.max()! - $0.min()!) / 2 } },
    mistake("the mean magnitude", "That is the mean of the magnitudes: take the largest.") {
      $0.largest = { $0.reduce(0) { $0 + $1.magnitude } / Double($0.count) }
    },
    mistake(
      "divided by 128", "Divide by 127: with 128, the largest number of a row would not fit."
    ) { $0.levels = 128 },
    mistake("divided by 255", "The integers go from −127 to 127: divide by 127, and not by 255.") {
      $0.levels = 255
    },
    mistake("divided by 126", "Divide by 127: so that the largest number becomes 127.") {
      $0.levels = 126
    },
    mistake(
      "cut off instead of rounded", "Round to the nearest: cutting off errs by up to a whole step."
    ) {
      $0.rounded = { $0.rounded(.towardZero) }
    },
    mistake("rounded down", "Round to the nearest: rounding down errs by up to a whole step.") {
      $0.rounded = { $0.rounded(.down) }
    },
    mistake("ties away from zero", "A tie goes to the even neighbor: 0.5 to 0 and 1.5 to 2.") {
      $0.rounded = { $0.rounded(.toNearestOrAwayFromZero) }
    },
    mistake(
      "ties upward", "A tie goes to the even neighbor: (w / scale + 0.5) rounded down is not."
    ) {
      $0.rounded = { ($0 + 0.5).rounded(.down) }
    },
    mistake("ties toward zero", "A tie goes to the even neighbor, which may be the larger one.") {
      $0.rounded = {
        $0.magnitude.truncatingRemainder(dividingBy: 1) == 0.5
          ? $0.rounded(.towardZero) : $0.rounded()
      }
    },
    mistake("multiplied by the scale", "Divide by the scale: it says how much one step is worth.") {
      $0.steps = { $0 * $1 }
    },
    mistake("magnitudes as integers", "The integers have the sign of the weights.") {
      $0.steps = { $0.magnitude / $1 }
    },
    mistake(
      "a scale of 0 for zeros", "The scale of a row of zeros is 1: 0 / 0 is not a number."
    ) { $0.scaleOfZeros = 0 },
    mistake("the largest number returned", "The scale is the largest magnitude divided by 127.") {
      $0.returned = { _, largest in largest == 0 ? 1 : largest }
    },
    mistake("one by the scale", "That is 1/scale: return what one step is worth.") {
      $0.returned = { scale, _ in 1 / scale }
    },
  ]
}
