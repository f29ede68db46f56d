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
        [43, 24, 16] + Array(0...15) + Array(17...56) + [63, 64, 65, 127, 255, 1000, 5000]
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
      suspects: {
        guard count >= 24, sort == .whole else { return [] }
        // With a tail of one or two, several of them are the same.
        let mistakes = dotMistakes.filter { count % 8 > 2 || $0.why == leftOut }
        return mistakes.suspects { try run($0).sum }
      },
      agree: { $0 == $1 }, difference: { "\(call): expected \(expected), found \(found)." },
      otherwise: shortMistake(found, x, y))
  }

  /// What goes wrong with so few numbers that there is no vector of eight, or where nothing else is known.
  private static func shortMistake(_ found: Float, _ x: [Float], _ y: [Float]) -> String? {
    if x.count < 8, found == 0 {
      return "Fewer than eight numbers are a tail alone: no vector, but products all the same."
    }
    if zip(x, y).reduce(0, { $0 + abs($1.0 * $1.1) }) == found {
      return "Those are the magnitudes: a product may be negative."
    }
    if x.count > 1, x.count < 8, found == x[0] * y[0] {
      return "The tail has count % 8 products, not one."
    }
    return x.count > 500
      ? "Short vectors come out right, this long one does not: which number of the loop is fixed?"
      : nil
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
}
