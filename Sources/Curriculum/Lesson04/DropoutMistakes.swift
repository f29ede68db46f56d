import Curriculum
import Gradus

extension RegularizationLesson {
  private static let nothingFalls =
    "Nothing falls in training: x is returned as it is at inference only, guard isTraining else { return x }."

  static let dropoutMistakes: [Mistake<Answers.Dropout>] = [
    Mistake(
      "not rescaled",
      "What stays is not rescaled: the sum that the next layer sees would be smaller in training than "
        + "at inference. Divide by 1 − p."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 } : x
    },
    Mistake(
      "also at inference",
      "That drops at inference too: predictions would be left to chance. Return x there."
    ) { x, draws, probability, _ in
      x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "keep and drop exchanged",
      "Keep and drop are exchanged: p is the probability to be dropped, so an element falls where its "
        + "draw is below p."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 1 / probability : 0 } : x
    },
    Mistake(
      "the wrong ones fall",
      "The wrong elements fall: a draw is below p with probability p, and those are the ones to drop."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 1 / (1 - probability) : 0 } : x
    },
    Mistake(
      "those above p fall",
      "The wrong elements fall: a draw is below p with probability p, and those are the ones to drop."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 > probability ? 0 : 1 / (1 - probability) } : x
    },
    Mistake(
      "divided by p",
      "What stays is divided by p: an element stays with probability 1 − p, so divide by that."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 / probability } : x
    },
    Mistake(
      "multiplied by 1 − p",
      "What stays is multiplied by 1 − p, which makes it smaller still: divide."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 - probability } : x
    },
    Mistake(
      "rescaled at inference",
      "At inference x is multiplied by 1 − p, as in the first papers. Here training has already divided "
        + "by it, so inference changes nothing."
    ) { x, draws, probability, isTraining in
      isTraining
        ? x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) } : x * (1 - probability)
    },
    Mistake(
      "compares x with p",
      "That drops the elements of x that are below p: it is the draw that decides, not the value."
    ) { x, _, probability, isTraining in
      isTraining ? x.map { $0 < probability ? 0 : $0 / (1 - probability) } : x
    },
    Mistake(
      "a draw equal to p falls",
      "An element falls where its draw is below p: one that is equal to p stays. < and not <=."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 <= probability ? 0 : 1 / (1 - probability) } : x
    },
    Mistake(
      "divided by the share that stayed",
      "What stays is divided by the share that happened to stay: divide by 1 − p, which is not left to "
        + "chance."
    ) { x, draws, probability, isTraining in
      let mask = draws.map { $0 < probability ? 0.0 : 1 }
      return isTraining ? x * mask / mask.mean() : x
    },
    Mistake("p = ½ always", "That is what p = ½ gives: use `probability`.") {
      x, draws, _, isTraining in
      isTraining ? x * draws.map { $0 < 0.5 ? 0 : 2 } : x
    },
    Mistake("a factor 2", "The factor is 1/(1 − p), which is 2 only where p is ½.") {
      x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 2 } : x
    },
    Mistake("compared with 1 − p", "An element falls where its draw is below p, not below 1 − p.") {
      x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < 1 - probability ? 0 : 1 / (1 - probability) } : x
    },
    Mistake(
      "divided at inference as well", "At inference nothing is divided: return x as it is."
    ) { x, draws, probability, isTraining in
      isTraining
        ? x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) } : x / (1 - probability)
    },
    Mistake("training and inference exchanged") { x, draws, probability, isTraining in
      isTraining ? x : x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "the mask alone", "That is the mask, 0 or 1 / (1 − p): multiply x by it."
    ) { x, draws, probability, isTraining in
      isTraining ? draws.map { $0 < probability ? 0 : 1 / (1 - probability) } : x
    },
    Mistake(
      "no dropout in training", nothingFalls
    ) { x, _, _, _ in x },
    Mistake(
      "above 1 − p", "An element falls where its draw is below p, and not where it is above 1 − p."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 > 1 - probability ? 0 : 1 / (1 - probability) } : x
    },
    Mistake("one draw for all", "Each element has a draw of its own.") {
      x, draws, probability, isTraining in
      let factor = draws.elements[0] < probability ? 0 : 1 / (1 - probability)
      return isTraining ? x * factor : x
    },
    Mistake("one draw per row", "Each element has a draw of its own.") {
      x, draws, probability, isTraining in
      let mask = draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
      return isTraining ? x * mask[0..., 0..<1] : x
    },
    Mistake("one draw per column", "Each element has a draw of its own.") {
      x, draws, probability, isTraining in
      let mask = draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
      return isTraining ? x * mask[0..<1] : x
    },
    Mistake("compared with ½", "The draws are compared with ½: compare them with p.") {
      x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < 0.5 ? 0 : 1 / (1 - probability) } : x
    },
    Mistake(
      "only rescaled",
      "All are divided by 1 − p, and none falls: an element whose draw is below p becomes 0."
    ) { x, _, probability, isTraining in isTraining ? x / (1 - probability) : x },
    Mistake("parentheses left out", "1 − p is one number: x / (1 − p), with parentheses.") {
      x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 } / 1 - probability : x
    },
    Mistake("times the draws", "The draws only decide what falls: they are no factors themselves.")
    {
      x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : $0 / (1 - probability) } : x
    },
    Mistake(
      "times the draws in place of a mask",
      "The draws only decide what falls: they are no factors themselves."
    ) { x, draws, probability, isTraining in isTraining ? x * draws / (1 - probability) : x },
  ]
}
