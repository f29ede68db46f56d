import Curriculum
import Gradus
import Plotting

/// Lesson 9's experiment on the terminal and in plots.
@Sendable
func reportRemembering(_ answers: RememberingAnswers, _ run: LessonRun) throws {
}
