import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// A step of an episode, where it stands, and its return.
  struct Visit: Sendable {
    let episode: Int
    let t: Int
    let step: Move
    let value: Double
    /// Whether only time or the list ended its episode.
    let isCutOff: Bool
    /// Whether it is the last of its episode.
    let isLast: Bool

    /// Whether two steps of different episodes begin in the same state.
    static func areAlike(_ first: Visit, _ second: Visit) -> Bool {
      first.episode != second.episode && first.step.observation == second.step.observation
    }
  }

  /// What the advantages are made of, so that a mistake is one change to it.
  struct ChangedAdvantages: Sendable {
    /// Whether the second visit counts for the baseline of the first.
    var counts: @Sendable (Visit, Visit) -> Bool = Visit.areAlike
    /// The baseline from the returns that count, of which there is one at least, given all, and the step.
    var baseline: @Sendable ([Visit], [Visit], Visit) -> Double = { counting, _, _ in
      PlayingLesson.mean(counting.map(\.value))
    }
    /// The baseline where none counts.
    var fallback: @Sendable ([Visit], Visit) -> Double = { _, _ in 0 }
    var difference: @Sendable (Double, Double) -> Double = { $0 - $1 }
    /// The returns of the steps of all episodes.
    var returns: @Sendable ([[Move]], Double) -> [[Double]] = { episodes, discount in
      episodes.map { PlayingLesson.knownReturns($0, discount) }
    }
    /// What the baseline is subtracted from.
    var own: @Sendable (Visit) -> Double = { $0.value }
    /// What is returned of the advantages, given γ.
    var returned: @Sendable ([[Double]], Double) -> [[Double]] = { advantages, _ in advantages }

    func callAsFunction(_ episodes: [[Move]], _ discount: Double) -> [[Double]] {
      let returns = returns(episodes, discount)
      let visits = episodes.enumerated().map { place, episode in
        zip(episode, returns[place]).enumerated().map { t, pair in
          Visit(
            episode: place, t: t, step: pair.0, value: pair.1,
            isCutOff: episode.last?.ending != .terminated, isLast: t + 1 == episode.count)
        }
      }
      let all = visits.flatMap { $0 }
      let advantages = visits.map { episode in
        episode.map { visit in
          let counting = all.filter { counts(visit, $0) }
          let expected = counting.isEmpty ? fallback(all, visit) : baseline(counting, all, visit)
          return difference(own(visit), expected)
        }
      }
      return returned(advantages, discount)
    }
  }

  static func knownReturns(_ episode: [Move], _ discount: Double) -> [Double] {
    (try? plainReturns(episode, discount)) ?? []
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }
}
