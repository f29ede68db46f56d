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
  }

  /// What the advantages are made of, so that a mistake is one change to it.
  struct ChangedAdvantages: Sendable {
    /// Whether the second visit counts for the baseline of the first.
    var counts: @Sendable (Visit, Visit) -> Bool = {
      $0.episode != $1.episode && $0.step.observation == $1.step.observation
    }
    /// The baseline from the returns that count, of which there is one at least, given all.
    var baseline: @Sendable ([Visit], [Visit]) -> Double = { counting, _ in
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

    func callAsFunction(_ episodes: [[Move]], _ discount: Double) -> [[Double]] {
      let returns = returns(episodes, discount)
      let visits = episodes.enumerated().map { place, episode in
        zip(episode, returns[place]).enumerated().map { t, pair in
          Visit(
            episode: place, t: t, step: pair.0, value: pair.1,
            isCutOff: episode.last?.ending != .terminated)
        }
      }
      let all = visits.flatMap { $0 }
      return visits.map { episode in
        episode.map { visit in
          let counting = all.filter { counts(visit, $0) }
          let expected = counting.isEmpty ? fallback(all, visit) : baseline(counting, all)
          return difference(own(visit), expected)
        }
      }
    }
  }

  static func knownReturns(_ episode: [Move], _ discount: Double) -> [Double] {
    (try? plainReturns(episode, discount)) ?? []
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }
}
