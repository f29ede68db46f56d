import Testing

/// What running lesson 4 with the learner's functions prints.
@Suite("gradus: lesson 4")
struct RegularizationLessonTests {
  @Test("the learner's functions do what the framework does, as far as they are solved")
  func mine() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun("lesson", "4", "--mine", "--quick", "--plots", folder.path)
    #expect(run.code == 0)
    #expect(!run.output.contains("(g) More digits"), "only what the learner's functions do")
    for part in ["(a) Capacity", "(b) Ridge", "(c) Splits", "(d) Cars", "(e) Dropout", "(f) 200"] {
      #expect(run.output.contains(part))
    }
    if run.output.contains("All exercises are solved.") {
      let rows = run.output.matches(of: /(?m)^    .* (\d\.\d{6}) +(\d\.\d{6}) +\S+$/)
      #expect(rows.count == 5 && rows.allSatisfy { $0.1 == $0.2 })
    } else {
      #expect(run.output.contains(/\n    (still to do|wrong): \w+/))
    }
  }
}
