import Curriculum

/// The mean of a few seeds, and how sure it is.
struct Statistics {
  let mean: Double
  let count: Int
  /// Half of the interval that has the true mean with a probability of 95 %, by Student's distribution; nil for
  /// other numbers of seeds than 3.
  let margin: Double?

  init(_ values: [Double]) {
    count = values.count
    let mean = Curriculum.mean(values)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    margin = count == 3 ? 4.303 * (squares / 2).squareRoot() / Double(3).squareRoot() : nil
  }

  /// A name with the number of seeds, and the margin where there is one.
  func label(_ name: String) -> String {
    let seeds = count == 1 ? "1 seed" : "mean of \(count) seeds"
    return "\(name), \(seeds)" + (margin.map { " ± \($0.fixed(3))" } ?? "")
  }
}
