import Curriculum

extension LeavingLesson {
  /// What a product is made of, so that a mistake is one change to it.
  private struct ChangedProduct: Sendable {
    var sum: @Sendable ([Int8], [Int8]) -> Double = { x, row in
      Double(zip(x, row).reduce(0) { $0 + Int($1.0) * Int($1.1) })
    }
    /// From the sum, the scales of x and of the row, and the bias to the result.
    var scaled: @Sendable (Double, Double, Double, Double) -> Double = { $0 * $1 * $2 + $3 }
    /// Which row's scale and bias are taken for row k of so many.
    var place: @Sendable (Int, Int) -> Int = { k, _ in k }

    func callAsFunction(
      _ x: [Int8], _ weight: [[Int8]], _ xScale: Double, _ weightScales: [Double], _ bias: [Double]
    ) -> [Double] {
      weight.indices.map { k in
        scaled(sum(x, weight[k]), xScale, weightScales[place(k, weight.count)], bias[k])
      }
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedProduct) -> Void
  ) -> Mistake<Answers.IntegerProduct> {
    var changed = ChangedProduct()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3, $4) }
  }

  static let integerProductMistakes: [Mistake<Answers.IntegerProduct>] = [
    Mistake("scaled before it is summed up", notExact) { x, weight, xScale, weightScales, bias in
      weight.indices.map { k in
        zip(x, weight[k]).reduce(0.0) {
          $0 + Double($1.0) * xScale * (Double($1.1) * weightScales[k])
        } + bias[k]
      }
    },
    mistake("products that wrap around", "A product of two bytes does not fit into a byte.") {
      $0.sum = { Double(zip($0, $1).reduce(0) { $0 + Int($1.0 &* $1.1) }) }
    },
    mistake("a sum that wraps around in 8 bits", "The sum does not fit into a byte: sum up in Int.")
    {
      $0.sum = {
        Double(Int8(truncatingIfNeeded: zip($0, $1).reduce(0) { $0 + Int($1.0) * Int($1.1) }))
      }
    },
    mistake(
      "a sum that wraps around in 16 bits",
      "Three products of 127·127 are more than 16 bits hold: sum up in Int or Int32."
    ) {
      $0.sum = { x, row in
        Double(zip(x, row).reduce(Int16(0)) { $0 &+ Int16($1.0) * Int16($1.1) })
      }
    },
    mistake(
      "a sum that is clamped to 16 bits", "A sum that is clamped is not exact: sum up in Int."
    ) {
      $0.sum = { x, row in
        Double(
          zip(x, row).reduce(0) { max(-32768, min(32767, $0 + Int($1.0) * Int($1.1))) })
      }
    },
    mistake(
      "a sum in Float",
      "Float has whole numbers up to 16 777 216 only, and this sum is larger: sum up in integers."
    ) {
      $0.sum = { Double(zip($0, $1).reduce(Float(0)) { $0 + Float($1.0) * Float($1.1) }) }
    },
    mistake("bytes without a sign", "The bytes are signed, from −127 to 127.") {
      $0.sum = {
        Double(
          zip($0, $1).reduce(0) {
            $0 + Int(UInt8(bitPattern: $1.0)) * Int(UInt8(bitPattern: $1.1))
          })
      }
    },
    mistake("the last product left out", "The last product is missing in the sum.") {
      $0.sum = { Double(zip($0, $1).dropLast().reduce(0) { $0 + Int($1.0) * Int($1.1) }) }
    },
    mistake("a mean", "That is the mean of the products: the sum is asked for.") {
      $0.sum = { x, row in
        Double(zip(x, row).reduce(0) { $0 + Int($1.0) * Int($1.1) }) / Double(x.count)
      }
    },
    mistake("no scale of x", "Both scales are factors: that of x is missing.") {
      $0.scaled = { sum, _, scale, bias in sum * scale + bias }
    },
    mistake("no scale of the weights", "Both scales are factors: that of the row is missing.") {
      $0.scaled = { sum, scale, _, bias in sum * scale + bias }
    },
    mistake("scales added", "The scales are multiplied with each other: each is a factor.") {
      $0.scaled = { $0 * ($1 + $2) + $3 }
    },
    mistake("divided by the scales", "A scale says what one step is worth: multiply by it.") {
      $0.scaled = { $0 / ($1 * $2) + $3 }
    },
    mistake("the bias scaled along", "The bias is a number and no integer: add it after scaling.") {
      $0.scaled = { ($0 + $3) * $1 * $2 }
    },
    mistake("no bias", "The bias is missing.") { $0.scaled = { sum, x, row, _ in sum * x * row } },
    mistake("the bias subtracted", "The bias is added.") { $0.scaled = { $0 * $1 * $2 - $3 } },
    mistake("the first row's scale for all", "Each row has a scale of its own: weightScales[k].") {
      $0.place = { _, _ in 0 }
    },
    mistake("the scales in reverse order", "Row k has the scale weightScales[k].") {
      $0.place = { $1 - 1 - $0 }
    },
  ]
}
