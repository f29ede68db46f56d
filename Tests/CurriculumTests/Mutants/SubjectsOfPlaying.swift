import Curriculum
import Curriculum12
import Games
import Gradus

// Several functions of lesson 12 change an argument, or return a variable with its gradients; these are
// taken apart one by one.
extension Subject {
  static var lesson12: [Subject] {
    let lesson = PlayingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "returns", "rewards endings nextValues discount", solution.returns) {
        $0.returns = $1
      },
      Subject(lesson, "policyValues", "policy process discount sweeps", solution.policyValues) {
        $0.policyValues = $1
      },
      Subject(lesson, "valueIteration", "process discount sweeps", solution.valueIteration) {
        $0.valueIteration = $1
      },
      Subject(lesson, "epsilonGreedy") { answers, installed in
        answers.epsilonGreedy = { values, legal, epsilon, generator in
          let result = try installed.call(
            .arguments(
              ["values", "legal", "epsilon", "generator"],
              [.numbers(values), .counts(legal), .number(epsilon), .generator(generator)])
          ) { changed in
            var generator: RandomGenerator = changed["generator"].get()
            let action = try solution.epsilonGreedy(
              changed["values"].get(), changed["legal"].get(), changed["epsilon"].get(), &generator)
            return .arguments(
              ["action", "generator afterward"], [.count(action), .generator(generator)])
          }
          generator = result["generator afterward"].get()
          return result["action"].get()
        }
      },
      Subject(lesson, "qUpdate") { answers, installed in
        answers.qUpdate = { q, transition, rate, discount in
          q = try installed.call(
            .arguments(
              ["q", "transition", "rate", "discount"],
              [.tensor(q), Value(transition), .number(rate), .number(discount)])
          ) { changed in
            var q: Tensor<Double> = changed["q"].get()
            try solution.qUpdate(
              &q, changed["transition"].get(), changed["rate"].get(), changed["discount"].get())
            return .tensor(q)
          }.get()
        }
      },
      Subject(lesson, "replay") { answers, installed in
        answers.replay = { transition, ring, batchSize, generator in
          let result = try installed.call(
            .arguments(
              ["transition", "ring", "batchSize", "generator"],
              [Value(transition), Value(ring), .count(batchSize), .generator(generator)])
          ) { changed in
            var ring: ReplayRing = changed["ring"].get()
            var generator: RandomGenerator = changed["generator"].get()
            let batch = try solution.replay(
              changed["transition"].get(), &ring, changed["batchSize"].get(), &generator)
            return .arguments(
              ["batch", "ring", "generator afterward"],
              [Value(batch), Value(ring), .generator(generator)])
          }
          ring = result["ring"].get()
          generator = result["generator afterward"].get()
          return result["batch"].get()
        }
      },
      Subject(lesson, "qLoss") { answers, installed in
        answers.qLoss = { values, actions, rewards, continuation, nextValues, legal, discount in
          let isLegal = Tensor<Double>(legal)
          let result = try installed.call(
            .arguments(
              [
                "values", "actions", "rewards", "continuation", "nextValues", "legal", "discount",
              ],
              [
                .tensor(values.value), .labels(actions), .tensor(rewards), .tensor(continuation),
                .tensor(nextValues.value), .tensor(isLegal), .number(discount),
              ])
          ) { changed in
            let legal: Tensor<Double> = changed["legal"].get()
            let (loss, gradients) = try valueWithGradients(
              at: [changed["values"].get(), changed["nextValues"].get()]
            ) {
              try solution.qLoss(
                $0[0], changed["actions"].get(), changed["rewards"].get(),
                changed["continuation"].get(), $0[1], legal .> 0, changed["discount"].get())
            }
            return .arguments(
              ["loss", "gradient of values", "gradient of nextValues"],
              [.number(loss.scalar()), .tensor(gradients[0]), .tensor(gradients[1])])
          }
          let ofValues: Tensor<Double> = result["gradient of values"].get()
          let ofNextValues: Tensor<Double> = result["gradient of nextValues"].get()
          return Variable(
            "mutated loss", Tensor(result["loss"].get(Double.self)),
            (values, { $0 * ofValues }), (nextValues, { $0 * ofNextValues }))
        }
      },
      Subject(lesson, "minimax", "game", solution.minimax) { $0.minimax = $1 },
      Subject(
        lesson, "policyGradient", "preferences episode weights discount", solution.policyGradient
      ) { $0.policyGradient = $1 },
      Subject(lesson, "advantages", "episodes discount", solution.advantages) {
        $0.advantages = $1
      },
    ]
  }
}
