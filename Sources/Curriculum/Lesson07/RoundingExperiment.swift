import Curriculum
import Gradus

extension SpeedExperiment {
  /// An order in which the products of a sum are added.
  public enum SumOrder: String, CaseIterable, Sendable {
    /// Each to the sum of all before it.
    case oneByOne = "one by one"
    /// To eight sums in turn, as one vector does.
    case eightSums = "eight sums"
    /// To 32 sums in turn, as four vectors do.
    case thirtyTwoSums = "32 sums"

    /// How many sums grow side by side.
    var lanes: Int {
      switch self {
      case .oneByOne: 1
      case .eightSums: 8
      case .thirtyTwoSums: 32
      }
    }
  }

  /// The sum of the products of two vectors' elements in Float, in some order.
  ///
  /// Each product and each sum is rounded, on every machine alike: no fused multiply-add here.
  static func sum(_ x: [Float], _ y: [Float], _ order: SumOrder) -> Float {
    var sums = [Float](repeating: 0, count: order.lanes)
    for i in x.indices { sums[i % order.lanes] += x[i] * y[i] }
    return sums.reduce(0, +)
  }

  /// How far a sum of k products of uniform random numbers is from the exact one.
  public struct Rounding: Sendable {
    /// The number of products.
    public let count: Int
    /// The exact sum, of the first of several trials.
    public let exact: Double
    /// For each order, the sum in the first trial.
    public let sums: [Float]
    /// For each order, the root of the mean square of the error over all trials, relative to Σ|x|·|y|.
    public let errors: [Double]
    /// k·ε, which no error can exceed.
    public var bound: Double { Double(count) * Double(Float.ulpOfOne) }
  }

  /// Sums of so many products in each order, in 16 trials.
  public static func rounding(_ count: Int, seed: UInt64) -> Rounding {
    var generator = RandomGenerator(seed: seed)
    let orders = SumOrder.allCases
    var squares = [Double](repeating: 0, count: orders.count)
    var first: (exact: Double, sums: [Float])?
    let trials = 16
    for _ in 0..<trials {
      let x = Tensor<Float>.uniform([count], using: &generator).elements
      let y = Tensor<Float>.uniform([count], using: &generator).elements
      let exact = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let sums = orders.map { sum(x, y, $0) }
      // All products are positive, so the exact sum is that of the magnitudes, too.
      for index in orders.indices {
        let error = (Double(sums[index]) - exact) / exact
        squares[index] += error * error
      }
      if first == nil { first = (exact, sums) }
    }
    return Rounding(
      count: count, exact: first!.exact, sums: first!.sums,
      errors: squares.map { ($0 / Double(trials)).squareRoot() })
  }
}
