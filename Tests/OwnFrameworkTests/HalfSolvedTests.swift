import Gradus
import Testing

@testable import Curriculum
@testable import Curriculum01
@testable import Curriculum02
@testable import Curriculum03
@testable import Curriculum04
@testable import Curriculum05
@testable import Curriculum06
@testable import Curriculum07
@testable import Curriculum08
@testable import OwnFramework

/// Courses of which something is solved, something wrong, and the rest to do, in any combination.
@Suite("one's own framework: a course that is half solved")
struct HalfSolvedTests {
  static let seed = UInt64.random(in: 0..<1_000_000)

  /// A learner with these exercises solved, and with stubs elsewhere.
  private func learner(_ solved: [ExerciseName]) -> CourseAnswers {
    var answers = CourseAnswers()
    for exercise in solved {
      let name = exercise.name
      switch exercise.lesson {
      case 1: LinearRegressionLesson.lesson.exercise(name).solve(&answers.linearRegression)
      case 2: BackpropagationLesson.lesson.exercise(name).solve(&answers.backpropagation)
      case 3: OptimizationLesson.lesson.exercise(name).solve(&answers.optimization)
      case 4: RegularizationLesson.lesson.exercise(name).solve(&answers.regularization)
      case 5: AugmentationLesson.lesson.exercise(name).solve(&answers.augmentation)
      case 6: EarlyStoppingLesson.lesson.exercise(name).solve(&answers.earlyStopping)
      case 7: SpeedLesson.lesson.exercise(name).solve(&answers.speed)
      case 8: SeeingLesson.lesson.exercise(name).solve(&answers.seeing)
      default: Issue.record("lesson \(exercise.lesson) is not in the network for digits")
      }
    }
    return answers
  }

  /// The losses of a short training with these parts.
  private func losses(_ assembly: Assembly<DigitsParts>) throws -> [Double] {
    var generator = RandomGenerator(seed: 3)
    var plan = DigitsPlan()
    (plan.digitCount, plan.epochs) = (50, 2)
    let layers: Sequential<Double> = FrameworkNetwork.layers(using: &generator)
    let outcome = try trainDigits(OwnNetwork(layers: layers), by: assembly, plan)
    return outcome.losses.flatMap { [$0.training, $0.validation] }
  }

  @Test(
    "each of a random sample of combinations runs, says whose each part is, and learns the same")
  func combinations() throws {
    let expected = try losses(Assembly(.ours))
    var generator = RandomGenerator(seed: Self.seed)
    for _ in 0..<8 {
      var (verdicts, solved) = (Verdicts(), [ExerciseName]())
      for exercise in OwnNetworkKind.digits.exercises {
        switch generator.uniformInteger(below: 3) {
        case 0:
          verdicts[exercise] = .passed
          solved.append(exercise)
        case 1: verdicts[exercise] = .wrong("expected 1, found 2")
        default: verdicts[exercise] = .todo(exercise: exercise.name)
        }
      }
      // Where nothing has passed, the learner has a stub: whoever calls it fails.
      let assembly = Assembly<DigitsParts>(learner(solved), verdicts)
      for (place, part) in zip(DigitsParts.places, assembly.parts) {
        let states = place.exercises.map { verdicts[$0]! }
        if let best = states.firstIndex(of: .passed) {
          #expect(part.maker == .yours && part.exercise == place.exercises[best])
        } else if states.contains(.wrong("expected 1, found 2")) {
          #expect(part.maker == .oursInPlaceOfWrong)
        } else {
          #expect(part.maker == .oursForNow)
        }
      }
      let count = OwnNetworkKind.digits.count(verdicts)
      #expect(count.yours == assembly.count && count.all == assembly.parts.count)
      let found = try losses(assembly)
      // A product of lesson 7 has Float's digits.
      #expect(
        zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-3 * $1 }, "seed \(Self.seed): \(found)"
      )
      #expect(assembly.failures.isEmpty, "seed \(Self.seed)")
    }
  }

  @Test("a wrong answer is not used, and a solved one is")
  func wrongIsNotUsed() throws {
    var answers = CourseAnswers.ours
    answers.optimization.adam = { parameter, state, _, _, _, _, _ in (parameter, state) }
    let adam = ExerciseName(3, "adam")
    let distrusted = Assembly<DigitsParts>(answers, [adam: .wrong("…")])
    #expect(try losses(distrusted) == losses(Assembly(.ours)))
    let trusted = Assembly<DigitsParts>(answers, [adam: .passed])
    #expect(try losses(trusted) != losses(Assembly(.ours)))
  }

  @Test("where a function throws or makes NaN on the way, ours takes over, and it is named")
  func failures() throws {
    struct Slip: Error {}
    let expected = try losses(Assembly(.ours))
    let failing: [(name: ExerciseName, apply: @Sendable (inout CourseAnswers) -> Void)] = [
      (
        ExerciseName(3, "adam"),
        {
          let ours = $0.optimization.adam
          $0.optimization.adam = {
            guard $1.step < 2 else { throw Slip() }
            return try ours($0, $1, $2, $3, $4, $5, $6)
          }
        }
      ),
      (ExerciseName(3, "epoch"), { $0.optimization.epoch = { _, _, _, _, _ in throw Slip() } }),
      (
        ExerciseName(3, "clip"),
        { $0.optimization.clip = { gradients, _ in gradients.map { $0 * .nan } } }
      ),
      (ExerciseName(5, "rotated"), { $0.augmentation.rotated = { image, _ in image * .nan } }),
      (ExerciseName(6, "split"), { $0.earlyStopping.split = { _, _, _, _ in throw Slip() } }),
      (ExerciseName(6, "consider"), { $0.earlyStopping.consider = { _, _, _ in throw Slip() } }),
      (
        ExerciseName(2, "softmaxCrossEntropy"),
        { $0.backpropagation.softmaxCrossEntropy = { logits, _ in (.infinity, logits) } }
      ),
      (ExerciseName(8, "maxPool"), { $0.seeing.maxPool = { _, _, _, _ in throw Slip() } }),
    ]
    for (name, apply) in failing {
      var answers = CourseAnswers.ours
      apply(&answers)
      var verdicts = Verdicts()
      for exercise in OwnNetworkKind.digits.exercises where exercise.lesson != 7 {
        verdicts[exercise] = .passed
      }
      verdicts[ExerciseName(1, "matmul")] = nil
      let assembly = Assembly<DigitsParts>(answers, verdicts)
      let found = try losses(assembly)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-9 * $1 }, "\(name)")
      #expect(assembly.failures.count == 1)
      #expect(
        assembly.failures.first?.hasPrefix("\(name.name) of lesson \(name.lesson) failed in")
          == true,
        "\(assembly.failures)")
    }
  }

  @Test("where two functions fail at once, the training ends with a sentence")
  func twoFailures() throws {
    struct Slip: Error {}
    var answers = CourseAnswers.ours
    answers.optimization.adam = { _, _, _, _, _, _, _ in throw Slip() }
    answers.optimization.clip = { _, _ in throw Slip() }
    let verdicts: Verdicts = [
      ExerciseName(3, "adam"): .passed, ExerciseName(3, "clip"): .passed,
    ]
    let failure = #expect(throws: Unrepaired.self) {
      try losses(Assembly<DigitsParts>(answers, verdicts))
    }
    #expect(failure?.description.contains("the training ends in epoch 1, step 1: Slip()") == true)
  }
}
