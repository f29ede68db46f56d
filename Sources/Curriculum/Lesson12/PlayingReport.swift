import Curriculum
import Games
import Gradus

/// Lesson 12's experiment on the terminal and in plots.
@Sendable
func reportPlaying(_ answers: PlayingAnswers, _ run: LessonRun) throws {
  try run.part(
    "(a) FrozenLake: what the start is worth", needs: ["policyValues", "valueIteration"]
  ) {
    let lake = FrozenLake.fourByFour.process()
    let random = try answers.policyValues(lake.uniformPolicy, lake, 0.99, 1000)
    let best = try answers.valueIteration(lake, 0.99, 1000).max(along: 1)
    show("    at random \(random[0].fixed(4)), at best \(best[0].fixed(4))")
  }
}
