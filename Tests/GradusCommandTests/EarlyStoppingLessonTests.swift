import Testing

/// What running lesson 6 prints, in short.
@Suite("gradus: lesson 6")
struct EarlyStoppingLessonTests {
  @Test("the learner's functions run, as far as they are solved; the rest is the method's")
  func mine() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun("lesson", "6", "--mine", "--quick", "--plots", folder.path)
    #expect(run.code == 0)
    for part in ["(a) Digits", "(b) Patience", "(c) Stopped", "(d) Smaller", "(e) The", "(f) Five"]
    {
      #expect(run.output.contains(part))
    }
    #expect(!run.output.contains("(g) Claims"), "only what the learner's functions do")
    if run.output.contains("All exercises are solved.") {
      #expect(run.output.contains(/\n    chosen: epoch \d+, test loss \d\.\d{3}/))
    } else {
      #expect(run.output.contains(/\n    (still to do|wrong): \w+/))
    }
  }
}
