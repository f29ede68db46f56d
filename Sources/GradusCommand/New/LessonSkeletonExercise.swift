extension LessonPlace {
  /// One exercise with its check, wrong answers and other right ones: to be replaced by the lesson's own.
  var exercise: String {
    #"""
    import Curriculum
    import Gradus

    extension \#(type)Lesson {
      static let meanAbsoluteError = Exercise<Answers>(
        "meanAbsoluteError", "A loss that forgives outliers",
        hints: [
          "As in the squared error, but what makes both directions count is the absolute value.",
          "(prediction - target).abs().mean()",
        ],
        learned: "One far outlier moves the mean of absolute errors much less than that of squares.",
        landmark: Landmark(
          "Sources/Layers/Losses/MeanAbsoluteError.swift", "func meanAbsoluteError"),
        solution: { $0.meanAbsoluteError = \#(type).meanAbsoluteError },
        check: { answers in
          var suspicion = Suspicion(absoluteMistakes)
          func compare(_ prediction: Matrix, _ target: Matrix, _ name: String) throws {
            try suspicion.expect(
              answers.meanAbsoluteError(prediction, target),
              equals: \#(type).meanAbsoluteError(prediction, target), in: "meanAbsoluteError\(name)"
            ) { try $0(prediction, target) }
          }
          try compare(
            [[3], [2], [5], [0]], [[1], [2], [6], [4]], "([[3], [2], [5], [0]], [[1], [2], [6], [4]])")
          for var input in Input.all(seed: \#(number)_01) {
            let (prediction, target) = (input.tensor([input.rows, 1]), input.tensor([input.rows, 1]))
            try compare(
              prediction, target, " of \(input.rows) samples, \(input.numbers.rawValue)")
          }
        },
        wrongAnswers: absoluteMistakes.wrongAnswers(\.meanAbsoluteError),
        rightAnswers: [
          RightAnswer("a loop over the samples") {
            $0.meanAbsoluteError = { prediction, target in
              var sum = 0.0
              for i in 0..<target.shape[0] { sum += abs(prediction[i, 0] - target[i, 0]) }
              return sum / Double(target.shape[0])
            }
          },
          RightAnswer("the larger minus the smaller") {
            $0.meanAbsoluteError = { prediction, target in
              zip(prediction.elements, target.elements).reduce(0) {
                $0 + max($1.0, $1.1) - min($1.0, $1.1)
              } / Double(target.elementCount)
            }
          },
          RightAnswer("the root of the square") {
            $0.meanAbsoluteError = { ($0 - $1).squared().sqrt().mean() }
          },
        ])

      private static let absoluteMistakes: [Mistake<Answers.MeanAbsoluteError>] = [
        Mistake("sum instead of mean", "That is the sum: divide it by the number of samples.") {
          ($0 - $1).abs().sum()
        },
        Mistake("squares", "That is the mean of the squares: take absolute values.") {
          ($0 - $1).squared().mean()
        },
        Mistake(
          "no absolute value", "That is the mean of the errors: errors in opposite directions cancel."
        ) { ($0 - $1).mean() },
        Mistake(
          "absolute value of the mean",
          "That is the absolute value of the mean: take it of each error."
        ) { ($0 - $1).mean().magnitude },
        Mistake("divided by N twice", "That is divided by N twice: the mean has done it already.") {
          ($0 - $1).abs().mean() / Double($0.shape[0])
        },
        Mistake("the largest error", "That is the largest of the errors: take their mean.") {
          ($0 - $1).abs().max()
        },
      ]
    }

    """#
  }
}
