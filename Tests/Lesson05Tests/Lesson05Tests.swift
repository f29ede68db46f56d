import Curriculum
import Curriculum05
import Lesson05
import TestSupport
import Testing

/// Judges your exercises of `Lessons/05-augmentation/Exercises.swift`.
@Suite("Lesson 5: data augmentation")
struct Lesson05Tests {
  @Test("1. shifted") func shifted() async throws { try await judge("shifted") }
  @Test("2. flipped") func flipped() async throws { try await judge("flipped") }
  @Test("3. interpolated") func interpolated() async throws { try await judge("interpolated") }
  @Test("4. rotated") func rotated() async throws { try await judge("rotated") }
  @Test("5. randomCrop") func randomCrop() async throws { try await judge("randomCrop") }
  @Test("6. augmented") func augmented() async throws { try await judge("augmented") }
  @Test("7. mixup") func mixup() async throws { try await judge("mixup") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        AugmentationLesson.lesson.exercise(name).judge(augmentationAnswers)
      }
    }?.exitStatus
    let lesson = AugmentationLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
