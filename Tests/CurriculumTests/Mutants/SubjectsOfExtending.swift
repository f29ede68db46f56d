import Curriculum
import Curriculum13
import Gradus

extension Subject {
  static var lesson13: [Subject] {
    let lesson = ExtendingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "squareplusGradients", "x b upstream", solution.squareplusGradients) {
        $0.squareplusGradients = $1
      },
      Subject(lesson, "squareplus") { answers, installed in
        answers.squareplus = { x, b in
          let result = try installed.call(
            .arguments(["x", "b"], [.tensor(x.value), .tensor(b.value)])
          ) { changed in
            let gradients = try valueWithPullback(
              at: [changed["x"].get(), changed["b"].get()]
            ) { try solution.squareplus($0[0], $0[1]) }
            let parts = gradients.pullback(.ones(gradients.value.shape))
            return .arguments(
              ["value", "slope of x", "slope of b"],
              [.tensor(gradients.value), .tensor(parts[0]), .tensor(parts[1])])
          }
          return result.get()
        }
      },
      Subject(
        lesson, "muonStep", "weight gradient velocity learningRate momentum", solution.muonStep
      ) { $0.muonStep = $1 },
      Subject(lesson, "stableDecay", "step total peak warmup decay", solution.stableDecay) {
        $0.stableDecay = $1
      },
    ]
  }
}
