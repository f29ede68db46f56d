import Curriculum
import MatmulLadder
import TensorCore

/// Lesson 7: from naive to SIMD.
public enum SpeedLesson {
  /// The functions that are judged.
  public typealias Answers = SpeedAnswers

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 7, title: "From naive to SIMD", folder: "07-from-naive-to-simd",
    exercises: [rowByRow, blocked, dot, tiled, pack, packed.after(pack), isProduct, split],
    report: reportSpeed)

  /// Throws a ``Disagreement`` on a machine that lacks the instructions which the exercises were
  /// compiled to, before one of them ends the process without a word.
  static func expectVectorUnit() throws {
    if let obstacle = Backend.simd.obstacle { throw Disagreement(obstacle) }
  }
}
