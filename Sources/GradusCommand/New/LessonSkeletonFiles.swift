// The files of a new lesson.

extension LessonPlace {
  /// The author's module.
  var authorsFiles: [(path: String, text: String)] {
    let folder = "Sources/Curriculum/\(module)"
    return [
      ("\(folder)/\(type)Answers.swift", answers), ("\(folder)/\(type)Lesson.swift", lesson),
      ("\(folder)/MeanAbsoluteErrorExercise.swift", exercise),
      (
        "\(folder)/\(type)Solutions.swift",
        file(comment: "/// The solution of lesson \(number).", stub: false)
      ),
    ]
  }

  /// What the learner sees, and the tests.
  var learnersFiles: [(path: String, text: String)] {
    let stubs = file(
      comment: """
        /// Lesson \(number): what it is about.
        ///
        /// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
        /// `swift test --filter \(module)` or `swift run -q gradus check \(number)`.
        """, stub: true)
    return [
      ("Lessons/\(folder)/Exercises.swift", stubs), ("Lessons/Stubs/\(folder).swift", stubs),
      ("Lessons/\(folder)/Answers.swift", handedOver), ("Lessons/\(folder)/README.md", page),
      ("Lessons/\(folder)/plots/.gitkeep", ""),
      ("Tests/\(module)Tests/\(module)Tests.swift", tests),
    ]
  }

  private var answers: String {
    """
    import Curriculum
    import Gradus

    /// The functions of lesson \(number): of the learner, of the solution, or wrong ones.
    public struct \(type)Answers: LessonAnswers {
      /// Exercise 1.
      public typealias MeanAbsoluteError =
        @Sendable (_ prediction: Tensor<Double>, _ target: Tensor<Double>) throws -> Double

      /// Exercise 1.
      public var meanAbsoluteError: MeanAbsoluteError = todo("meanAbsoluteError")

      /// Answers of which each is still to do.
      public init() {}
    }

    """
  }

  private var lesson: String {
    """
    import Curriculum
    import Gradus

    /// Lesson \(number): what it is about.
    public enum \(type)Lesson {
      /// The functions that are judged.
      public typealias Answers = \(type)Answers
      typealias Matrix = Tensor<Double>

      /// The lesson's exercises and their solution.
      public static let lesson = Lesson(
        number: \(number), title: "\(type)", folder: "\(folder)", exercises: [meanAbsoluteError],
        report: report\(type))
    }

    /// Lesson \(number)'s experiment on the terminal, and in plots by `run.save`.
    @Sendable
    func report\(type)(_ answers: \(type)Answers, _ run: LessonRun) throws {
      try run.part("(a) An outlier", needs: ["meanAbsoluteError"]) {
        run.showTable(
          try [["outlier", "mean absolute error"]]
            + [1, 10, 100].map { (outlier: Double) in
              let error = try answers.meanAbsoluteError(Tensor([0, 0, outlier]), [0, 0, 0])
              return [outlier.fixed(0), error.fixed(2)]
            })
      }
    }

    """
  }

  private func file(comment: String, stub: Bool) -> String {
    let documentation = """
        /// The mean of the absolute errors: 1/N · Σᵢ |predictionᵢ − targetᵢ|.
        ///
        ///     meanAbsoluteError([[1], [2], [6]], [[3], [2], [5]])     // 1
        ///
        /// - Parameters:
        ///   - prediction: Shape [N, 1].
        ///   - target: Shape [N, 1].

      """
    return """
      import Gradus

      \(comment)
      enum \(type) {
        // MARK: 1. A loss that forgives outliers

      \(stub ? documentation : "")  static func meanAbsoluteError(
          _ prediction: Tensor<Double>, _ target: Tensor<Double>
        ) throws -> Double {
          \(stub ? "throw Todo()" : "(prediction - target).abs().mean()")
        }
      }

      """
  }

  private var handedOver: String {
    """
    // Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
    // here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
    // its arguments or result: give them back to it, or begin the lesson again with
    // `swift run --skip-build gradus reset \(number)`, which keeps what you have written.

    import Curriculum
    import Curriculum\(digits)

    typealias Todo = Curriculum.Todo

    /// The learner's answers to lesson \(number).
    public var \(name)Answers: \(type)Answers {
      var answers = \(type)Answers()
      answers.meanAbsoluteError = \(type).meanAbsoluteError  // keep the stub's name and types
      return answers
    }

    """
  }

  private var page: String {
    """
    # Lesson \(number): \(type)

    What it is about, and what one can do after it.

    ```
    swift run -q gradus lesson \(number)            # watch it
    swift run -q gradus check \(number)             # judge your exercises
    swift test --filter \(module)             # the same, as tests
    swift run -q gradus lesson \(number) --mine     # the experiment, by your own functions
    ```

    ## A loss that forgives outliers

    **→ Exercise 1, `meanAbsoluteError`.**

    """
  }

  private var tests: String {
    """
    import Curriculum
    import Curriculum\(digits)
    import Lesson\(digits)
    import TestSupport
    import Testing

    /// Judges your exercises of `Lessons/\(folder)/Exercises.swift`.
    @Suite("Lesson \(number): \(name)")
    struct \(module)Tests {
      @Test("1. meanAbsoluteError") func meanAbsoluteError() async throws {
        try await judge("meanAbsoluteError")
      }

      /// Judges one exercise in a child process, which no loop or trap of it can leave.
      private func judge(_ name: String) async throws {
        let isolation = try Isolation()
        let status = await #expect(processExitsWith: .failure) {
          [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
          Isolation.judge(for: ticket) {
            \(type)Lesson.lesson.exercise(name).judge(\(name)Answers)
          }
        }?.exitStatus
        let lesson = \(type)Lesson.lesson
        try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
      }
    }

    """
  }
}
