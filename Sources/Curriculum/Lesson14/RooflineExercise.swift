import Curriculum
import Gradus

extension LeavingLesson {
  static let roofline = Exercise<Answers>(
    "roofline", "What bounds the time",
    hints: [
      "A layer from D to K makes 2·B·D·K operations for its products and B·K for the bias; it moves D·K + K "
        + "weights once, B·D inputs and B·K outputs.",
      "A layer takes the longer of two times, operations / peak and bytes / bandwidth. Sum these up over the "
        + "layers: the next one waits for the numbers of this one.",
      "for (d, k) in zip(sizes, sizes.dropFirst()) { … seconds += max(Double(operations) / peak, "
        + "Double(bytes) / bandwidth) }",
    ],
    learned:
      "A batch of one reads all weights for one row: memory bounds it, and fewer bytes are what helps.",
    landmark: Landmark("Sources/Curriculum/Lesson07/SpeedReport.swift", "func roofline"),
    solution: { $0.roofline = Leaving.roofline },
    check: checkRoofline,
    wrongAnswers: rooflineMistakes.wrongAnswers(\.roofline) + [rooflineOfNothing],
    rightAnswers: [
      RightAnswer("lists of what each layer takes") {
        $0.roofline = { sizes, batch, bytesPerNumber, peak, bandwidth in
          let layers = Array(zip(sizes, sizes.dropFirst()))
          let operations = layers.map { d, k in batch * k * (2 * d + 1) }
          let bytes = layers.map { d, k in ((d + 1) * k + batch * d + batch * k) * bytesPerNumber }
          let times = zip(operations, bytes).map { max(Double($0) / peak, Double($1) / bandwidth) }
          return (operations.reduce(0, +), bytes.reduce(0, +), times.reduce(0, +))
        }
      },
      RightAnswer("a comparison of intensity with the ridge") {
        $0.roofline = { sizes, batch, bytesPerNumber, peak, bandwidth in
          var (operations, bytes, seconds) = (0, 0, 0.0)
          for i in 1..<max(1, sizes.count) {
            let (d, k) = (sizes[i - 1], sizes[i])
            let work = 2 * batch * d * k + batch * k
            let moved = bytesPerNumber * (d * k + k + batch * (d + k))
            let isOfMemory = Double(work) / Double(moved) < peak / bandwidth
            seconds += isOfMemory ? Double(moved) / bandwidth : Double(work) / peak
            (operations, bytes) = (operations + work, bytes + moved)
          }
          return (operations, bytes, seconds)
        }
      },
      RightAnswer("layer by layer from the end") {
        $0.roofline = { sizes, batch, bytesPerNumber, peak, bandwidth in
          func total(_ layer: Int) -> (operations: Int, bytes: Int, seconds: Double) {
            if layer < 1 { return (0, 0, 0) }
            var sum = total(layer - 1)
            let (d, k) = (sizes[layer - 1], sizes[layer])
            let (products, numbers) = (batch * d * k, d * k + k + batch * d + batch * k)
            sum.operations += products + products + batch * k
            sum.bytes += numbers * bytesPerNumber
            sum.seconds += max(
              Double(2 * products + batch * k) / peak, Double(numbers * bytesPerNumber) / bandwidth)
            return sum
          }
          return total(sizes.count - 1)
        }
      },
    ])

  @Sendable private static func checkRoofline(_ answers: Answers) throws {
    var suspicion = Suspicion(rooflineMistakes)
    func compare(_ sizes: [Int], _ batch: Int, _ bytes: Int, _ peak: Double, _ bandwidth: Double)
      throws
    {
      try suspicion.expect(
        try answers.roofline(sizes, batch, bytes, peak, bandwidth),
        equals: try Leaving.roofline(
          sizes: sizes, batch: batch, bytesPerNumber: bytes, peak: peak, bandwidth: bandwidth),
        in:
          "roofline of \(sizes), batch \(batch), \(bytes) bytes, peak \(peak), bandwidth \(bandwidth)",
        parts: [
          .value("the operations") { $0.operations }, .value("the bytes") { $0.bytes },
          // In units in which no time is too small to be told from another.
          .number("the time in billionths of a second") { $0.seconds * 1e9 },
        ]
      ) { try $0(sizes, batch, bytes, peak, bandwidth) }
    }
    // The first layer is bound by arithmetic, the second by memory.
    try compare([40, 30, 2], 7, 4, 10, 7)
    for (peak, bandwidth) in [(1e11, 2e10), (1e9, 2e10), (2e12, 1e9), (0.5, 1), (1, 1)] {
      for bytes in [1, 2, 4, 8] {
        for (sizes, batch) in [
          ([64, 32, 10], 1), ([64, 32, 10], 256), ([5, 1], 1), ([1, 1, 1, 1], 2), ([784, 300], 33),
          ([9, 100, 3, 50], 12), ([12], 5), ([], 5),
          ([3, 5, 2, 7, 4, 9, 6, 8, 11, 10], 3),
        ] { try compare(sizes, batch, bytes, peak, bandwidth) }
      }
    }
  }
}
