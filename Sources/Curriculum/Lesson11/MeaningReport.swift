import Curriculum
import Gradus
import Plotting

/// Lesson 11's experiment on the terminal and in plots.
@Sendable
func reportMeaning(_ answers: MeaningAnswers, _ run: LessonRun) throws {
}
