import Curriculum
import Games
import Gradus

extension PlayingLesson {
  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedAdvantages) -> Void
  ) -> Mistake<Answers.Advantages> {
    var changed = ChangedAdvantages()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1) }
  }

  private static let endingsCount =
    "How a step or its episode ended makes no difference: all steps in the same state count."

  /// The advantages minus their mean, divided by their standard deviation.
  private static func normalized(
    _ name: String, by divisor: @escaping @Sendable (_ deviation: Double) -> Double
  ) -> Mistake<Answers.Advantages> {
    mistake(
      name,
      "Return the advantages as they are: do not subtract their mean, or divide by their standard deviation."
    ) {
      $0.returned = { advantages, _ in
        let all = advantages.flatMap { $0 }
        let center = mean(all)
        let deviation = Double.sqrt(mean(all.map { ($0 - center) * ($0 - center) }))
        return advantages.map { $0.map { ($0 - center) / divisor(deviation) } }
      }
    }
  }

  private static let ownCountsNowhere =
    "Where no other episode has been in the state b is 0: the own episode does not count there either."

  static let advantagesMistakes = baselineMistakes + otherMistakes

  private static let otherMistakes: [Mistake<Answers.Advantages>] = [
    normalized("the mean of the advantages subtracted") { _ in 1 },
    normalized("divided by the standard deviation") { $0 },
    normalized("divided by the standard deviation and 1e-8") { $0 + 1e-8 },
    mistake(
      "discounted from the start of the episode",
      "The factor γᵗ belongs to the gradient of exercise 9: the advantages have none."
    ) {
      $0.returned = { advantages, discount in
        advantages.map { episode in
          var factor = 1.0
          return episode.map { advantage in
            defer { factor *= discount }
            return factor * advantage
          }
        }
      }
    },
    mistake(
      "one list for all", "Return a list for each episode, and not one list with all advantages."
    ) {
      $0.returned = { advantages, _ in [advantages.flatMap { $0 }] }
    },
    mistake("the last steps left out", endingsCount) {
      $0.counts = { Visit.areAlike($0, $1) && !$1.isLast }
    },
    mistake(
      "the own episode counts, too",
      "The own episode's returns depend on the action: with them in the baseline, the gradient is biased."
    ) { $0.counts = { $0.step.observation == $1.step.observation } },
    mistake(
      "only the step itself is left out",
      "All steps of the own episode are left out: the later ones, too, depend on the action."
    ) {
      $0.counts = {
        $0.step.observation == $1.step.observation && ($0.episode, $0.t) != ($1.episode, $1.t)
      }
    },
    mistake(
      "the own episode's later steps count",
      "What comes later in the own episode depends on the action: leave the whole episode out."
    ) {
      $0.counts = {
        $0.step.observation == $1.step.observation && ($0.episode != $1.episode || $1.t > $0.t)
      }
    },
    mistake(
      "the own episode's earlier steps count",
      "A return from an earlier step has the rewards of the later ones in it, and so depends on the action."
    ) {
      $0.counts = {
        $0.step.observation == $1.step.observation && ($0.episode != $1.episode || $1.t < $0.t)
      }
    },
    mistake(
      "only the own episode", "The baseline is made of the other episodes, and not of the own one."
    ) {
      $0.counts = {
        $0.step.observation == $1.step.observation && $0.episode == $1.episode
      }
    },
    mistake(
      "only the earlier episodes",
      "All other episodes count, those before and those after: the first one would have no baseline."
    ) { $0.counts = { $1.episode < $0.episode && $0.step.observation == $1.step.observation } },
    mistake(
      "only the later episodes",
      "All other episodes count, those before and those after: the last one would have no baseline."
    ) { $0.counts = { $1.episode > $0.episode && $0.step.observation == $1.step.observation } },
    mistake(
      "only the same action",
      "The baseline must not depend on the action: all steps in the same state count, whatever was done there."
    ) {
      $0.counts = { Visit.areAlike($0, $1) && $0.step.action == $1.step.action }
    },
    mistake(
      "any state",
      "What is to be expected differs from state to state: the same state's steps count."
    ) {
      $0.counts = { $0.episode != $1.episode }
    },
    mistake(
      "the same state at the same time", "Steps in the same state count, at whatever time."
    ) {
      $0.counts = { Visit.areAlike($0, $1) && $0.t == $1.t }
    },
    mistake("only episodes that terminate", endingsCount) {
      $0.counts = { Visit.areAlike($0, $1) && !$1.isCutOff }
    },
    mistake("truncated steps left out", endingsCount) {
      $0.counts = { Visit.areAlike($0, $1) && $1.step.ending != .truncated }
    },
    mistake(
      "the same time instead of the same state", "Steps in the same state count, at whatever time."
    ) { $0.counts = { $0.episode != $1.episode && $0.t == $1.t } },
    mistake(
      "the state after the step",
      "The baseline is that of the state before the step, step.observation."
    ) { $0.counts = { $0.episode != $1.episode && $0.step.next == $1.step.next } },
    mistake(
      "the steps that lead to the state",
      "The baseline is that of the state before the step, step.observation, on both sides."
    ) { $0.counts = { $0.episode != $1.episode && $0.step.observation == $1.step.next } },
    mistake(
      "the own reward instead of the own return",
      "The advantage is the step's return minus the baseline, and not its reward alone."
    ) {
      $0.own = { $0.step.reward }
    },
    mistake("0 / 0", nanAmongAdvantages) {
      $0.fallback = { _, _ in .nan }
    },
    mistake(
      "no advantage without others",
      "Where there are no others the baseline is 0, not the advantage."
    ) {
      $0.fallback = { $1.value }
    },
    mistake("the own episode's mean where there is no other", ownCountsNowhere) {
      $0.fallback = { all, visit in
        mean(
          all.filter {
            $0.episode == visit.episode && $0.step.observation == visit.step.observation
          }.map(\.value))
      }
    },
    mistake("the mean of the own episode where there is no other", ownCountsNowhere) {
      $0.fallback = { all, visit in
        mean(all.filter { $0.episode == visit.episode }.map(\.value))
      }
    },
    mistake(
      "the mean of all where there is none", "Where no other episode has been in the state, b is 0."
    ) {
      $0.fallback = { all, _ in mean(all.map(\.value)) }
    },
    mistake("no baseline", "Those are the returns: the baseline of each step has to be subtracted.")
    {
      $0.difference = { value, _ in value }
    },
    mistake("the baseline alone", "The advantage is the return minus the baseline.") {
      $0.difference = { $1 }
    },
    mistake(
      "the baseline minus the return", "The sign is turned: better than expected is positive."
    ) {
      $0.difference = { $1 - $0 }
    },
    mistake("divided by the baseline", "The baseline is subtracted, and nothing divided by it.") {
      $0.difference = { $1 == 0 ? $0 : $0 / $1 }
    },
    mistake("the baseline added", "The baseline is subtracted from the return.") {
      $0.difference = { $0 + $1 }
    },
    mistake(
      "the rewards",
      "Take the returns of the steps, by your `returns`, and not their rewards alone."
    ) {
      $0.returns = { episodes, _ in episodes.map { $0.map(\.reward) } }
    },
    mistake(
      "all episodes in one list",
      "Call `returns` for each episode: in one list, an episode that is cut off runs on into the next one."
    ) {
      $0.returns = { episodes, discount in
        var rest = knownReturns(episodes.flatMap { $0 }, discount)[...]
        return episodes.map { episode in
          defer { rest = rest.dropFirst(episode.count) }
          return Array(rest.prefix(episode.count))
        }
      }
    },
    mistake("no discount", "The returns are discounted: hand the discount on to `returns`.") {
      $0.returns = { episodes, _ in episodes.map { knownReturns($0, 1) } }
    },
    mistake(
      "the return of the whole episode",
      "Each step has a return of its own, from it on; that is the first step's for all of them."
    ) {
      $0.returns = { episodes, discount in
        episodes.map { episode in
          let value = knownReturns(episode, discount)[0]
          return episode.map { _ in value }
        }
      }
    },
  ]
}
