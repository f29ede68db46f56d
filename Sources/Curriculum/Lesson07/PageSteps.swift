import Curriculum
import Gradus
import MatmulLadder

/// A product whose b has exactly one page per row, so that a step from row to row is noticed.
///
/// Orders of loops differ in how often they go from one row of b to another. That is counted, and not
/// measured: a count is the same on a busy machine.
struct PageSteps {
  /// How many rows a and c have.
  let m: Int
  /// How many columns a has.
  let k: Int
  /// How many rows of b may be open at once, as if they were in a cache.
  let openAtOnce: Int

  /// How many numbers a row of b has.
  static let n = PageMemory.pageSize / MemoryLayout<Float>.stride

  /// Throws a ``Disagreement`` when a product goes too often from one row of b to another, or of c; or
  /// seldom enough that it is no tile; or when it is wrong.
  ///
  /// - Parameters:
  ///   - product: The answer.
  ///   - name: Its name.
  ///   - least: The smallest count of b that is accepted.
  ///   - limit: The largest count that is accepted.
  ///   - watchesC: Whether the count of c may not be larger than that either.
  ///   - tooFew: What usually makes the count small.
  ///   - tooMany: What usually makes it large.
  func expect(
    _ product: SpeedAnswers.Product, _ name: String, atLeast least: Int = 0, atMost limit: Int,
    watchesC: Bool = false,
    tooFew: String = "", tooMany: String
  ) throws {
    let n = PageSteps.n
    let a = (0..<m * k).map { Float($0 % 7) - 3 }
    let (memoryOfB, memoryOfC) = (PageMemory(pages: k), PageMemory(pages: m))
    let b = memoryOfB.start.bindMemory(to: Float.self, capacity: k * n)
    let c = memoryOfC.start.bindMemory(to: Float.self, capacity: m * n)
    for place in 0..<k * n { b[place] = Float(place % 5) - 2 }
    let counts = try {
      let watchOfB = PageWatch(0..<k, of: memoryOfB, openAtOnce: openAtOnce, limit: limit)
      let watchOfC =
        watchesC ? PageWatch(0..<m, of: memoryOfC, openAtOnce: openAtOnce, limit: limit) : nil
      try product(a, b, c, m, k, n)
      return (b: watchOfB.openings, c: watchOfC?.openings ?? 0)
    }()
    let call = "\(name) of [\(m), \(k)] and [\(k), \(n)]"
    for (matrix, count) in [("b", counts.b), ("c", counts.c)] {
      try Curriculum.expect(
        count <= limit,
        "\(call): goes from one row of \(matrix) to another more than \(limit) times.", why: tooMany
      )
    }
    try Curriculum.expect(
      counts.b >= least,
      "\(call): goes from one row of b to another only \(counts.b) times, where tiles do so at least "
        + "\(least) times.", why: tooFew)
    var expected = [Float](repeating: 0, count: m * n)
    try SpeedAnswers.solution.rowByRow(a, b, &expected, m, k, n)
    if let wrong = expected.indices.first(where: { c[$0] != expected[$0] }) {
      throw Disagreement(
        "\(call): expected \(expected[wrong]) as c[\(wrong / n), \(wrong % n)], found \(c[wrong]).",
        why: "Small matrices come out right, this large one does not: which size is too large?")
    }
  }
}
