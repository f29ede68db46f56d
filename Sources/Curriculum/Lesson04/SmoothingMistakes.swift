import Curriculum
import Gradus

extension RegularizationLesson {
  /// Targets with one number for the right class and another for each of the others.
  static func targets(
    _ labels: Tensor<Int>, _ classCount: Int, right: Double, others: Double
  ) -> Matrix {
    var targets = Matrix(repeating: others, shape: [labels.shape[0], classCount])
    for row in 0..<labels.shape[0] { targets[row, labels[row]] = right }
    return targets
  }

  static let smoothingMistakes: [Mistake<Answers.SmoothedTargets>] = [
    Mistake(
      "does not add up to 1",
      "A row does not add up to 1: the right class gets its share of ε too, 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing, others: smoothing / Double(classes))
    },
    Mistake(
      "right class keeps its 1",
      "A row adds up to more than 1: what the others get is taken from the right class."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1, others: smoothing / Double(classes))
    },
    Mistake(
      "ε for each of the others",
      "Each of the others gets the whole of ε, and a row adds up to more than 1: they share it."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing, others: smoothing)
    },
    Mistake(
      "ε shared among the others only",
      "That deals ε out among the K − 1 others, and a row does add up to 1. But the rule here, and in "
        + "most programs, deals it out among all K classes, the right one too: ε/K for each."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing, others: smoothing / Double(max(1, classes - 1)))
    },
    Mistake(
      "ε/(K − 1) for each, the right class too",
      "A row adds up to more than 1: ε is dealt out in K − 1 shares, and K classes get one. Each gets ε/K."
    ) { labels, classes, smoothing in
      let share = smoothing / Double(max(1, classes - 1))
      return targets(labels, classes, right: 1 - smoothing + share, others: share)
    },
    Mistake(
      "ε and 1 − ε exchanged",
      "ε and 1 − ε are exchanged: ε is how much of the certainty is given away."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: smoothing + (1 - smoothing) / Double(classes),
        others: (1 - smoothing) / Double(classes))
    },
    Mistake(
      "ε given away, but not taken",
      "A row adds up to 1 + ε: the right class first gives ε away, then gets its share, 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 + smoothing / Double(classes), others: smoothing / Double(classes)
      )
    },
    Mistake(
      "1 − ε/K for the right class",
      "The right class gives all of ε away, then gets its share: 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing / Double(classes), others: smoothing / Double(classes)
      )
    },
    Mistake("divided by K twice", "The share of each class is ε/K: divide by K once.") {
      labels, classes, smoothing in
      let share = smoothing / Double(classes * classes)
      return targets(labels, classes, right: 1 - smoothing + share, others: share)
    },
    Mistake(
      "right and others exchanged",
      "The right class gets the small share, and the others the large one: exchange them."
    ) { labels, classes, smoothing in
      let share = smoothing / Double(classes)
      return targets(labels, classes, right: share, others: 1 - smoothing + share)
    },
    Mistake("the first label for all", "Every row has the class of the first: it is labels[row].") {
      labels, classes, smoothing in
      let share = smoothing / Double(classes)
      return targets(
        labels.map { _ in labels[0] }, classes, right: 1 - smoothing + share, others: share)
    },
    Mistake(
      "labels counted from 1", "Labels are counted from 0: the class of a sample is labels[row]."
    ) {
      labels, classes, smoothing in
      let share = smoothing / Double(classes)
      return targets(
        labels.map { ($0 + classes - 1) % classes }, classes, right: 1 - smoothing + share,
        others: share)
    },
    Mistake(
      "no smoothing",
      "That is 1 for the right class and 0 for all others: the smoothing has no effect."
    ) {
      labels, classes, _ in targets(labels, classes, right: 1, others: 0)
    },
    Mistake(
      "classes down the rows",
      "Rows and columns are exchanged: a row is a sample, a column a class."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing + smoothing / Double(classes),
        others: smoothing / Double(classes)
      ).transposed()
    },
    Mistake(
      "zeros elsewhere",
      "The others get nothing: what the right class gives away goes in equal shares to all, ε/K each."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing + smoothing / Double(classes), others: 0)
    },
    Mistake(
      "as many classes as there are labels",
      "The number of columns is classCount: the labels at hand may lack some of the classes."
    ) { labels, _, smoothing in
      let classes = labels.elements.max()! + 1
      return targets(
        labels, classes, right: 1 - smoothing + smoothing / Double(classes),
        others: smoothing / Double(classes))
    },
    Mistake(
      "ten classes", "There are classCount classes, and not always ten."
    ) { labels, _, smoothing in
      targets(labels, 10, right: 1 - smoothing + smoothing / 10, others: smoothing / 10)
    },
    Mistake(
      "ε added to each, and divided by the sum",
      "ε is added to all classes and the row divided by its sum, 1 + K·ε. Here the right class gives ε "
        + "away: 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      let sum = 1 + Double(classes) * smoothing
      return targets(labels, classes, right: (1 + smoothing) / sum, others: smoothing / sum)
    },
    Mistake(
      "the row's number as its class",
      "The class of a sample is labels[row], and not its row."
    ) { labels, classes, smoothing in
      var targets = Matrix(
        repeating: smoothing / Double(classes), shape: [labels.shape[0], classes])
      for row in 0..<labels.shape[0] { targets[row, row % classes] += 1 - smoothing }
      return targets
    },
    Mistake("ε/N", "ε is divided by the number of samples: K is the number of classes.") {
      labels, classes, smoothing in
      let share = smoothing / Double(labels.shape[0])
      return targets(labels, classes, right: 1 - smoothing + share, others: share)
    },
    Mistake(
      "ε/K for the right class, ε/(K − 1) for the others",
      "A row adds up to more than 1: each of the others gets ε/K as well, and not ε/(K − 1)."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing + smoothing / Double(classes),
        others: smoothing / Double(max(1, classes - 1)))
    },
    Mistake(
      "ε taken, but not given away",
      "ε is taken from the right class, and nobody gets it: ε/K belongs to each class."
    ) { labels, classes, smoothing in targets(labels, classes, right: 1 - smoothing, others: 0) },
    Mistake(
      "multiplied in place of added",
      "1 − ε is added to the share of the right class: +=, and not *=."
    ) { labels, classes, smoothing in
      let share = smoothing / Double(classes)
      return targets(labels, classes, right: (1 - smoothing) * share, others: share)
    },
    Mistake("ε/2", "ε/2 is the share of each of two classes: of K it is ε/K.") {
      labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing / 2, others: smoothing / 2)
    },
    Mistake(
      "ε for each of the others, and the rest for the right class",
      "Each of the others gets the whole of ε: it is shared by all K classes, ε/K each."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing * Double(classes - 1), others: smoothing)
    },
    Mistake(
      "ε for the right class, 1 − ε for the others",
      "ε and 1 − ε are exchanged: ε is how much of the certainty is given away."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: smoothing, others: 1 - smoothing)
    },
    Mistake(
      "equal shares of everything",
      "All classes get the same there: only ε is shared, and 1 − ε stays with the right class."
    ) { labels, classes, _ in
      targets(labels, classes, right: 1 / Double(classes), others: 1 / Double(classes))
    },
    Mistake(
      "ε for each of the others, and K·ε taken",
      "Each of the others gets the whole of ε: it is shared by all K classes, ε/K each."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing * Double(classes), others: smoothing)
    },
    Mistake(
      "all labels in each row",
      "Each row has the classes of all samples there: row i has one right class, labels[i]."
    ) { labels, classes, smoothing in
      let share = smoothing / Double(classes)
      var targets = Matrix(repeating: share, shape: [labels.shape[0], classes])
      for row in 0..<labels.shape[0] {
        for label in labels.elements { targets[row, label] = 1 - smoothing + share }
      }
      return targets
    },
    Mistake(
      "ε/K given away, and divided by the sum",
      "The right class keeps its 1, and the row is divided by its sum. Here the right class gives ε away: "
        + "1 − ε + ε/K."
    ) { labels, classes, smoothing in
      let share = smoothing / Double(classes)
      let sum = 1 + Double(classes - 1) * share
      return targets(labels, classes, right: 1 / sum, others: share / sum)
    },
  ]
}
