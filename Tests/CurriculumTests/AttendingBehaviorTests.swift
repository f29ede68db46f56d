import Curriculum
import Gradus
import Testing

@testable import Curriculum10

/// What is asked of a whole model in lesson 10, and models that it has to see through.
@Suite("Behavior of lesson 10's models")
struct AttendingBehaviorTests {
  private static let solution = AttendingLesson.lesson.solution

  @Test("the lesson's own model behaves", arguments: Behavior.all.indices)
  func right(_ place: Int) {
    #expect(throws: Never.self) { try Behavior.all[place].check(Self.solution) }
  }

  @Test("other right answers behave, too", arguments: Behavior.all.indices)
  func otherRightAnswers(_ place: Int) {
    for exercise in AttendingLesson.lesson.exercises {
      for way in exercise.rightAnswers {
        var answers = Self.solution
        way.apply(&answers)
        #expect(throws: Never.self, "\(exercise.name): \(way.way)") {
          try Behavior.all[place].check(answers)
        }
      }
    }
  }

  @Test(
    "a wrong answer is seen in the whole model",
    arguments: [
      (0, "causalMask", "one too far"), (0, "causalMask", "everything"),
      (0, "causalMask", "inverted"), (0, "attention", "the mask ignored"),
      (0, "attention", "masked after the softmax"), (0, "attention", "0 in place of −∞"),
      (0, "attention", "the mask added as 0 and 1"), (0, "attention", "softmax over the queries"),
      (0, "multiHead", "cut by a reshape alone"), (0, "multiHead", "merged by a reshape alone"),
      (1, "causalMask", "itself alone"), (1, "causalMask", "itself and the one before"),
      (1, "multiHead", "cut by a reshape alone"),
      (2, "rotated", "the position ignored"),
      (3, "multiHead", "cut by a reshape alone"), (3, "multiHead", "both by a reshape alone"),
      (4, "attention", "no scale"), (4, "attention", "divided by d"),
      (4, "attention", "not divided by the sum"), (4, "attention", "sigmoid"),
      (5, "cachedStep", "positions from 0"), (5, "cachedStep", "the cache turned again"),
      (5, "cachedStep", "the oldest one dropped"), (5, "cachedStep", "no mask"),
      (5, "cachedStep", "not looking at itself"), (5, "cachedStep", "keys kept as they came"),
      (6, "attentionBackward", "no row's sum"), (6, "attentionBackward", "no scale"),
      (6, "attentionBackward", "P·(1 − P)"), (6, "attentionBackward", "upstream of ones"),
      (6, "block", "the gradient of what was seen cut off"),
      (6, "multiHead", "the gradient cut off"),
      (7, "trainingStep", "the model not changed"), (7, "trainingStep", "up the gradient"),
      (7, "trainingStep", "inputs as targets"), (7, "trainingStep", "the sum of the losses"),
      (7, "shiftedTargets", "not shifted"), (8, "rotated", "base 1000"),
      (8, "rotated", "the cosine alone"), (8, "causalMask", "not itself"),
      (8, "block", "norms after the sums"), (8, "block", "relu"),
      (8, "multiHead", "heads in reverse"),
    ])
  func sabotage(_ behavior: Int, _ exercise: String, _ mistake: String) throws {
    var answers = Self.solution
    let wrong = AttendingLesson.lesson.exercise(exercise).wrongAnswers
    try #require(wrong.first { $0.mistake == mistake }).apply(&answers)
    // Those that call it, as learners write them.
    let (shiftedTargets, multiHead) = (answers.shiftedTargets, answers.multiHead)
    if exercise == "multiHead" {
      answers.block = { x, parts, attend in
        let asking = parts.norm1(x)
        let seen = try multiHead(
          parts.query(asking), parts.key(asking), parts.value(asking), parts.heads, attend)
        let sum = x + parts.output(seen)
        return sum + parts.down(parts.up(parts.norm2(sum)).gelu())
      }
    }
    if exercise == "shiftedTargets" {
      answers.trainingStep = { model, tokens, optimizer in
        let (inputs, targets) = try shiftedTargets(tokens)
        let (loss, gradients) = try valueWithGradients(at: &model) {
          softmaxCrossEntropy(logits: try $0.logits(inputs), labels: targets)
        }
        optimizer.update(&model, along: gradients)
        return loss
      }
    }
    #expect(throws: Disagreement.self) { try Behavior.all[behavior].check(answers) }
  }

  /// A model that has been tampered with, and the behavior that it lacks.
  private static let sabotages: [(name: String, behavior: Behavior, apply: Sabotage)] = [
    (
      "attention that brings nothing", Behavior.context,
      { $0.attention = { queries, _, values, _ in .zeros(shape(queries, values)) } }
    ),
    (
      "attention to itself alone", Behavior.context,
      { $0.attention = { _, _, values, _ in values } }
    ),
    (
      "a mask that forgets the first token", Behavior.context,
      {
        let mask = $0.causalMask
        $0.causalMask = { queries, keys in
          var allowed = try mask(queries, keys)
          for query in 1..<max(queries, 1) { allowed[query, 0] = false }
          return allowed
        }
      }
    ),
    (
      "attention alike everywhere", Behavior.attentionEntropy,
      {
        let attention = $0.attention
        $0.attention = { try attention($0 * 0, $1, $2, $3) }
      }
    ),
    (
      "attention to one key alone", Behavior.attentionEntropy,
      {
        let attention = $0.attention
        $0.attention = { try attention($0 * 1000, $1, $2, $3) }
      }
    ),
    ("positions without effect", Behavior.order, { $0.rotated = { x, _ in x } }),
    (
      "all at the same position", Behavior.order,
      {
        let rotated = $0.rotated
        $0.rotated = { try rotated($0, $1 * 0 + 3) }
      }
    ),
    (
      "a block that knows the place by itself", Behavior.equivariance,
      {
        let block = $0.block
        $0.block = { x, parts, attend in
          // On the first number alone: a norm takes away what is added to all.
          let (count, width) = (x.shape[1], x.shape[2])
          let places = Tensor<Double>(
            shape: [count, width],
            elements: (0..<count * width).map {
              $0 % width == 0 ? 1e-3 * Double($0 / width) : 0
            })
          return try block(x, parts, attend) + Variable(places)
        }
      }
    ),
    (
      "a peek that is a trillionth", Behavior.causality,
      {
        let attention = $0.attention
        $0.attention = { queries, keys, values, mask in
          let all = Tensor(repeating: true, shape: mask.shape)
          return try attention(queries, keys, values, mask)
            + attention(queries, keys, values, all) * 1e-12
        }
      }
    ),
    (
      "a cache without the first token", Behavior.caching,
      {
        let step = $0.cachedStep
        $0.cachedStep = { queries, keys, values, cache in
          var result = try step(queries, keys, values, cache)
          if cache.keys.shape[2] == 0 { result.cache.keys[0..., 0..., 0] *= 0 }
          return result
        }
      }
    ),
    (
      "a cache that gives zeros", Behavior.caching,
      {
        let step = $0.cachedStep
        $0.cachedStep = {
          var result = try step($0, $1, $2, $3)
          result.result *= 0
          return result
        }
      }
    ),
    (
      "no gradient of attention", Behavior.gradient,
      {
        $0.attentionBackward = { queries, keys, values, _, _ in
          AttentionGradients(
            queries: .zeros(queries.shape), keys: .zeros(keys.shape), values: .zeros(values.shape))
        }
      }
    ),
    (
      "a loss of 0 that is not computed", Behavior.lossOutside,
      {
        let step = $0.trainingStep
        $0.trainingStep = {
          _ = try step(&$0, $1, &$2)
          return 0
        }
      }
    ),
    (
      "a right loss, and no step", Behavior.lossOutside,
      {
        let step = $0.trainingStep
        $0.trainingStep = {
          var copy = $0
          return try step(&copy, $1, &$2)
        }
      }
    ),
  ]

  private typealias Sabotage = @Sendable (inout AttendingAnswers) -> Void

  /// [..., Q, e]
  private static func shape(_ queries: Tensor<Double>, _ values: Tensor<Double>) -> Shape {
    Shape(queries.shape.dimensions.dropLast() + [values.shape[-1]])
  }

  @Test("a model that has been tampered with is seen through", arguments: sabotages.indices)
  func tampered(_ place: Int) {
    let sabotage = Self.sabotages[place]
    var answers = Self.solution
    sabotage.apply(&answers)
    #expect(throws: Disagreement.self, "\(sabotage.name)") { try sabotage.behavior.check(answers) }
  }

  @Test("each behavior has a name, and what is missing is said in words") func sentences() {
    #expect(Set(Behavior.all.map(\.name)).count == Behavior.all.count)
    for sabotage in Self.sabotages {
      var answers = Self.solution
      sabotage.apply(&answers)
      do {
        try sabotage.behavior.check(answers)
      } catch let disagreement as Disagreement {
        #expect(disagreement.difference.contains("our"), "\(disagreement.difference)")
      } catch { Issue.record("\(sabotage.name): \(error)") }
    }
  }

  @Test("what is still to do is said, and not called wrong", arguments: Behavior.all.indices)
  func toDo(_ place: Int) {
    #expect(throws: Todo.self) { try Behavior.all[place].check(AttendingAnswers()) }
  }
}
