import Curriculum
import Gradus

/// Something that a whole language model does or does not do, whatever its weights are.
///
/// A loss that falls proves little: a model that looks ahead has a wonderful one, and one whose attention is the
/// same everywhere trains as well. So a model of the exercises' functions is asked directly.
struct Behavior: Sendable {
  /// What it does, as in "looks at nothing that comes later".
  let name: String
  /// Throws a `Disagreement` where a model of these functions behaves otherwise.
  let check: @Sendable (AttendingAnswers) throws -> Void

  static let all = [
    causality, context, order, equivariance, attentionEntropy, caching, gradient, lossOutside,
    reference,
  ]

  /// Tokens after a place are changed: up to it, the logits stay as they are, bit for bit.
  static let causality = Behavior(name: "looks at nothing that comes later, bit for bit") {
    answers in
    let model = SmallGPT(answers, layers: 2)
    let before = try model.logits(tokens).value
    for place in 0..<length - 1 {
      let after = try model.logits(changed { $0 > place }).value
      let isSame = zip(before[0..., 0...place].elements, after[0..., 0...place].elements)
        .allSatisfy { $0.bitPattern == $1.bitPattern }
      try expect(
        isSame,
        "A model of your functions: tokens after place \(place) changed, and so did logits up to it.",
        why:
          "It looks ahead, so that it knows what it is to guess: causalMask, or where the mask counts."
      )
    }
  }

  /// A token is changed: the logits of all later places change.
  static let context = Behavior(name: "looks at all that came before") { answers in
    let model = SmallGPT(answers, layers: 1)
    let before = try model.logits(tokens).value
    for place in 0..<length {
      let after = try model.logits(changed { $0 == place }).value
      for later in place..<length {
        try expect(
          differ(before[0..., later], after[0..., later]),
          "A model of your functions: the token at place \(place) changed, and the logits at place \(later) did not.",
          why:
            "It does not look back that far: the mask hides too much, or what was seen is not added."
        )
      }
    }
  }

  /// Two earlier tokens are exchanged: the last logits change, which they would not without positions.
  static let order = Behavior(name: "knows in which order the tokens came") { answers in
    let model = SmallGPT(answers, layers: 1)
    let last = try model.logits(tokens).value[0..., length - 1]
    for place in 0..<length - 2 {
      let exchanged = tokens.gather(
        (0..<length).map { $0 == place ? place + 1 : $0 == place + 1 ? place : $0 }, along: 1)
      try expect(
        differ(last, try model.logits(exchanged).value[0..., length - 1]),
        "A model of your functions: the tokens at places \(place) and \(place + 1) exchanged, and the last logits "
          + "stayed as they were.",
        why: "Without positions, what came before is a set: rotated has no effect.")
    }
  }

  /// Without positions and mask, the model treats all places alike: tokens in another order give the same logits
  /// in that order.
  static let equivariance = Behavior(name: "has no order of its own without positions") { answers in
    var answers = answers
    answers.rotated = { x, _ in x }
    answers.causalMask = { Tensor(repeating: true, shape: [$0, $1]) }
    let model = SmallGPT(answers, layers: 2)
    let order = [3, 5, 0, 4, 2, 1]
    try expect(
      model.logits(tokens.gather(order, along: 1)).value,
      equals: model.logits(tokens).value.gather(order, along: 1),
      in: "A model of your functions without positions and mask, its tokens in another order")
  }

  /// Of random queries and keys, attention takes neither all alike nor one alone.
  static let attentionEntropy = Behavior(name: "weighs, neither all alike nor one alone") {
    answers in
    var generator = RandomGenerator(seed: 1_101)
    let count = 16
    let queries = Tensor<Double>.normal([8, count, 16], using: &generator)
    let keys = Tensor<Double>.normal([8, count, 16], using: &generator)
    // The values of key m are 1 at place m: what is brought home are the weights.
    let one = Tensor<Double>(
      shape: [count, count], elements: (0..<count * count).map { $0 / count == $0 % count ? 1 : 0 })
    let weights = try answers.attention(
      queries, keys, .stack(Array(repeating: one, count: 8)),
      Tensor(repeating: true, shape: [count, count]))
    try expect(
      (weights.sum(along: 2) - 1).abs().max() < 1e-9,
      "Your attention, of values that show the weights: a query's weights do not add up to 1.",
      why: "The weights of a query add up to 1: its shares are divided by their sum.")
    let entropy =
      -weights.map { $0 > 0 ? $0 * Double.log($0) : 0 }.sum(along: 2).mean()
      / Double.log(Double(count))
    try expect(
      entropy > 0.7 && entropy < 0.9,
      "The entropy of your attention's weights, of random queries and keys: expected 0.7 to 0.9 of the largest, "
        + "found \(entropy.fixed(3)).",
      why: "Without 1/√d one key has nearly all, and with 1/d all have alike."
    )
  }

  /// Logits with a cache, a piece at a time, are those without.
  static let caching = Behavior(name: "says with a cache what it says without") { answers in
    let model = SmallGPT(answers, layers: 2)
    let whole = try model.logits(tokens).value
    var (caches, start) = ([KeyValues](), 0)
    for size in [2, 1, 1, 2] {
      let piece = start..<start + size
      try expect(
        model.logits(tokens[0..., piece], after: &caches), equals: whole[0..., piece],
        in: "A model of your functions with a cache, tokens \(piece)", tolerance: 1e-11)
      start += size
    }
  }

