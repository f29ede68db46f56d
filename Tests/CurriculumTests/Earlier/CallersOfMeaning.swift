import Curriculum11
import Gradus

extension Caller {
  static var lesson11: [Caller] {
    callers(
      MeaningLesson.lesson,
      [
        (
          "update",
          { answers, earlier in
            answers.update = { tables, pair, negatives, rate in
              let gradients = try earlier.pairLoss(
                tables.centers[pair.center, 0...], tables.contexts[pair.context, 0...],
                tables.contexts.gather(negatives))
              tables.centers[pair.center, 0...] -= rate * gradients.center
              tables.contexts[pair.context, 0...] -= rate * gradients.context
              for (place, word) in negatives.enumerated() {
                tables.contexts[word, 0...] -= rate * gradients.negatives[place, 0...]
              }
            }
          }
        )
      ])
  }
}
