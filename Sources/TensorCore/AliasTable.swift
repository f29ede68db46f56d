/// Draws indices in proportion to their weights, each in the same short time however many there are (Walker,
/// 1977, *An Efficient Method for Generating Discrete Random Variables with General Distributions*), made in
/// time n (Vose, 1991, *A Linear Algorithm for Generating Random Numbers with a Given Distribution*).
///
/// The n probabilities are cut up and stacked into n columns of one height, each of at most two pieces: one of
/// the column's own index below, and one of its alias above. A draw is a random place in a random column. For a
/// single draw see ``RandomGenerator/categorical(_:file:line:)``, which makes no table.
///
/// ```swift
/// let noise = AliasTable(weights: counts.map { Double.pow(Double($0), 0.75) })
/// let negatives = (0..<5).map { _ in noise.draw(using: &generator) }
/// ```
///
/// Heights are whole numbers, so that they add up exactly: nothing is drawn whose weight is 0, and the
/// ``probabilities`` are the weights' shares but for rounding these once.
public struct AliasTable: Sendable {
  /// Of each column, its own index, where its piece ends, and whose piece is above that.
  private let columns: [(own: Int, alias: Int)]
  /// The height of a column is 2 to this power.
  private let heightBits: Int

  /// Makes the table of at least one weight.
  ///
  /// Traps when there is none, when one is negative or not finite, and when all are 0.
  ///
  /// - Parameters:
  ///   - weights: What the probabilities of 0, 1, 2, … are in proportion to. Shares below 2⁻⁶⁰ may count as 0.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(weights: [Double], file: StaticString = #fileID, line: UInt = #line) {
    for (index, weight) in weights.enumerated() {
      require(
        weight >= 0 && weight.isFinite,
        "AliasTable: expected weights that are finite and at least 0, found \(numberText(weight)) at index "
          + "\(index)", file: file, line: line)
    }
    let heaviest = weights.indices.max { weights[$0] < weights[$1] }
    guard let heaviest, weights[heaviest] > 0 else {
      fatalError(
        "AliasTable: expected a weight above 0, found \(weights.isEmpty ? "no weights" : "zeros alone")",
        file: file, line: line)
    }
    let count = weights.count
    heightBits = count.leadingZeroBitCount - 2
    let height = 1 << heightBits
    // Divided by the largest one, their sum cannot overflow.
    let ratios = weights.map { $0 / weights[heaviest] }
    let scale = Double(count) * Double(height) / ratios.reduce(0, +)
    // What of each index is still to be put into columns. What rounding leaves over is next to nothing for the
    // heaviest.
    var left = ratios.map { Int($0 * scale) }
    left[heaviest] += count * height - left.reduce(0, +)

    var columns = Array(repeating: (own: height, alias: 0), count: count)
    var low = left.indices.filter { left[$0] < height }
    var high = left.indices.filter { left[$0] >= height }
    // The mean of what is left is always one height: as long as there are low ones, there are high ones.
    while let index = low.popLast() {
      let donor = high[high.count - 1]
      columns[index] = (left[index], donor)
      left[donor] -= height - left[index]
      if left[donor] < height { low.append(high.removeLast()) }
    }
    self.columns = columns
  }

  /// The number of weights.
  public var count: Int { columns.count }

  /// An index in 0 ..< ``count``, with a probability in proportion to its weight.
  public func draw(using generator: inout RandomGenerator) -> Int {
    let index = generator.uniformInteger(below: columns.count)
    let height = Int(generator.next() >> UInt64(64 - heightBits))
    return height < columns[index].own ? index : columns[index].alias
  }

  /// With which probability each index is drawn, as it follows from the columns.
  public var probabilities: [Double] {
    let height = 1 << heightBits
    var heights = columns.map(\.own)
    for (own, alias) in columns { heights[alias] += height - own }
    return heights.map { Double($0) / Double(count * height) }
  }
}
