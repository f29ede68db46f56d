import Curriculum
import Gradus
import Plotting

/// Lesson 8's experiment on the terminal and in plots.
@Sendable
func reportSeeing(_ answers: SeeingAnswers, _ run: LessonRun) throws {
  run.part("(a) Output sizes", needs: ["outputSize"]) {}
}
