import Curriculum
import Gradus

extension BackpropagationLesson {
  static let entropyMistakes: [Mistake<CrossEntropy>] = [
    changed("sum instead of mean", "That is the sum over the samples: divide both by B.") {
      loss, gradient, b, _ in (loss * b, gradient * b)
    },
    changed("loss summed", "That is the sum: divide by the number of samples.") {
      loss, gradient, b, _ in (loss * b, gradient)
    },
    changed(
      "gradient not divided by B",
      "The loss is a mean, so its gradient is divided by the number of samples."
    ) { loss, gradient, b, _ in (loss, gradient * b) },
    changed(
      "gradient divided by K", "Divide the gradient by the number of samples, not of classes."
    ) {
      loss, gradient, b, k in (loss, gradient * b / k)
    },
    changed("loss over all elements", "The mean is over the samples, not over all elements.") {
      loss, gradient, _, k in (loss / k, gradient)
    },
    changed("both over all elements", "Both are means over the samples, not over all elements.") {
      loss, gradient, _, k in (loss / k, gradient / k)
    },
    changed("gradient divided by B twice", "The gradient is divided by B twice: once is enough.") {
      loss, gradient, b, _ in (loss, gradient / b)
    },
    changed(
      "the gradient at the label alone",
      "The gradient is not 0 where the label is not: p / B stands there."
    ) {
      loss, gradient, _, _ in (loss, gradient.map { min($0, 0) })
    },
    changed("divided by K", "Divide by the number of samples, B, and not by that of classes.") {
      loss, gradient, b, k in (loss * b / k, gradient * b / k)
    },
    changed(
      "gradient over all elements",
      "The gradient is divided by B, and not by the number of elements."
    ) { loss, gradient, _, k in (loss, gradient / k) },
    changed(
      "gradient squared", "The gradient is p − y, and not its square: nothing is squared here."
    ) { loss, gradient, b, _ in (loss, gradient.squared() * b) },
    anotherLoss("1 − p", "1 − p is not the loss: that is −ln p at the label.") { p, y in
      1 - (p * y).sum(along: 1)
    },
    anotherLoss(
      "entropy", "That is the entropy of p: only −ln p at the label counts, without a factor p."
    ) { p, _ in -(p * p.log()).sum(along: 1) },
    anotherLoss("squares", "Those are squares of p − y: the loss is −ln p at the label.") { p, y in
      (p - y).squared().sum(along: 1)
    },
    anotherLoss(
      "sum over all classes", "Only ln p at the label counts, not that of all classes."
    ) { p, _ in -p.log().sum(along: 1) },
    anotherLoss(
      "each class by itself", "Only ln p at the label counts: ln(1 − p) of the others is left out."
    ) { p, y in -(y * p + (1 - y) * (1 - p)).log().sum(along: 1) },
    anotherLoss(
      "the last sample alone",
      "The loss counts the last sample only: is it added (+=) or assigned (=)?"
    ) { p, y in
      let losses = -(p * y).sum(along: 1).log()
      let last = losses.shape[0] - 1
      return losses * Matrix((0...last).map { $0 == last ? 1 : 0 })
    },
    Mistake(
      "softmax twice", "Softmax is taken twice: logSumExp is of the logits, and not of p.",
      { logits, labels in
        try Backpropagation.softmaxCrossEntropy(logProbabilities(logits).exp(), labels: labels)
      }),
    Mistake(
      "p·(1 − p) in the gradient",
      "p·(1 − p) is the derivative of p: that of −ln p is p − y, at every class.",
      { logits, labels in
        let loss = try Backpropagation.softmaxCrossEntropy(logits, labels: labels).loss
        let p = logProbabilities(logits).exp()
        return (loss, p * (1 - p) / Double(logits.shape[0]))
      }),
    Mistake(
      "−1 in place of p − 1", "At each label 1 is subtracted from p: −= 1, and not = −1.",
      { logits, labels in
        let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        return (loss, gradient.map { $0 < 0 ? -1 / Double(logits.shape[0]) : $0 })
      }),
    Mistake(
      "y divided, p not", "First p − y, and then divide all of it by B, p as well.",
      { logits, labels in
        let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let p = logProbabilities(logits).exp()
        return (loss, gradient + p - p / Double(logits.shape[0]))
      }),
    Mistake(
      "logarithm to base 2", "The loss has the natural logarithm, ln, and not that to base 2.",
      { logits, labels in
        let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        return (loss / Double.log(2), gradient)
      }),
    Mistake(
      "softmax along the batch",
      "The probabilities of each row add up to 1: the classes are axis 1.",
      { logits, labels in
        let logP = logits - logits.logSumExp(along: 0, keepingDimensions: true)
        let (b, k) = (logits.shape[0], logits.shape[1])
        let y = Matrix(labels.expandingDimension(at: 1) .== Tensor<Int>(0..<k))
        return (-(y * logP).sum() / Double(b), (logP.exp() - y) / Double(b))
      }),
    Mistake(
      "labels counted from 1", "Labels are counted from 0: the class of sample i is labels[i].",
      { logits, labels in
        let k = logits.shape[1]
        return try Backpropagation.softmaxCrossEntropy(
          logits, labels: labels.map { ($0 + k - 1) % k })
      }),
    Mistake(
      "the first label for all", "Every sample has the label of the first: it is labels[i].",
      { logits, labels in
        try Backpropagation.softmaxCrossEntropy(logits, labels: labels.map { _ in labels[0] })
      }),
    changed("sign of the loss", "The sign is wrong: ln p is negative, the loss is not.") {
      loss, gradient, _, _ in (-loss, gradient)
    },
    changed("y − p", "The sign of the gradient is wrong: it is p − y.") { loss, gradient, _, _ in
      (loss, -gradient)
    },
    Mistake(
      "1 not subtracted at the label", "The 1 at each label is not subtracted.",
      { logits, labels in
        let right = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        return (right.loss, logProbabilities(logits).exp() / Double(logits.shape[0]))
      }),
    Mistake(
      "1 subtracted from p / B", "First p − y, and then divide all of it by B.",
      { logits, labels in
        let right = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let (b, k) = (Double(logits.shape[0]), logits.shape[1])
        let y = Matrix(labels.expandingDimension(at: 1) .== Tensor<Int>(0..<k))
        return (right.loss, right.gradient + y / b - y)
      }),
    Mistake(
      "ln p in the gradient", "That has ln p where p belongs: the gradient is (p − y) / B.",
      { logits, labels in
        let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let logP = logProbabilities(logits)
        return (loss, gradient + (logP - logP.exp()) / Double(logits.shape[0]))
      }),
    Mistake(
      "logits in the gradient", "That has the logits where p belongs: p is exp(ln p).",
      { logits, labels in
        let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let p = logProbabilities(logits).exp()
        return (loss, gradient + (logits - p) / Double(logits.shape[0]))
      }),
    Mistake(
      "always class 0", "Is the label of each sample used, labels[i]?",
      { logits, labels in
        try Backpropagation.softmaxCrossEntropy(logits, labels: labels.map { _ in 0 })
      }),
    Mistake(
      "class of the sample's number", "The class of sample i is labels[i], not i.",
      { logits, labels in
        let k = logits.shape[1]
        return try Backpropagation.softmaxCrossEntropy(
          logits, labels: Tensor((0..<logits.shape[0]).map { $0 % k }))
      }),
    Mistake(
      "label at the largest logit",
      "That takes the largest logit for the truth: the truth is labels[i].",
      { logits, labels in
        let best = (0..<logits.shape[0]).map { i in
          (0..<logits.shape[1]).max { logits[i, $0] < logits[i, $1] }!
        }
        return try Backpropagation.softmaxCrossEntropy(logits, labels: Tensor(best))
      }),
    Mistake(
      "no logarithm", "The logarithm is missing.",
      { logits, labels in
        let (_, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let p = logProbabilities(logits).exp()
        let atLabels = (0..<labels.elementCount).map { p[$0, labels[$0]] }
        return (-atLabels.reduce(0, +) / Double(labels.elementCount), gradient)
      }),
    Mistake(
      "mean over all classes", "Only ln p at the label counts, not that of all classes.",
      { logits, labels in
        let (_, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        return (-logProbabilities(logits).mean(), gradient)
      }),
    Mistake(
      "logits in place of ln p", "logSumExp has to be subtracted from the logits.",
      { logits, labels in
        let (_, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let atLabels = (0..<labels.elementCount).map { logits[$0, labels[$0]] }
        return (-atLabels.reduce(0, +) / Double(labels.elementCount), gradient)
      }),
  ]

  /// Shown by a small probability.
  static let addedMistake = fromProbabilities(
    "something added to p",
    "Nothing is added to p: ln p is x − logSumExp(x), which is finite without."
  ) { row in
    let largest = row.max()!
    let powers = row.map { Double.exp($0 - largest) }
    return powers.map { -Double.log($0 / powers.reduce(0, +) + 1e-12) }
  }

  /// Shown by a probability that vanishes.
  static let vanishingMistakes: [Mistake<CrossEntropy>] = [
    fromProbabilities(
      "overflows",
      "exp overflows or vanishes, and then p has no logarithm: ln p is x − logSumExp(x), with yours."
    ) { row in
      let powers = row.map { Double.exp($0) }
      return powers.map { -Double.log($0 / powers.reduce(0, +)) }
    },
    fromProbabilities(
      "logarithm of a probability that vanishes",
      "exp overflows or vanishes, and then p has no logarithm: ln p is x − logSumExp(x), with yours."
    ) { row in
      let largest = row.max()!
      let powers = row.map { Double.exp($0 - largest) }
      return powers.map { -Double.log($0 / powers.reduce(0, +)) }
    },
  ]

  private static func logProbabilities(_ logits: Matrix) -> Matrix {
    logits - logits.logSumExp(along: 1, keepingDimensions: true)
  }

  /// The right result, changed by a function of loss, gradient, B and K.
  private static func changed(
    _ name: String, _ why: String,
    _ change:
      @escaping @Sendable (Double, Matrix, Double, Double) -> (
        loss: Double, gradient: Matrix
      )
  ) -> Mistake<CrossEntropy> {
    Mistake(name, why) { logits, labels in
      let (loss, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
      return change(loss, gradient, Double(logits.shape[0]), Double(logits.shape[1]))
    }
  }

  /// The right gradient, and the mean of another loss of each sample, from p and y.
  private static func anotherLoss(
    _ name: String, _ why: String, _ losses: @escaping @Sendable (Matrix, Matrix) -> Matrix
  ) -> Mistake<CrossEntropy> {
    Mistake(name, why) { logits, labels in
      let (_, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
      let y = Matrix(labels.expandingDimension(at: 1) .== Tensor<Int>(0..<logits.shape[1]))
      return (losses(logProbabilities(logits).exp(), y).mean(), gradient)
    }
  }

  /// The right gradient, and a loss from −ln p as a function of a row of logits.
  private static func fromProbabilities(
    _ name: String, _ why: String, _ losses: @escaping @Sendable ([Double]) -> [Double]
  ) -> Mistake<CrossEntropy> {
    Mistake(name, why) { logits, labels in
      let (_, gradient) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
      let (b, k) = (logits.shape[0], logits.shape[1])
      let each = (0..<b).map { i in losses((0..<k).map { logits[i, $0] })[labels[i]] }
      return (each.reduce(0, +) / Double(b), gradient)
    }
  }
}
