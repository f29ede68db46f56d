import Curriculum
import Gradus

extension AttendingLesson {
  typealias NextProbabilities = @Sendable (Matrix, Double, Int, Double) throws -> Matrix

  static let nextProbabilities = Exercise<Answers>(
    "nextProbabilities", "The next token, with or without surprises",
    hints: [
      "((logits - logits.max()) / temperature).exp() are shares that do not overflow; at temperature 0 return first, "
        + "with 1 at logits.argmax().",
      "logits.argsort(isDescending: true).elements.prefix(k) are the places of the k largest: the first k in "
        + "falling order, or all of them where k is larger than V.",
      "Walk through those and add up their shares: a token is kept as long as what was added before it is less than "
        + "p times the sum of all k. At the end, divide by what was added.",
    ],
    learned:
      "The temperature says how daring a draw is; k and p cut off the many tokens that are unlikely, but not together.",
    landmark: Landmark("Sources/DataLoading/Tokenizers/TokenSampler.swift", "struct TokenSampler"),
    solution: { $0.nextProbabilities = Attending.nextProbabilities },
    check: { answers in
      func compare(
        _ logits: Matrix, _ temperature: Double, _ k: Int, _ p: Double, _ what: String? = nil,
        _ mistakes: [Mistake<NextProbabilities>] = []
      ) throws {
        let call =
          "nextProbabilities(\(what ?? "\(logits.elements)"), temperature: \(temperature), k: \(k), p: \(p))"
        let found = try answers.nextProbabilities(logits, temperature, k, p)
        if let reason = reasonForNaN(logits, temperature) {
          try expect(!found.elements.contains(where: \.isNaN), "\(call): found NaN.", why: reason)
        }
        try expect(
          found,
          equals: Attending.nextProbabilities(logits, temperature: temperature, k: k, p: p),
          in: call,
          suspects: mistakes.suspects { try $0(logits, temperature, k, p) })
      }
      // In falling order 0.4, 0.3, 0.15, 0.06, 0.04, 0.03 and 0.02 of all, at a temperature of 0.5: at 1 they differ
      // less, so that p would keep more of them, and at 0.25 fewer.
      let peaked = Matrix(
        [0.06, 0.3, 0.02, 0.4, 0.03, 0.15, 0.04].map { 0.5 * Double.log($0) + 1 })
      try compare(peaked, 0.5, 6, 0.84, nil, samplingMistakes)
      // In falling order, of 0.3, 0.25, 0.2, 0.12, 0.08 and 0.05 of all, at temperature 2.
      let logits = Matrix([0.12, 0.25, 0.05, 0.3, 0.08, 0.2].map { 2 * Double.log($0) + 1 })
      try compare(logits, 2, 5, 0.7)
      try compare(logits, 2, 2, 1, nil, samplingMistakes.filter { $0.name.hasPrefix("k") })
      try compare(logits, 2, 5, 0.77, nil, orderMistakes)
      try compare(logits, 2, 5, 0.2, nil, fewMistakes)
      // 0.5, 0.3 and 0.2: two of them have a little less than p.
      try compare(
        Matrix([0.5, 0.3, 0.2].map { Double.log($0) }), 1, 3, 0.8004, nil, slackMistakes)
      // Equal ones at both limits.
      try compare([1, 3, 1, 3, 1, 1], 1, 4, 1, nil, tieMistakes)
      try compare([0, 0, 0, 0], 0.5, 4, 0.5, nil, tieMistakes)
      try compare([2, 5, 5, 1], 0, 4, 1, nil, coldMistakes)
      try compare([2, 5, 5, 1], 0, 1, 0.2)
      try compare([0, 1e-7, -1], 1e-7, 3, 1, nil, smallMistakes)
      try compare([1000, 3000, 2999, -5000], 1, 4, 1, nil, hotMistakes)
      try compare([1, 2, 3], 1e-3, 3, 1)
      try compare([5], 1, 1, 1)
      try compare([5, -5], 100, 9, 1e-9)
      for (place, var input) in Input.all(seed: 1080).enumerated() {
        let logits = input.tensor([input.rows * input.columns])
        let temperature = [1, 0.5, 2, 0, 1e-4, 30][place % 6]
        let k = [1, 2, 3, 100, 8, 5][place / 2 % 6]
        // In between: a sum may be rounded in another way.
        let p = [1, 0.613, 0.937, 0.0877, 1][place % 5]
        try compare(
          logits, temperature, k, p, "\(logits.elementCount) \(input.numbers.rawValue)")
      }
    },
    wrongAnswers: (samplingMistakes + orderMistakes + fewMistakes + slackMistakes + tieMistakes
      + coldMistakes + smallMistakes + hotMistakes).wrongAnswers(\.nextProbabilities),
    rightAnswers: [
      RightAnswer("the framework's") {
        $0.nextProbabilities = { logits, temperature, k, p in
          let sampler = TokenSampler(temperature: temperature, topK: k, topP: min(p, 1))
          return Matrix(sampler.probabilities(of: logits))
        }
      },
      RightAnswer("probabilities first, then limits") {
        $0.nextProbabilities = { logits, temperature, k, p in
          let count = logits.shape[0]
          let order = (0..<count).sorted {
            logits[$0] > logits[$1] || logits[$0] == logits[$1] && $0 < $1
          }
          let cold = logits.map { $0 == logits[order[0]] ? 0.0 : -Double.infinity }
          let all = temperature == 0 ? cold : (logits - logits[order[0]]) / temperature
          let probabilities = all.softmax()
          let kept = Array(order.prefix(temperature == 0 ? 1 : k))
          let sum = kept.reduce(0) { $0 + probabilities[$1] }
          var (result, before) = (Matrix.zeros([count]), 0.0)
          for token in kept {
            if before / sum >= p { break }
            result[token] = probabilities[token]
            before += probabilities[token]
          }
          return result / result.sum()
        }
      },
      RightAnswer("−∞ where a limit cuts, and softmax") {
        $0.nextProbabilities = { logits, temperature, k, p in
          var kept = Set(logits.argsort(isDescending: true).elements.prefix(k))
          let order = logits.argsort(isDescending: true).elements.prefix(k)
          if temperature == 0 {
            return logits.map { _ in 0 }
              + oneHot(
                labels: Tensor([order[0]]), classCount: logits.shape[0]
              ).flattened()
          }
          let scaled = (logits - logits.max()) / temperature
          func cut() -> Matrix {
            Matrix(
              scaled.elements.enumerated().map {
                kept.contains($0.offset) ? $0.element : -.infinity
              }
            ).softmax()
          }
          let shares = cut()
          var before = 0.0
          for token in order {
            if before >= p { kept.remove(token) }
            before += shares[token]
          }
          return cut()
        }
      },
    ])
}
