import Curriculum12

extension Caller {
  static var lesson12: [Caller] {
    callers(
      PlayingLesson.lesson,
      [
        (
          "advantages",
          { answers, earlier in
            answers.advantages = { episodes, discount in
              let returns = try episodes.map { episode in
                try earlier.returns(
                  episode.map(\.reward), episode.map(\.ending), episode.map { _ in 0 }, discount)
              }
              return episodes.indices.map { own in
                episodes[own].indices.map { t in
                  var (sum, count) = (0.0, 0.0)
                  for other in episodes.indices where other != own {
                    for (step, value) in zip(episodes[other], returns[other])
                    where step.observation == episodes[own][t].observation {
                      sum += value
                      count += 1
                    }
                  }
                  return returns[own][t] - (count > 0 ? sum / count : 0)
                }
              }
            }
          }
        )
      ])
  }
}
