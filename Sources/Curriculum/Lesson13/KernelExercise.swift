import Curriculum
import Gradus

extension ExtendingLesson {
  static let squareplusKernel = Exercise<Answers>(
    "squareplusKernel", "A kernel with a ragged tail",
    hints: [
      "Go through the numbers in steps of eight as long as eight are left, and then one by one.",
      "UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Float>.self) reads eight numbers, and "
        + "UnsafeMutableRawPointer(y + i).storeBytes(of: vector, as: SIMD8<Float>.self) writes them.",
      "For a vector v: (v + (v * v + b).squareRoot()) * 0.5. The tail is the same formula on single numbers.",
    ],
    learned:
      "A vector kernel is a loop over whole vectors and a tail, and its faults are in the tail.",
    landmark: Landmark("Sources/SIMDKernels/Vectors/VectorLoops.swift", "func mapLong"),
    solution: { $0.squareplusKernel = Extending.squareplusKernel },
    check: checkKernel,
    wrongAnswers: kernelMistakes.wrongAnswers(\.squareplusKernel),
    rightAnswers: [
      RightAnswer("a plain loop") { $0.squareplusKernel = { plain($0, $1, $2, 0..<$3) } },
      RightAnswer("four at a time") {
        $0.squareplusKernel = { x, b, y, count in
          let whole = count & ~3
          for i in stride(from: 0, to: whole, by: 4) {
            let v = SIMD4(x[i], x[i + 1], x[i + 2], x[i + 3])
            let result = (v + (v * v + b).squareRoot()) / 2
            for lane in 0..<4 { y[i + lane] = result[lane] }
          }
          plain(x, b, y, whole..<count)
        }
      },
      RightAnswer("the tail as a vector that is filled up") {
        $0.squareplusKernel = { x, b, y, count in
          for start in stride(from: 0, to: count, by: 8) {
            let lanes = min(8, count - start)
            var v = SIMD8<Float>(repeating: 0)
            for lane in 0..<lanes { v[lane] = x[start + lane] }
            v = (v + (v * v + b).squareRoot()) * 0.5
            for lane in 0..<lanes { y[start + lane] = v[lane] }
          }
        }
      },
    ])

  /// What a kernel has written: the numbers, where they are NaN, and whether nothing beside them changed.
  private typealias Result = (numbers: Matrix, nan: [Int], changedOutside: Int, hasKeptInput: Bool)

  /// Runs a kernel on numbers between two fences of as many numbers as two vectors hold.
  private static func run(_ kernel: Answers.Kernel, _ numbers: [Float], _ b: Float) throws -> Result
  {
    // An odd number, so that vectors begin at no multiple of 8 bytes.
    let fence = [Float](repeating: -77, count: 17)
    var (x, y) = (fence + numbers + fence, fence + numbers.map { _ in -55 } + fence)
    try x.withUnsafeMutableBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { y in
        try kernel(UnsafePointer(x.baseAddress! + 17), b, y.baseAddress! + 17, numbers.count)
      }
    }
    let found = y[17..<17 + numbers.count]
    return (
      Matrix(zip(numbers, found).map { rounded($1, at: $0, b) }),
      found.enumerated().filter(\.element.isNaN).map(\.offset),
      y[..<17].count { $0 != -77 } + y[(17 + numbers.count)...].count { $0 != -77 },
      x.map(\.bitPattern) == (fence + numbers + fence).map(\.bitPattern)
    )
  }

  /// The exact result where a number is as near to it as single precision allows, in whatever order it was
  /// computed, and 0 where it is NaN.
  private static func rounded(_ found: Float, at x: Float, _ b: Float) -> Double {
    if found.isNaN { return 0 }
    let x = Double(x)
    let exact = 0.5 * (x + (x * x + Double(b)).squareRoot())
    return (Double(found) - exact).magnitude <= 1e-5 * max(1, x.magnitude) ? exact : Double(found)
  }

  @Sendable private static func checkKernel(_ answers: Answers) throws {
    var suspicion = Suspicion(kernelMistakes)
    func compare(_ numbers: [Float], _ b: Float, _ name: String) throws {
      try suspicion.expect(
        run(answers.squareplusKernel, numbers, b),
        equals: run(Extending.squareplusKernel, numbers, b),
        in: "squareplusKernel of \(name), b = \(b)",
        parts: [
          .value("how many numbers beside y[0 ..< count] were written") { $0.changedOutside },
          .value("whether x is as it was") { $0.hasKeptInput },
          .value("the places of NaN") { $0.nan }, .tensor("y") { $0.numbers },
        ]
      ) { try run($0, numbers, b) }
    }
    try compare(
      [3, -4, 0, 6, 2, -1, 9, -7, 5, -2, 4, 1, -6, 8, -3, 7, -5, 10, -8], 16, "19 numbers")
    var withNaN: [Float] = [1, 2, .nan, 4, 5, 6, 7, 8, 9, .nan, -3]
    try compare(withNaN, 2, "11 numbers, two of them NaN")
    withNaN[10] = .nan
    try compare(withNaN, 2, "11 numbers, the last of them NaN")
    try compare(.init(repeating: 2, count: 13), 1.5, "13 numbers, all of them 2")
    var generator = RandomGenerator(seed: 13_09)
    for count in [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 24, 31, 32, 33, 100] {
      for scale in [1, 30, 3000, 1e-5] {
        let numbers = (0..<count).map { _ in Float(scale * generator.normal()) }
        try compare(numbers, 1.5, "\(count) numbers")
      }
    }
  }
}
