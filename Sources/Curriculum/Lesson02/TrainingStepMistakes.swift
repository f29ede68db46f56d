import Curriculum
import Gradus

extension BackpropagationLesson {
  static let trainingMistakes: [Mistake<TrainingStep>] = [
    stepped("uphill", "That is uphill: the step is subtracted.") { gradients, _ in
      for (_, path) in MLP.parameters { gradients[keyPath: path] *= -1 }
    },
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { network, x, labels, _ in
        try Backpropagation.trainingStep(network, x, labels: labels, learningRate: 1)
      }),
    stepped("divided by B once too often", "The loss is a mean already: do not divide by B again.")
    {
      gradients, b in
      for (_, path) in MLP.parameters { gradients[keyPath: path] /= b }
    },
    stepped("B times too large", "The gradients are B times too large: the loss is a mean.") {
      gradients, b in
      for (_, path) in MLP.parameters { gradients[keyPath: path] *= b }
    },
    stepped("biases averaged over the batch", "The biases' gradients are sums, not means again.") {
      gradients, b in
      gradients.bias1 /= b
      gradients.bias2 /= b
    },
    stepped("first bias forgotten", "b₁ has not changed.") { gradients, _ in gradients.bias1 *= 0 },
    stepped("first weight forgotten", "W₁ has not changed.") { gradients, _ in
      gradients.weight1 *= 0
    },
    stepped("second bias forgotten", "b₂ has not changed: each of its numbers has a derivative.") {
      gradients, _ in gradients.bias2 *= 0
    },
    stepped("second weight forgotten", "W₂ has not changed.") { gradients, _ in
      gradients.weight2 *= 0
    },
    stepped("biases forgotten", "The biases have not changed: all four parameters take the step.") {
      gradients, _ in
      gradients.bias1 *= 0
      gradients.bias2 *= 0
    },
    stepped(
      "first layer forgotten", "W₁ and b₁ have not changed: all four parameters take the step."
    ) {
      gradients, _ in
      gradients.weight1 *= 0
      gradients.bias1 *= 0
    },
    stepped(
      "second layer forgotten", "W₂ and b₂ have not changed: all four parameters take the step."
    ) {
      gradients, _ in
      gradients.weight2 *= 0
      gradients.bias2 *= 0
    },
    Mistake(
      "rate 0.1 always", "That is what a rate of 0.1 leads to: use learningRate.",
      { network, x, labels, _ in
        let (loss, gradients) = reference(network, x, labels)
        return (network.stepped(along: gradients, rate: 0.1), loss)
      }),
    Mistake(
      "loss summed", "The loss is the mean over the samples, as softmaxCrossEntropy returns it.",
      { network, x, labels, rate in
        let (loss, gradients) = reference(network, x, labels)
        return (network.stepped(along: gradients, rate: rate), loss * Double(x.shape[0]))
      }),
    Mistake(
      "two steps", "Those are two steps: a training step is one.",
      { network, x, labels, rate in
        let (loss, gradients) = reference(network, x, labels)
        let next = network.stepped(along: gradients, rate: rate)
        return (next.stepped(along: reference(next, x, labels).gradients, rate: rate), loss)
      }),
    Mistake(
      "the first sample alone in the biases",
      "The biases count only the first sample: sum over the batch.",
      { network, x, labels, rate in
        var (loss, gradients) = reference(network, x, labels)
        let first = reference(network, x[0..<1], Tensor([labels[0]])).gradients
        gradients.bias1 = first.bias1 / Double(x.shape[0])
        gradients.bias2 = first.bias2 / Double(x.shape[0])
        return (network.stepped(along: gradients, rate: rate), loss)
      }),
    stepped("network not changed", "The network has not changed.") { gradients, _ in
      for (_, path) in MLP.parameters { gradients[keyPath: path] *= 0 }
    },
    Mistake(
      "relu left out on the way back",
      "On the way back relu was left out: reluBackward stops what relu has stopped.",
      { network, x, labels, rate in
        let loss = reference(network, x, labels).loss
        return (network.stepped(along: withoutReLU(network, x, labels), rate: rate), loss)
      }),
    Mistake(
      "W₂ changed before its old value was used",
      "The gradients of the first layer were computed with W₂ from after the step; use that of before.",
      { network, x, labels, rate in
        let loss = reference(network, x, labels).loss
        return (
          network.stepped(along: withNewWeights(network, x, labels, rate), rate: rate), loss
        )
      }),
    Mistake(
      "loss after the step", "That is the loss after the step; return that of before.",
      { network, x, labels, rate in
        let next = try Backpropagation.trainingStep(network, x, labels: labels, learningRate: rate)
          .network
        return (next, reference(next, x, labels).loss)
      }),
    Mistake(
      "a second pass after the second layer has changed",
      "There is one pass forward and one back: compute all gradients first, then change the network.",
      { network, x, labels, rate in
        let (loss, gradients) = reference(network, x, labels)
        var next = network
        next.weight2 -= rate * gradients.weight2
        next.bias2 -= rate * gradients.bias2
        let later = reference(next, x, labels).gradients
        next.weight1 -= rate * later.weight1
        next.bias1 -= rate * later.bias1
        return (next, loss)
      }),
    Mistake(
      "a second pass after the first layer has changed",
      "There is one pass forward and one back: compute all gradients first, then change the network.",
      { network, x, labels, rate in
        let (loss, gradients) = reference(network, x, labels)
        var next = network
        next.weight1 -= rate * gradients.weight1
        next.bias1 -= rate * gradients.bias1
        let later = reference(next, x, labels).gradients
        next.weight2 -= rate * later.weight2
        next.bias2 -= rate * later.bias2
        return (next, loss)
      }),
    Mistake(
      "W₂'s gradient from the sum before relu",
      "W₂ was multiplied by hidden: its gradient is hiddenᵀ·U, with hidden after relu.",
      { network, x, labels, rate in
        var (loss, gradients) = reference(network, x, labels)
        let logits = try Backpropagation.forward(network, x).logits
        let upstream = try Backpropagation.softmaxCrossEntropy(logits, labels: labels).gradient
        let sum = matmul(x, network.weight1) + network.bias1
        gradients.weight2 = matmul(sum, upstream, transposeA: true)
        return (network.stepped(along: gradients, rate: rate), loss)
      }),
    Mistake(
      "the steps alone", "Those are η times the gradients: subtract them from the parameters.",
      { network, x, labels, rate in
        var (loss, gradients) = reference(network, x, labels)
        for (_, path) in MLP.parameters { gradients[keyPath: path] *= rate }
        return (gradients, loss)
      }),
    throughReLU("relu asked of its own upstream", "reluBackward asks where hidden is positive.") {
      _, upstream in upstream.relu()
    },
    throughReLU(
      "hidden as a factor", "reluBackward lets upstream through, not hidden times upstream."
    ) {
      hidden, upstream in hidden * upstream
    },
  ]

  static let trainingRightAnswers: [RightAnswer<Answers>] = [
    RightAnswer("the framework's differentiation") {
      $0.trainingStep = { network, x, labels, rate in
        let (loss, gradients) = reference(network, x, labels)
        return (network.stepped(along: gradients, rate: rate), loss)
      }
    },
    RightAnswer("relu's mask from the sum") {
      $0.trainingStep = { network, x, labels, rate in
        let sum = matmul(x, network.weight1) + network.bias1
        let (hidden, logits) = try Backpropagation.forward(network, x)
        let (loss, upstream) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
        let ofSum = Tensor(sum .> 0) * matmul(upstream, network.weight2, transposeB: true)
        return (
          MLP(
            weight1: network.weight1 - rate * matmul(x, ofSum, transposeA: true),
            bias1: network.bias1 - rate * ofSum.sum(along: 0),
            weight2: network.weight2 - rate * matmul(hidden, upstream, transposeA: true),
            bias2: network.bias2 - rate * upstream.sum(along: 0)), loss
        )
      }
    },
    RightAnswer("sample by sample") {
      $0.trainingStep = { network, x, labels, rate in
        let b = x.shape[0]
        var (next, loss) = (network, 0.0)
        for i in 0..<b {
          let (ofSample, gradients) = reference(network, x[i..<i + 1], Tensor([labels[i]]))
          loss += ofSample / Double(b)
          next = next.stepped(along: gradients, rate: rate / Double(b))
        }
        return (next, loss)
      }
    },
  ]

  /// The right loss, and a step along gradients that were changed, given B.
  private static func stepped(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout MLP, Double) -> Void
  ) -> Mistake<TrainingStep> {
    Mistake(name, why) { network, x, labels, rate in
      var (loss, gradients) = reference(network, x, labels)
      change(&gradients, Double(x.shape[0]))
      return (network.stepped(along: gradients, rate: rate), loss)
    }
  }

  /// A step with another gradient of the sum before relu.
  private static func throughReLU(
    _ name: String, _ why: String,
    _ wrong: @escaping @Sendable (_ hidden: Matrix, _ upstream: Matrix) -> Matrix
  ) -> Mistake<TrainingStep> {
    Mistake(name, why) { network, x, labels, rate in
      let (hidden, logits) = try Backpropagation.forward(network, x)
      let (loss, ofLogits) = try Backpropagation.softmaxCrossEntropy(logits, labels: labels)
      let ofHidden = matmul(ofLogits, network.weight2, transposeB: true)
      let ofSum = wrong(hidden, ofHidden)
      var gradients = reference(network, x, labels).gradients
      gradients.weight1 = matmul(x, ofSum, transposeA: true)
      gradients.bias1 = ofSum.sum(along: 0)
      return (network.stepped(along: gradients, rate: rate), loss)
    }
  }
}
