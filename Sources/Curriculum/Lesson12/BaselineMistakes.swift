import Curriculum
import Games
import Gradus

extension PlayingLesson {
  private static func mistake(
    _ name: String, _ why: String,
    _ baseline: @escaping @Sendable ([Visit], [Visit], Visit) -> Double
  ) -> Mistake<Answers.Advantages> {
    var changed = ChangedAdvantages()
    changed.baseline = baseline
    return Mistake(name, why) { [changed] in changed($0, $1) }
  }

  private static let returnsFromThere =
    "The baseline is the mean of the returns from the very steps that are in the same state."

  /// Other baselines from the returns that count.
  static let baselineMistakes: [Mistake<Answers.Advantages>] = [
    mistake("the other episodes' returns at the same time", returnsFromThere) {
      counting, all, own in
      mean(
        counting.map { visit in
          all.last { $0.episode == visit.episode && $0.t <= own.t }!.value
        })
    },
    mistake("the other episodes' first returns", returnsFromThere) { counting, all, _ in
      mean(counting.map { visit in all.first { $0.episode == visit.episode }!.value })
    },
    mistake(
      "the first visit of each episode alone",
      "Each visit of the state counts, also the second of an episode."
    ) { counting, _, _ in
      mean(
        counting.filter { visit in
          !counting.contains { $0.episode == visit.episode && $0.t < visit.t }
        }.map(\.value))
    },
    mistake(
      "a mean of the episodes' means",
      "Each visit counts the same: one mean over all visits, not of means."
    ) { counting, _, _ in
      mean(
        Set(counting.map(\.episode)).sorted().map { episode in
          mean(counting.filter { $0.episode == episode }.map(\.value))
        })
    },
    mistake("the sum of the others", "The baseline is their mean: divide the sum by their number.")
    { counting, _, _ in counting.map(\.value).reduce(0, +)
    },
    mistake(
      "divided by the number of other episodes",
      "Divide by the number of visits: another episode may have none, or several."
    ) { counting, all, _ in
      counting.map(\.value).reduce(0, +) / Double(all.map(\.episode).max()!)
    },
    mistake(
      "divided by one more",
      "Divide by the number of returns that are added up: the own episode's are not among them."
    ) { counting, _, _ in
      counting.map(\.value).reduce(0, +) / Double(counting.count + 1)
    },
    mistake(
      "divided by the number of visits, with the own ones",
      "Divide by the number of returns that are added up: the own episode's are not among them."
    ) { counting, all, own in
      counting.map(\.value).reduce(0, +)
        / Double(all.count { $0.step.observation == own.step.observation })
    },
    mistake(
      "the mean of the others' rewards",
      "The baseline is the mean of the others' returns, and not of their rewards."
    ) { counting, _, _ in mean(counting.map(\.step.reward))
    },
    mistake(
      "the largest of the others", "The baseline is the mean of the others, and not the largest."
    ) { counting, _, _ in counting.map(\.value).max()!
    },
    mistake(
      "only the last visit",
      "The baseline is the mean over all visits: each further one is added, and replaces none."
    ) { counting, _, _ in counting.last!.value
    },
  ]
}
