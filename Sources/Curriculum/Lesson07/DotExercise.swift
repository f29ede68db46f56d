import Curriculum
import Gradus
import MatmulLadder

extension SpeedLesson {
  static let dot = Exercise<Answers>(
    "dot", "Eight products at once, and a tail",
    hints: [
      "How many whole groups of eight are there? let whole = count - count % 8.",
      "var sums = Vector.zero, and for i in stride(from: 0, to: whole, by: 8): "
        + "sums = multiplyAdd(load(x + i), load(y + i), sums).",
      "Then var sum = sums.sum(), and for i in whole..<count: sum += x[i] * y[i]. Four vectors of sums "
        + "instead of one are faster still: none waits for the others.",
    ],
    learnt:
      "Several sums side by side need not wait for each other; a tail takes what does not fill a "
      + "vector.",
    landmark: Landmark("Sources/SIMDKernels/Reductions/Sum.swift", "func blockwiseDot"),
    solution: { $0.dot = SpeedAnswers.solution.dot },
    check: { answers in
      try expectVectorUnit()
      // 17 first: there all the known mistakes give different numbers.
      let counts =
        [17] + Array(8...16) + Array(0..<8) + Array(18...56) + [63, 64, 65, 127, 255, 1000]
      for count in counts {
        try expectDot(answers.dot, count)
      }
      let x = (0..<5000).map { Float($0 % 7) - 3 }
      let y = (0..<5000).map { Float($0 % 5) - 2 }
      // From another place each time, and all results used: the compiler would leave out what does not
      // count.
      func run(_ dot: SpeedAnswers.Dot) throws -> Float {
        try x.withUnsafeBufferPointer { x in
          try y.withUnsafeBufferPointer { y in
            try (0..<200).reduce(0) { try $0 + dot(x.baseAddress! + $1, y.baseAddress!, 4099) }
          }
        }
      }
      var sums: Float = 0
      let ratio = try speedRatio(
        atLeast: 1.5, { sums += try run(answers.dot) },
        over: { sums -= try run(GivenRungs.plainDot) })
      try expect(sums.isFinite, "dot: the sums are not finite.")
      try expectRatio(
        ratio, atLeast: 1.5, of: "dot of 4099 numbers", over: "the plain loop",
        why:
          "Are eight products added by one multiplyAdd? A loop that adds to one number has to wait "
          + "for each sum before it can begin the next.")
    },
    wrongAnswers: [
      WrongAnswer("the plain loop") { $0.dot = { GivenRungs.plainDot($0, $1, count: $2) } },
      WrongAnswer("no tail") {
        $0.dot = { x, y, count in lanes(x, y, 0..<count - count % 8).sum() }
      },
      WrongAnswer("the last vector left out where there is no tail") {
        $0.dot = { x, y, count in
          let vectors = max(0, (count - 1) / 8 * 8)
          let whole = count - count % 8
          return lanes(x, y, 0..<vectors).sum()
            + GivenRungs.plainDot(x + whole, y + whole, count: count - whole)
        }
      },
      WrongAnswer("the tail loaded as a whole vector") {
        $0.dot = { x, y, count in lanes(x, y, 0..<(count + 7) / 8 * 8).sum() }
      },
      WrongAnswer("the last vector counted again in the tail") {
        $0.dot = { x, y, count in
          let whole = count - count % 8
          return lanes(x, y, 0..<whole).sum()
            + GivenRungs.plainDot(
              x + max(0, whole - 8), y + max(0, whole - 8),
              count: count - max(0, whole - 8))
        }
      },
      WrongAnswer("only the first lane") {
        $0.dot = { x, y, count in
          let whole = count - count % 8
          return lanes(x, y, 0..<whole)[0]
            + GivenRungs.plainDot(x + whole, y + whole, count: count - whole)
        }
      },
      WrongAnswer("= instead of += for the vector") {
        $0.dot = { x, y, count in
          let whole = count - count % 8
          return lanes(x, y, max(0, whole - 8)..<whole).sum()
            + GivenRungs.plainDot(x + whole, y + whole, count: count - whole)
        }
      },
      WrongAnswer("the tail alone") {
        $0.dot = { x, y, count in
          let whole = count - count % 8
          return GivenRungs.plainDot(x + whole, y + whole, count: count - whole)
        }
      },
    ])

  private static func expectDot(_ dot: SpeedAnswers.Dot, _ count: Int) throws {
    var generator = RandomGenerator(seed: UInt64(count + 1))
    func numbers() -> [Float] {
      (0..<count).map { _ in Float([-3, -2, -1, 1, 2, 3][generator.uniformInteger(below: 6)]) }
    }
    let (x, y) = (numbers(), numbers())
    func sum(_ range: Range<Int>) -> Float { range.reduce(0) { $0 + x[$1] * y[$1] } }
    var fencedX = Fenced(x, fence: .nan)
    var fencedY = Fenced(y, fence: .nan)
    let found = try fencedX.withPointer { x in
      try fencedY.withPointer { y in try dot(x, y, count) }
    }
    let expected = sum(0..<count)
    guard found != expected else { return }
    let whole = count - count % 8
    let tail = sum(whole..<count)
    let firstLane = stride(from: 0, to: whole, by: 8).reduce(Float(0)) { $0 + x[$1] * y[$1] }
    let suspects: [(Float, String)] = [
      (
        sum(0..<max(0, whole - 8)) + tail,
        "The last whole vector is left out: when exactly eight numbers are left, they are still loaded "
          + "together (i + 8 <= count)."
      ),
      (sum(0..<whole), "The tail is missing: the last count % 8 products, one by one."),
      (tail, "That is the tail alone: the sum of the vector's lanes has to be added."),
      (firstLane + tail, "That is the first of the eight sums only: v.sum() adds up all of them."),
      (
        sum(max(0, whole - 8)..<count),
        "That is the last vector of products alone: add to the sums, do not replace them."
      ),
      (
        expected + sum(max(0, whole - 8)..<whole),
        "The last eight products are counted twice: the tail begins at count - count % 8."
      ),
    ]
    throw Disagreement(
      "dot of \(count) numbers: expected \(expected), found \(found.isNaN ? "NaN" : "\(found)").",
      why: found.isNaN
        ? "Around x and y there is NaN: the last vector was loaded where fewer than eight numbers are."
        : suspects.first { $0.0 == found }?.1)
  }

  /// Eight sums over a range whose length is a multiple of eight.
  private static func lanes(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ range: Range<Int>
  ) -> SIMD8<Float> {
    var sums = SIMD8<Float>.zero
    for i in range { sums[(i - range.lowerBound) % 8] += x[i] * y[i] }
    return sums
  }
}
