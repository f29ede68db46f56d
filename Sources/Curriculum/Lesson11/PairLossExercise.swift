import Curriculum
import Foundation
import Gradus

extension MeaningLesson {
  typealias PairLossOf = @Sendable (Matrix, Matrix, Matrix) throws -> PairLoss

  static let pairLoss = Exercise<Answers>(
    "pairLoss", "Near each other, or only drawn",
    hints: [
      "The products first: (center * context).sum() is one number, and (negatives * center).sum(along: 1, "
        + "keepingDimensions: true) has one for each negative, shape [K, 1].",
      "The slope of −log σ(x) is σ(x) − 1, and that of −log σ(−x) is σ(x): these two are what the loss says of the "
        + "products.",
      "v·u has the slope u along v and v along u. Along v, the slopes of all K + 1 products are added up.",
      "Of the loss: max(x, 0) + Double.log1p(.exp(-abs(x))) with x = −v·u for the pair, and x = v·n for each negative.",
    ],
    learned:
      "Telling true neighbors from drawn ones takes K + 1 products and not one for each word of the vocabulary.",
    landmark: Landmark("Sources/Layers/Losses/BinaryCrossEntropy.swift", "func binaryCrossEntropy"),
    solution: { $0.pairLoss = Meaning.pairLoss },
    check: { answers in
      var suspicion = Suspicion(pairLossMistakes)
      func compare(
        _ center: Matrix, _ context: Matrix, _ negatives: Matrix, _ what: String? = nil,
        otherwise why: String? = nil
      ) throws {
        try suspicion.expect(
          answers.pairLoss(center, context, negatives),
          equals: Meaning.pairLoss(center, context, negatives),
          in:
            "pairLoss(\(what ?? "\(center.elements), \(context.elements), \(rows(of: negatives))"))",
          parts: pairLossParts, otherwise: why
        ) { try $0(center, context, negatives) }
      }
      // Three negatives of two numbers, so that no sum along the wrong axis has the right shape.
      try compare([1, -0.5], [0.5, 2], [[-1, 0.25], [0.5, 1.5], [3, 1]])
      // One negative twice.
      try compare([0.5, 1], [2, -0.25], [[1, 1], [-2, 0.5], [1, 1]])
      // Products of thousands, of both signs.
      let bounded =
        "Of a product of thousands the loss is some thousands, too. A small number added before the logarithm, or a "
        + "bound for σ, keeps it near 20: write it as max(x, 0) + log(1 + e^(−|x|))."
      try compare([100, 1], [-20, 3], [[30, 1], [-40, 2]], otherwise: bounded)
      try compare([100, 1], [20, 3], [[-30, 1], [-40, 2]], otherwise: bounded)
      // A product of 40, where 1 − σ is 0 as a computer rounds.
      try compare([1, 2], [0, 20], [[0, 20], [1, 0]])
      for var input in Input.all(seed: 1105) {
        let negatives = input.matrix()
        let dimension: Shape = [input.columns]
        try compare(
          input.tensor(dimension), input.tensor(dimension), negatives,
          "vectors of \(input.columns), \(input.rows) negatives, \(input.numbers.rawValue)"
        )
      }
    },
    wrongAnswers: pairLossMistakes.wrongAnswers(\.pairLoss),
    rightAnswers: [
      RightAnswer("number by number") {
        $0.pairLoss = { center, context, negatives in
          let (v, u) = (center.elements, context.elements)
          let (count, dimension) = (negatives.shape[0], v.count)
          func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }
          func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
          let slope = 1 / (1 + exp(-product(v, u))) - 1
          var loss = softplus(-product(v, u))
          var ofCenter = u.map { slope * $0 }
          var ofNegatives = Matrix.zeros([count, dimension])
          for k in 0..<count {
            let n = (0..<dimension).map { negatives[k, $0] }
            let score = product(v, n)
            loss += softplus(score)
            let slope = 1 / (1 + exp(-score))
            for d in 0..<dimension {
              ofCenter[d] += slope * n[d]
              ofNegatives[k, d] = slope * v[d]
            }
          }
          return PairLoss(
            loss: loss, center: Matrix(ofCenter), context: slope * center,
            negatives: ofNegatives)
        }
      },
      RightAnswer("the gradients by recording") {
        $0.pairLoss = { center, context, negatives in
          let targets = Matrix((0...negatives.shape[0]).map { $0 == 0 ? 1.0 : 0 })
          let (loss, gradients) = valueWithGradients(at: [center, context, negatives]) { all in
            let words = Variable.concatenate(
              [all[1].expandingDimension(at: 0), all[2]], along: 0)
            return binaryCrossEntropy(
              logits: (words * all[0]).sum(along: 1), targets: targets, reduction: .sum)
          }
          return PairLoss(
            loss: loss.elements[0], center: gradients[0], context: gradients[1],
            negatives: gradients[2])
        }
      },
      RightAnswer("all K + 1 as one matrix") {
        $0.pairLoss = { center, context, negatives in
          let all = Matrix.concatenate([context.expandingDimension(at: 0), negatives], along: 0)
          let scores = matmul(all, center.expandingDimension(at: 1))
          var signs = Matrix.ones(scores.shape)
          signs[0, 0] = -1
          let signed = scores * signs
          let slopes = signs * signed.sigmoid()
          let gradients = matmul(slopes, center.expandingDimension(at: 0))
          let losses = signed.elements.map { max($0, 0) + log(1 + exp(-$0.magnitude)) }
          return PairLoss(
            loss: losses.reduce(0, +), center: matmul(slopes, all, transposeA: true).flattened(),
            context: gradients[0, 0...], negatives: gradients[1..., 0...])
        }
      },
    ])

  private static var pairLossParts: [Part<PairLoss>] {
    [
      .number("loss", \.loss), .tensor("center", \.center), .tensor("context", \.context),
      .tensor("negatives", \.negatives),
    ]
  }

  /// A matrix as it is written in Swift.
  static func rows(of matrix: Matrix) -> String {
    let columns = matrix.shape[1]
    return "\((0..<matrix.shape[0]).map { row in (0..<columns).map { matrix[row, $0] } })"
  }
}
