import Curriculum
import Gradus
import MatmulLadder

/// Two matrices of ``ExactNumbers``, and their product, which has no rounding error.
struct ProductProblem {
  let m: Int
  let k: Int
  let n: Int
  let a: [Float]
  let b: [Float]
  let expected: [Float]

  /// All products, and so all their sums, are multiples of this.
  let unit: Float
  /// What c holds before: a number that no sum of these products is by chance.
  var filler: Float { 0.5 * unit }

  init(_ m: Int, _ k: Int, _ n: Int, _ sort: ExactNumbers) {
    (self.m, self.k, self.n) = (m, k, n)
    var generator = RandomGenerator(seed: UInt64(m * 1_000_000 + k * 1000 + n))
    a = sort.draw(m * k, using: &generator)
    b = sort.draw(k * n, using: &generator)
    unit = sort.scale * sort.scale
    var c = [Float](repeating: 0, count: m * n)
    for i in 0..<m {
      for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
    }
    expected = c
  }

  /// The problem as it stands in a message.
  var description: String { "of [\(m), \(k)] and [\(k), \(n)]" }

  /// Where a product reads a number of a and one of b.
  typealias Places = (_ i: Int, _ p: Int, _ j: Int) -> (a: Int, b: Int)

  /// The sum of the products of all p, of numbers that are read at these places.
  ///
  /// What lies outside of a or b is 0, as it is on the pages between the fences.
  func sum(_ i: Int, _ j: Int, places: Places) -> Float {
    (0..<k).reduce(0) { sum, p in
      let place = places(i, p, j)
      guard place.a < a.count, place.b < b.count else { return sum }
      return sum + a[place.a] * b[place.b]
    }
  }

  /// The sum of the products, each taken as many times as is said.
  func sum(_ i: Int, _ j: Int, times: (_ p: Int) -> Int) -> Float {
    (0..<k).reduce(0) { $0 + Float(times($1)) * a[i * k + $1] * b[$1 * n + j] }
  }

  /// What a function makes of a and b, with fences around all three.
  ///
  /// - Parameter filler: What c holds before.
  /// - Returns: The numbers of c, and what was touched outside of a matrix, or changed in a or b.
  func solve(
    _ product: SpeedAnswers.Product, fencesAt side: Fenced.Side, over filler: Float
  ) throws -> (c: [Float], breach: Breach?) {
    let fencedA = Fenced(a, gap: .nan, nextTo: side)
    let fencedB = Fenced(b, gap: .nan, nextTo: side)
    let fencedC = Fenced(
      Array(repeating: filler, count: m * n), gap: -0.25 * unit, nextTo: side)
    try product(fencedA.pointer, fencedB.pointer, fencedC.pointer, m, k, n)
    let breach: Breach? =
      if let place = fencedC.breach {
        .outside("c", place)
      } else if let place = fencedA.breach {
        .outside("a", place)
      } else if let place = fencedB.breach {
        .outside("b", place)
      } else if fencedA.numbers != a {
        .changed("a")
      } else if fencedB.numbers != b {
        .changed("b")
      } else {
        nil
      }
    return (fencedC.numbers, breach)
  }

  /// What a function does to memory that is none of its business.
  enum Breach {
    /// A place outside of a matrix, counted from the matrix's first number.
    case outside(_ matrix: String, Int)
    case changed(_ matrix: String)
  }

  /// The shapes on which a product is judged: those first that fill whole tiles, then ragged ones, and
  /// at the end some that are longer than a block.
  static let judged: [ProductProblem] = {
    let whole = [(4, 8, 8), (4, 8, 16), (8, 8, 8), (8, 16, 32), (1, 1, 1), (2, 3, 4)]
    let extents = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 19, 23, 31, 32, 33, 37]
    var generator = RandomGenerator(seed: 7)
    func extent() -> Int { extents[generator.uniformInteger(below: extents.count)] }
    let ragged = (0..<45).map { _ in (extent(), extent(), extent()) }
    let long = [
      (3, 70, 5), (5, 7, 130), (70, 5, 3), (6, 257, 9), (9, 10, 515), (258, 3, 11), (67, 66, 65),
      (3, 600, 19), (2, 3, 1030),
    ]
    // The first ones are of whole numbers, with which most mistakes are recognized.
    let sorts = ExactNumbers.allCases
    return (whole + ragged + long).enumerated().map { place, shape in
      let sort = place < whole.count ? .whole : sorts[place % sorts.count]
      return ProductProblem(shape.0, shape.1, shape.2, sort)
    }
  }()
}