  /// The slope of the loss in a random direction, from the gradient and from the loss on both sides.
  static let gradient = Behavior(name: "has the gradient of its loss") { answers in
    // What is still to do is said here: a gradient has no way to say it.
    let one = Tensor<Double>.ones([1, 1])
    _ = try answers.attentionBackward(one, one, one, Tensor([[true]]), one)
    for seed in 1...3 as ClosedRange<UInt64> {
      var model = SmallGPT(answers, layers: 1)
      let (_, gradients) = try valueWithGradients(at: &model) { try Self.loss(of: $0) }
      var generator = RandomGenerator(seed: 1_102 + seed)
      let direction = gradients.tensors.map { Tensor<Double>.normal($0.shape, using: &generator) }
      func loss(at distance: Double) throws -> Double {
        var (moved, place) = (model, 0)
        moved.visitParameters { _, parameter in
          parameter = Variable(parameter.value + direction[place] * distance)
          place += 1
        }
        return try Self.loss(of: moved).value.scalar()
      }
      let slope = try (loss(at: 1e-5) - loss(at: -1e-5)) / 2e-5
      try expect(
        zip(gradients.tensors, direction).reduce(0) { $0 + ($1.0 * $1.1).sum() }, equals: slope,
        in: "The slope of the loss of a model of your functions, by its gradient", tolerance: 1e-6)
    }
  }

  /// A step returns the loss that is computed here, and lowers it.
  static let lossOutside = Behavior(name: "learns, by a loss that others compute as well") {
    answers in
    let one = Tensor<Double>.ones([1, 1])
    _ = try answers.attentionBackward(one, one, one, Tensor([[true]]), one)
    var model = SmallGPT(answers, layers: 1)
    var optimizer = Adam<Double>(learningRate: 1e-3)
    let first = try surprise(of: model)
    let found = try answers.trainingStep(&model, tokens, &optimizer)
    try expect(
      found, equals: first,
      in: "The loss of trainingStep, of a model of your functions")
    for _ in 0..<4 { _ = try answers.trainingStep(&model, tokens, &optimizer) }
    let last = try surprise(of: model)
    try expect(
      last < first,
      "A model of your functions after five steps on the same tokens: the loss was \(first.fixed(4)), and is "
        + "\(last.fixed(4)).", why: "It has not learned: is the model that was handed over changed?"
    )
  }

  /// The logits are those of the lesson's own functions, with the same weights.
  static let reference = Behavior(name: "says what the lesson's own model says") { answers in
    let right = try SmallGPT(AttendingLesson.lesson.solution, layers: 2).logits(tokens).value
    try expect(
      SmallGPT(answers, layers: 2).logits(tokens).value, equals: right,
      in: "The logits of a model of your functions")
  }

  // MARK: What they are asked with

  private static let length = 6
  /// All different within a row, so that exchanging any two changes something.
  private static let tokens = Tensor<Int>([[4, 0, 6, 2, 5, 1], [1, 3, 0, 5, 6, 4]])

  /// The tokens with other ones at some places.
  private static func changed(where isChanged: (Int) -> Bool) -> Tensor<Int> {
    Tensor(
      shape: tokens.shape,
      elements: tokens.elements.enumerated().map { place, token in
        isChanged(place % length) ? (token + 1 + place % 5) % 7 : token
      })
  }

  private static func differ(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Bool {
    // In each row of the batch.
    (a - b).abs().max(along: -1).elements.allSatisfy { $0 > 1e-6 }
  }

  private static func loss(of model: SmallGPT) throws -> Variable<Double> {
    softmaxCrossEntropy(
      logits: try model.logits(tokens[0..., 0..<length - 1]), labels: tokens[0..., 1...])
  }

  /// The mean of −ln of what each next token gets, number by number.
  private static func surprise(of model: SmallGPT) throws -> Double {
    let logits = try model.logits(tokens[0..., 0..<length - 1]).value
    var sum = 0.0
    for row in 0..<tokens.shape[0] {
      for place in 0..<length - 1 {
        let numbers = logits[row, place].elements
        let total = numbers.reduce(0) { $0 + Double.exp($1) }
        sum += Double.log(total) - numbers[tokens[row, place + 1]]
      }
    }
    return sum / Double(tokens.shape[0] * (length - 1))
  }
}

extension SmallGPT {
  /// One of seven tokens, with weights that are large enough for each part to matter.
  fileprivate init(_ answers: AttendingAnswers, layers: Int) {
    var generator = RandomGenerator(seed: 1_100)
    self.init(
      answers, vocabulary: 7, width: 12, heads: 3, layers: layers, using: &generator)
    table = Variable(table.value * 5)
    // So that no bias is 0, and no norm like another.
    visitParameters { _, parameter in
      let change = Tensor<Double>.normal(parameter.shape, using: &generator) * 0.1
      parameter = Variable(parameter.value + change)
    }
  }
}
