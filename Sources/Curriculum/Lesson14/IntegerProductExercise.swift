import Curriculum
import Gradus

extension LeavingLesson {
  static let integerProduct = Exercise<Answers>(
    "integerProduct", "A product in integers",
    hints: [
      "127·127 does not fit into a byte: convert both factors to Int before you multiply, and sum up in Int.",
      "The scales are factors of the whole sum: they are multiplied once, at the end. Then comes the bias.",
      "var sum = 0; for (a, b) in zip(x, weight[k]) { sum += Int(a) * Int(b) }; "
        + "Double(sum) * xScale * weightScales[k] + bias[k]",
    ],
    learned:
      "A sum of integers is exact in any order; all that is lost was lost before, when numbers became bytes.",
    landmark: Landmark(
      "Sources/TensorCore/Quantization/QuantizedProduct.swift", "func naiveOfIntegers"),
    solution: { $0.integerProduct = Leaving.integerProduct },
    check: checkIntegerProduct,
    wrongAnswers: integerProductMistakes.wrongAnswers(\.integerProduct),
    rightAnswers: [
      RightAnswer("in Int32, as processors do") {
        $0.integerProduct = { x, weight, xScale, weightScales, bias in
          var result = bias
          for k in weight.indices {
            var sum: Int32 = 0
            for d in x.indices { sum += Int32(x[d]) * Int32(weight[k][d]) }
            result[k] += xScale * weightScales[k] * Double(sum)
          }
          return result
        }
      },
      RightAnswer("in Double, which is exact here") {
        $0.integerProduct = { x, weight, xScale, weightScales, bias in
          zip(weight, zip(weightScales, bias)).map { row, rest in
            zip(x, row).map { Double($0) * Double($1) }.reduce(0, +) * (xScale * rest.0) + rest.1
          }
        }
      },
      RightAnswer("products of bytes in sixteen bits, summed up in more") {
        $0.integerProduct = { x, weight, xScale, weightScales, bias in
          weight.enumerated().map { k, row in
            let sum = zip(x, row).reversed().reduce(0) { $0 + Int(Int16($1.0) * Int16($1.1)) }
            return bias[k] + Double(sum) * weightScales[k] * xScale
          }
        }
      },
    ])

  @Sendable private static func checkIntegerProduct(_ answers: Answers) throws {
    var suspicion = Suspicion(integerProductMistakes)
    func compare(
      _ x: [Int8], _ weight: [[Int8]], _ xScale: Double, _ weightScales: [Double],
      _ bias: [Double], _ name: String
    ) throws {
      try suspicion.expect(
        Matrix(try answers.integerProduct(x, weight, xScale, weightScales, bias)),
        equals: Matrix(
          try Leaving.integerProduct(
            x, weight: weight, xScale: xScale, weightScales: weightScales, bias: bias)),
        in: "integerProduct of \(name)"
      ) { Matrix(try $0(x, weight, xScale, weightScales, bias)) }
    }
    try compare(
      [100, -3, 7], [[90, -40, 10], [-127, 127, 5]], 0.5, [0.25, 3], [7, -11],
      "[100, −3, 7] and [[90, −40, 10], [−127, 127, 5]], scales 0.5 and [0.25, 3], bias [7, −11]")
    // Beyond 16 bits, and beyond the whole numbers of Float.
    let long = [Int8](repeating: 127, count: 3001)
    try compare(
      long, [long.dropLast() + [-126], [Int8](repeating: -127, count: 3001)], 1, [1, 0.001],
      [0, 1],
      "3001 numbers of 127")
    let rows: [[Int8]] = [[1, 2], [-3, 4], [5, -6]]
    try compare(
      [7, -8], rows, 2, [0.0001, 0.0002, 0.0005], [5000, 5000, 6000], "small scales, a large bias")
    try compare([7, -8], rows, 2, [3, 1, 2], [-1, -2, -4], "a bias below 0")
    // Where the scale of the row is 1 and there is no bias, all that is rounded is the product with the scale of x.
    let found = try answers.integerProduct([12, 7, 12, -8, -1], [[0, 9, 6, 7, 3]], 0.1, [1], [0])
    try expect(
      found == [0.1 * 76],
      "integerProduct of [12, 7, 12, −8, −1] and [[0, 9, 6, 7, 3]], scales 0.1 and [1], bias [0]: expected exactly "
        + "[\(0.1 * 76)], found \(found).", why: notExact)
    var generator = RandomGenerator(seed: 14_04)
    for (inputs, outputs) in [(1, 1), (1, 4), (4, 1), (3, 3), (5, 2), (2, 7), (64, 10), (301, 3)] {
      func bytes(_ count: Int) -> [Int8] {
        (0..<count).map { _ in Int8(generator.uniformInteger(below: 255) - 127) }
      }
      func numbers(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
        Matrix.uniform([count], from: low, to: high, using: &generator).elements
      }
      let (x, weight) = (bytes(inputs), (0..<outputs).map { _ in bytes(inputs) })
      try compare(
        x, weight, numbers(1, 0.01, 2)[0], numbers(outputs, 0.01, 2), numbers(outputs, -50, 50),
        "\(inputs) bytes and \(outputs) rows")
    }
  }

  static let notExact =
    "The sum is one of integers, and exact: a product that is scaled before it is added is rounded, and so is the sum."
}
