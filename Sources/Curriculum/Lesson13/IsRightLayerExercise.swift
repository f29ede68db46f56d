import Curriculum
import Gradus

extension ExtendingLesson {
  static let isRightLayer = Exercise<Answers>(
    "isRightLayer", "Telling right layers from wrong ones",
    hints: [
      "At a random point: `let (output, pullback) = try layer(inputs)`, a random upstream gradient of the "
        + "output's shape, and `try pullback(upstream)` is what the layer claims.",
      "The slope for one element of one input: copy the inputs, move that element by h and by -h, and take "
        + "((upper - lower) * upstream).sum() / (2 * h) of the two outputs.",
      "First `claimed.map(\\.shape) == shapes`. Then scale = the largest magnitude of all elements of all claimed "
        + "gradients and slopes: it is finite, and each difference's magnitude is <= 1e-6 * scale. All of it "
        + "three times, with new inputs and a new upstream gradient each time.",
    ],
    learned:
      "Chance finds what a tidy example hides: random inputs, random upstream, several points.",
    landmark: Landmark("Sources/GradientChecking/CheckGradients.swift", "func checkGradients"),
    solution: { $0.isRightLayer = Extending.isRightLayer },
    check: checkIsRightLayer, wrongAnswers: isRightLayerMistakes,
    rightAnswers: [
      RightAnswer("five points of uniform numbers") {
        $0.isRightLayer = checker {
          $0.points = 5
          $0.inputs = { shapes, generator in
            shapes.map { .uniform($0, from: -2, to: 2, using: &generator) }
          }
          $0.upstream = { .uniform($0, from: -1, to: 1, using: &$1) }
        }
      },
      RightAnswer("a larger step, and the tolerance from the slopes alone") {
        $0.isRightLayer = checker {
          $0.step = 5e-5
          $0.agree = { isWithin(1e-6 * largest([], $1), $0, $1) }
        }
      },
      RightAnswer("four upstream gradients at each point") {
        $0.isRightLayer = { layer, shapes, generator in
          for _ in 0..<3 {
            let inputs = shapes.map { Matrix.normal($0, using: &generator) }
            let (output, pullback) = try layer(inputs)
            let upstream = (0..<4).map { _ in Matrix.normal(output.shape, using: &generator) }
            let claimed = try upstream.map(pullback)
            guard claimed.allSatisfy({ $0.map(\.shape) == shapes }) else { return false }
            var slopes = [[Double]](repeating: [], count: upstream.count)
            for i in inputs.indices {
              for k in 0..<inputs[i].elementCount {
                let outputs = try [1e-5, -1e-5].map { h in
                  var (changed, elements) = (inputs, inputs[i].elements)
                  elements[k] += h
                  changed[i] = Matrix(shape: shapes[i], elements: elements)
                  return try layer(changed).output
                }
                let slope = (outputs[0] - outputs[1]) / 2e-5
                for (j, one) in upstream.enumerated() { slopes[j].append((slope * one).sum()) }
              }
            }
            for (one, numeric) in zip(claimed, slopes) {
              guard isWithin(1e-6 * largest(one, [Matrix(numeric)]), one, [Matrix(numeric)]) else {
                return false
              }
            }
          }
          return true
        }
      },
    ])

  @Sendable private static func checkIsRightLayer(_ answers: Answers) throws {
    for (place, foreign) in foreignLayers.enumerated() {
      var generator = RandomGenerator(seed: 13_11 + UInt64(place))
      let verdict = try answers.isRightLayer(foreign.make(), foreign.shapes, &generator)
      try expect(
        verdict == foreign.isRight,
        foreign.isRight
          ? "isRightLayer calls a right layer wrong: \(foreign.name)."
          : "isRightLayer calls a wrong layer right: \(foreign.name).",
        why: foreign.remark)
    }
    try expectDraws(answers)
    try expectPoints(answers)
    let layer = foreignLayers[1].make()
    try expectHandsOnErrors("isRightLayer", of: "layer", calls: 9) { begin in
      var generator = RandomGenerator(seed: 13_12)
      _ = try answers.isRightLayer(
        { inputs in
          try begin(); return try layer(inputs)
        }, foreignLayers[1].shapes, &generator)
    }
    try expectHandsOnErrors("isRightLayer", of: "pullback", calls: 3) { begin in
      var generator = RandomGenerator(seed: 13_12)
      try withoutActuallyEscaping({ _ in try begin() }) { begin in
        _ = try answers.isRightLayer(
          calling(begin, beforePullbackOf: layer), foreignLayers[1].shapes, &generator)
      }
    }
  }

  /// The same layer, whose pullback first calls a function with the inputs.
  private static func calling(
    _ function: @escaping ([Matrix]) throws -> Void,
    beforePullbackOf layer: @escaping Answers.Layer
  ) -> Answers.Layer {
    { inputs in
      let (output, pullback) = try layer(inputs)
      return (
        output,
        { upstream in
          try function(inputs)
          return try pullback(upstream)
        }
      )
    }
  }

  /// A right layer is tried at three points at least.
  private static func expectPoints(_ answers: Answers) throws {
    let layer = foreignLayers[1].make()
    var (points, generator) = ([[Matrix]](), RandomGenerator(seed: 13_15))
    try withoutActuallyEscaping({ points.append($0) }) { note in
      _ = try answers.isRightLayer(
        calling(note, beforePullbackOf: layer), foreignLayers[1].shapes, &generator)
    }
    let different = points.indices.count { !points[..<$0].contains(points[$0]) }
    try expect(
      different >= 3,
      "isRightLayer tries a right layer at \(counted(different, "point")), expected at least 3.",
      why: "Try at least three points, each with inputs of its own.")
  }

  /// What is drawn comes from the generator, and moves it on.
  private static func expectDraws(_ answers: Answers) throws {
    func inputs(seed: UInt64) throws -> (seen: [Double], isAdvanced: Bool) {
      let layer = foreignLayers[1].make()
      var (seen, generator): ([Double], _) = ([], RandomGenerator(seed: seed))
      _ = try answers.isRightLayer(
        { inputs in
          seen += inputs.flatMap(\.elements)
          return try layer(inputs)
        }, foreignLayers[1].shapes, &generator)
      return (seen, generator != RandomGenerator(seed: seed))
    }
    let first = try inputs(seed: 13_13)
    try expect(
      try inputs(seed: 13_13).seen == first.seen,
      "isRightLayer draws other inputs where the generator is the same.",
      why: "Draw from `generator` and from no other generator: what fails has to fail again.")
    try expect(
      try inputs(seed: 13_14).seen != first.seen,
      "isRightLayer draws the same inputs from two generators.",
      why: "Draw from `generator` and from no other generator.")
    try expect(
      first.isAdvanced, "isRightLayer leaves the generator as it was.",
      why:
        "Draw from `generator` itself and not from a copy of it: who calls next would get the same."
    )
  }
}
