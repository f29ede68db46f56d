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
    learned:
      "Several sums side by side need not wait for each other; a tail takes what does not fill a "
      + "vector.",
    landmark: Landmark("Sources/SIMDKernels/Reductions/Sum.swift", "func blockwiseDot"),
    solution: { $0.dot = SpeedAnswers.solution.dot },
    check: { answers in
      try expectVectorUnit()
      // Those first with which all the known mistakes give different numbers: shorter ones have no two
      // vectors to confuse.
      let counts =
        [41, 24, 16] + Array(0...15) + Array(17...56) + [63, 64, 65, 127, 255, 1000, 5000]
      for count in counts {
        for side in [Fenced.Side.back, .front] { try expectDot(answers.dot, count, .whole, side) }
      }
      for sort in ExactNumbers.allCases { try expectDot(answers.dot, 21, sort, .back) }
      try expectEightSums(answers.dot)
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
        atLeast: 2, { sums += try run(answers.dot) },
        over: { sums -= try run { GivenRungs.plainDot($0, $1, count: $2) } })
      try expect(sums.isFinite, "dot: the sums are not finite.")
      try expectRatio(
        ratio, atLeast: 2, of: "dot of 4099 numbers", over: "the plain loop",
        why:
          "Are eight products added by one multiplyAdd? A loop that adds to one number has to wait "
          + "for each sum before it can begin the next.")
    },
    wrongAnswers: [
      WrongAnswer("the plain loop") { $0.dot = { GivenRungs.plainDot($0, $1, count: $2) } }
    ]
      + dotMistakes.wrongAnswers(\.dot),
    rightAnswers: [
      RightAnswer("one vector of sums") { $0.dot = RightAlternatives.dotByOneVector },
      RightAnswer("two vectors, and the tail in front") {
        $0.dot = RightAlternatives.dotByTwoVectors
      },
      RightAnswer("the tail in a vector of its own") { $0.dot = RightAlternatives.dotByPaddedTail },
    ])

  private static func expectDot(
    _ dot: SpeedAnswers.Dot, _ count: Int, _ sort: ExactNumbers, _ side: Fenced.Side
  ) throws {
    var generator = RandomGenerator(seed: UInt64(count + 1))
    let (x, y) = (sort.draw(count, using: &generator), sort.draw(count, using: &generator))
    func run(_ dot: SpeedAnswers.Dot) throws -> (sum: Float, breach: String?) {
      let fencedX = Fenced(x, gap: .nan, nextTo: side)
      let fencedY = Fenced(y, gap: .nan, nextTo: side)
      let sum = try dot(fencedX.pointer, fencedY.pointer, count)
      let breach =
        fencedX.breach.map { place($0, of: "x") } ?? fencedY.breach.map { place($0, of: "y") }
      return (sum, breach)
    }
    let (found, breach) = try run(dot)
    let call = "dot of \(count) numbers"
    if let breach {
      throw Disagreement(
        "\(call): the place \(breach), was read.",
        why:
          "What lies there belongs to somebody else, also when it is thrown away: the last count % 8 "
          + "numbers are read one by one.")
    }
    try expect(
      !found.isNaN, "\(call): found NaN.",
      why: "Beside x and y there is NaN: a number before their beginning was read.")
    let expected = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    try compare(
      found, expected, in: call,
      suspects: { count < 24 || sort != .whole ? [] : dotMistakes.suspects { try run($0).sum } },
      agree: { $0 == $1 }, difference: { "\(call): expected \(expected), found \(found)." })
  }

  /// Throws a ``Disagreement`` when products are not added to several sums side by side.
  ///
  /// A Float of 2²⁸ loses whatever is added to it up to 16: a one, and eight of them as well. Sums side by
  /// side are small, all but one, and keep their ones.
  private static func expectEightSums(_ dot: SpeedAnswers.Dot) throws {
    let large = Float(1 << 28)
    let ones = [Float](repeating: 1, count: 512)
    for place in [0, 5] {
      var x = ones
      x[place] = large
      let found = try dot(x, ones, x.count)
      try expect(
        found >= large + 400,
        "dot of 512 numbers, 2^28 as number \(place) and ones: expected 2^28 + 400 at least, found "
          + "2^28 + \(Int(found - large)).",
        why:
          "Eight sums side by side would keep most of the ones, which a single one loses beside 2^28: "
          + "add the vector's lanes up once, after the loop.")
    }
  }

  private static let leftOut =
    "The last whole vector is left out: when exactly eight numbers are left, they are still loaded "
    + "together (i + 8 <= count)."

  private static let dotMistakes: [Mistake<SpeedAnswers.Dot>] = [
    Mistake(
      "no tail", "The tail is missing: the last count % 8 products, one by one.",
      { x, y, count in lanes(x, y, 0..<count - count % 8).sum() }),
    Mistake(
      "the last vector left out where there is no tail",
      leftOut,
      { x, y, count in
        lanes(x, y, 0..<max(0, (count - 1) / 8 * 8)).sum() + tail(x, y, count)
      }),
    Mistake(
      "the last whole vector left out",
      leftOut,
      { x, y, count in
        lanes(x, y, 0..<max(0, count / 8 * 8 - 8)).sum() + tail(x, y, count)
      }),
    Mistake(
      "the tail loaded as a whole vector",
      { x, y, count in lanes(x, y, 0..<(count + 7) / 8 * 8).sum() }),
    Mistake(
      "the tail loaded as a whole vector, of which the rest is thrown away",
      { x, y, count in
        let whole = count - count % 8
        func eight(_ numbers: UnsafePointer<Float>) -> [Float] {
          Array(UnsafeBufferPointer(start: numbers + whole, count: 8))
        }
        let products = zip(eight(x), eight(y)).map { $0 * $1 }
        return lanes(x, y, 0..<whole).sum() + products.prefix(count - whole).reduce(0, +)
      }),
    Mistake(
      "the last vector counted again in the tail",
      "The last eight products are counted twice: the tail begins at count - count % 8.",
      { x, y, count in
        let whole = count - count % 8
        let from = max(0, whole - 8)
        return lanes(x, y, 0..<whole).sum()
          + GivenRungs.plainDot(x + from, y + from, count: count - from)
      }),
    Mistake(
      "the tail begins at the number of vectors",
      "count / 8 is how many vectors there are: the tail begins after them, at count - count % 8.",
      { x, y, count in
        let from = count / 8
        return lanes(x, y, 0..<count - count % 8).sum()
          + GivenRungs.plainDot(x + from, y + from, count: count - from)
      }),
    Mistake(
      "only one of two vectors of sums",
      "Every second vector is missing: where there are two vectors of sums, both have to be added up.",
      { x, y, count in
        let whole = count - count % 8
        return stride(from: 0, to: whole, by: 16).reduce(tail(x, y, count)) {
          $0 + lanes(x, y, $1..<$1 + 8).sum()
        }
      }),
    Mistake(
      "the mean", "That is the mean: nothing is divided by the number of products.",
      { x, y, count in GivenRungs.plainDot(x, y, count: count) / Float(max(count, 1)) }),
    Mistake(
      "x with itself", "That is x times itself: each number of x is multiplied by its number of y.",
      { x, y, count in GivenRungs.plainDot(x, x, count: count) }),
    Mistake(
      "the sums multiplied",
      "That is the sum of x times the sum of y: multiply number by number, then sum.",
      { x, y, count in
        (0..<count).reduce(0) { $0 + x[$1] } * (0..<count).reduce(0) { $0 + y[$1] }
      }),
    Mistake(
      "a tail of x alone", "In the tail there is x alone: it is x[i] * y[i].",
      { x, y, count in
        let whole = count - count % 8
        return lanes(x, y, 0..<whole).sum() + (whole..<count).reduce(0) { $0 + x[$1] }
      }),
    Mistake(
      "only the first lane",
      "That is the first of the eight sums only: v.sum() adds up all of them.",
      { x, y, count in lanes(x, y, 0..<count - count % 8)[0] + tail(x, y, count) }),
    Mistake(
      "= instead of += for the vector",
      "That is the last vector of products alone: add to the sums, do not replace them.",
      { x, y, count in
        let whole = count - count % 8
        return lanes(x, y, max(0, whole - 8)..<whole).sum() + tail(x, y, count)
      }),
    Mistake(
      "the tail alone", "That is the tail alone: the sum of the vector's lanes has to be added.",
      { x, y, count in tail(x, y, count) }),
    Mistake(
      "one number further instead of eight",
      "The vectors overlap: the next one begins eight numbers further, not one.",
      { x, y, count in
        let whole = count - count % 8
        let vectors = (0..<max(0, whole - 7)).map { lanes(x, y, $0..<$0 + 8).sum() }
        return vectors.reduce(0, +) + tail(x, y, count)
      }),
    Mistake(
      "the lanes added up in each step",
      "Eight sums side by side would keep most of the ones, which a single one loses beside 2^28: add the "
        + "vector's lanes up once, after the loop.",
      { x, y, count in
        let vectors = stride(from: 0, to: count - count % 8, by: 8).map {
          lanes(x, y, $0..<$0 + 8).sum()
        }
        return vectors.reduce(0, +) + tail(x, y, count)
      }),
  ]

  /// The products that fill no vector.
  private static func tail(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    (count - count % 8..<count).reduce(0) { $0 + x[$1] * y[$1] }
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
