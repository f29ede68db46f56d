import Curriculum
import Gradus

extension BackpropagationLesson {
  static let centralDifference = Exercise<Answers>(
    "centralDifference", "A slope from two values",
    hints: [
      "Rise over run: how much does f change between x − h and x + h, and how far apart are they?",
      "try (f(x + h) - f(x - h)) / (2 * h)",
    ],
    learnt:
      "Two values give a slope without any calculus, slowly and with a small error: just right "
      + "as a judge of gradients.",
    landmark: Landmark(
      "Sources/GradientChecking/CentralDifferences.swift", "struct CentralDifferences"),
    solution: { $0.centralDifference = Backpropagation.centralDifference },
    check: { answers in
      let cube = { (x: Double) -> Double in x * x * x }
      let (x, h) = (2.0, 0.5)
      let forward = (cube(x + h) - cube(x)) / h
      let backward = (cube(x) - cube(x - h)) / h
      let central = (forward + backward) / 2
      try expect(
        answers.centralDifference(cube, x, h), equals: central,
        in: "centralDifference(of: { $0 * $0 * $0 }, at: 2, h: 0.5)",
        suspects: [
          Suspect(forward, "That is the slope from x to x + h; step to both sides."),
          Suspect(backward, "That is the slope from x − h to x; step to both sides."),
          Suspect(2 * central, "The two points are 2·h apart, not h."),
          Suspect(-central, "The sign is wrong: the value further right comes first."),
          Suspect(central * h, "The difference is divided by 2, but not by h."),
          Suspect(
            2 * h * h * central,
            "The difference has to be divided by 2·h: mind the brackets in / (2 * h)."),
          Suspect(
            h * h * central,
            "The difference has to be divided by 2·h: mind the brackets in / (2 * h)."),
          Suspect(12, "That is the exact derivative; the approximation has an error of h² here."),
        ])
      try expect(
        answers.centralDifference({ 3 * $0 - 1 }, -5, 0.25), equals: 3,
        in: "centralDifference(of: { 3 * $0 - 1 }, at: -5, h: 0.25)")
      try expect(
        answers.centralDifference({ Double.exp($0) }, 0, 1e-4), equals: 1,
        in: "centralDifference of exp at 0 with h = 0.0001", tolerance: 1e-8)
    },
    wrongAnswers: [
      WrongAnswer("forward difference") {
        $0.centralDifference = { f, x, h in try (f(x + h) - f(x)) / h }
      },
      WrongAnswer("backward difference") {
        $0.centralDifference = { f, x, h in try (f(x) - f(x - h)) / h }
      },
      WrongAnswer("divided by h") {
        $0.centralDifference = { f, x, h in try (f(x + h) - f(x - h)) / h }
      },
      WrongAnswer("brackets forgotten") {
        $0.centralDifference = { f, x, h in try (f(x + h) - f(x - h)) / 2 * h }
      },
      WrongAnswer("order exchanged") {
        $0.centralDifference = { f, x, h in try (f(x - h) - f(x + h)) / (2 * h) }
      },
    ])
}
