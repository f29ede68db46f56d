import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias CentralDifference =
    @Sendable (_ f: (Double) throws -> Double, Double, Double) throws -> Double

  static let centralDifference = Exercise<Answers>(
    "centralDifference", "A slope from two values",
    hints: [
      "Rise over run: how much does f change between x − h and x + h, and how far apart are they?",
      "try (f(x + h) - f(x - h)) / (2 * h)",
    ],
    learned:
      "Two values give a slope without any calculus, slowly and with a small error: just right "
      + "as a judge of gradients.",
    landmark: Landmark(
      "Sources/GradientChecking/CentralDifferences.swift", "struct CentralDifferences"),
    solution: { $0.centralDifference = Backpropagation.centralDifference },
    check: { answers in
      let cube = { (x: Double) -> Double in x * x * x }
      let sum = { (x: Double) -> Double in x * x * x + x * x }
      // (1.25³ + 1.25² − 0.75³ − 0.75²) / 0.5
      try expect(
        answers.centralDifference(sum, 1, 0.25), equals: 5.0625,
        in: "centralDifference(of: { $0 * $0 * $0 + $0 * $0 }, at: 1, h: 0.25)",
        suspects: differenceMistakes.suspects { try $0(sum, 1, 0.25) })
      try expect(
        answers.centralDifference({ -cube($0) }, -2, 0.5), equals: -12.25,
        in: "centralDifference(of: { -$0 * $0 * $0 }, at: -2, h: 0.5)",
        suspects: fallingMistakes.suspects { try $0({ -cube($0) }, -2, 0.5) })
      let functions: [(name: String, function: (Double) -> Double)] = [
        ("cubes", cube), ("exp", { Double.exp($0) }), ("exp of −x", { Double.exp(-$0) }),
        ("1 / (1 + x²)", { 1 / (1 + $0 * $0) }), ("the absolute value", { abs($0) }),
        ("1000 · x", { 1000 * $0 }), ("a constant", { _ in 7 }),
      ]
      for (name, f) in functions {
        for x in [-3, -0.5, 0, 1, 2, 10.0] {
          for h in [1e-4, 0.1, 0.5, 1, 3] {
            try expect(
              answers.centralDifference(f, x, h), equals: (f(x + h) - f(x - h)) / (2 * h),
              in: "centralDifference of \(name) at \(x), h: \(h)", tolerance: 1e-8)
          }
        }
      }
      try expectHandsOnErrors("centralDifference", of: "f", calls: 2) { probe in
        _ = try answers.centralDifference(
          { x in
            try probe()
            return x
          }, 1, 0.5)
      }
    },
    wrongAnswers: (differenceMistakes + fallingMistakes).wrongAnswers(\.centralDifference)
      + [
        WrongAnswer("errors become 0", why: "Let errors through") {
          $0.centralDifference = { f, x, h in
            ((try? f(x + h)) ?? 0) / (2 * h) - ((try? f(x - h)) ?? 0) / (2 * h)
          }
        }
      ],
    rightAnswers: [
      RightAnswer("the left value first") {
        $0.centralDifference = { f, x, h in
          let left = try f(x - h)
          return try (f(x + h) - left) / h / 2
        }
      },
      RightAnswer("the mean of both one-sided slopes") {
        $0.centralDifference = { f, x, h in
          let (left, right) = (try f(x - h), try f(x + h))
          let middle = (left + right) / 2
          return ((right - middle) / h + (middle - left) / h) / 2
        }
      },
      RightAnswer("rise over run, from the two places") {
        $0.centralDifference = { f, x, h in
          let (a, b) = (x - h, x + h)
          return try 0.5 / h * (f(b) - f(a))
        }
      },
    ])

  private static let differenceMistakes: [Mistake<CentralDifference>] = [
    Mistake(
      "forward difference", "That is the slope from x to x + h; step to both sides.",
      { f, x, h in try (f(x + h) - f(x)) / h }),
    Mistake(
      "backward difference", "That is the slope from x − h to x; step to both sides.",
      { f, x, h in try (f(x) - f(x - h)) / h }),
    Mistake(
      "divided by h", "The two points are 2·h apart, not h.",
      { f, x, h in try (f(x + h) - f(x - h)) / h }),
    Mistake(
      "divided by 2", "The difference is divided by 2, but not by h.",
      { f, x, h in try (f(x + h) - f(x - h)) / 2 }),
    Mistake(
      "brackets forgotten",
      "The difference has to be divided by 2·h: mind the brackets in / (2 * h).",
      { f, x, h in try (f(x + h) - f(x - h)) / 2 * h }),
    Mistake(
      "brackets forgotten in front", "Both values are divided by 2·h: mind the brackets.",
      { f, x, h in try f(x + h) - f(x - h) / (2 * h) }),
    Mistake(
      "not divided", "That is the difference of the values: divide it by 2·h.",
      { f, x, h in try f(x + h) - f(x - h) }),
    Mistake(
      "order exchanged", "The sign is wrong: the value further right comes first.",
      { f, x, h in try (f(x - h) - f(x + h)) / (2 * h) }),
    Mistake(
      "half the step", "The two points are at x ± h, not at x ± h/2.",
      { f, x, h in try (f(x + h / 2) - f(x - h / 2)) / h }),
    Mistake(
      "added", "The values are subtracted, not added.",
      { f, x, h in try (f(x + h) + f(x - h)) / (2 * h) }),
    Mistake(
      "one side, two steps wide", "That is the slope from x to x + 2·h; step to both sides.",
      { f, x, h in try (f(x + 2 * h) - f(x)) / (2 * h) }),
    Mistake(
      "h − x for x − h", "The second place is x − h, not h − x.",
      { f, x, h in try (f(x + h) - f(h - x)) / (2 * h) }),
    Mistake(
      "second derivative",
      "That is how much the slope changes: the slope itself is (f(x + h) − f(x − h)) / 2h.",
      { f, x, h in try (f(x + h) - 2 * f(x) + f(x - h)) / (h * h) }),
    Mistake(
      "h of its own", "That is the slope for a much smaller step: use h, as it was handed over.",
      { f, x, _ in try (f(x + 1e-4) - f(x - 1e-4)) / 2e-4 }),
    Mistake(
      "h of its own, smaller still",
      "That is the slope for a much smaller step: use h, as it was handed over.",
      { f, x, _ in try (f(x + 1e-5) - f(x - 1e-5)) / 2e-5 }),
    Mistake(
      "twice the step", "The two points are at x ± h, not at x ± 2·h.",
      { f, x, h in try (f(x + 2 * h) - f(x - 2 * h)) / (4 * h) }),
    Mistake(
      "around 0", "x is missing: the two points are at x ± h, not at ± h.",
      { f, _, h in try (f(h) - f(-h)) / (2 * h) }),
    Mistake(
      "divided by h²", "The two points are 2·h apart: divide by that, and not by h·h.",
      { f, x, h in try (f(x + h) - f(x - h)) / (h * h) }),
  ]

  /// Shown by a function that falls, at an x that is not 1.
  private static let fallingMistakes: [Mistake<CentralDifference>] = [
    Mistake(
      "h as a share of x", "h is a distance, and no share of x: the two points are at x ± h.",
      { f, x, h in try (f(x + h * abs(x)) - f(x - h * abs(x))) / (2 * h * abs(x)) }),
    Mistake(
      "x times 1 ± h", "h is a distance, and no share of x: the two points are at x ± h.",
      { f, x, h in try (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h) }),
    Mistake(
      "without its sign", "A slope has a sign: it is negative where the function falls.",
      { f, x, h in try abs(f(x + h) - f(x - h)) / (2 * h) }),
  ]
}
