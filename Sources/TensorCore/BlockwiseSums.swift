// How this module adds numbers up. A plain loop rounds each time to the digits of a sum that grows and
// grows: the mean of 60 000 numbers between 1000 and 1001 is then 1000.138 in `Float`. So 64 numbers are
// added one after the other, then 64 of such sums, then 64 of those, and so on.
//
// A sum of n numbers has L = ⌈log₆₄ n⌉ such levels, and a number passes at most 63 additions in each. So
// the sum is off by at most 63·L·½ulp(1)·Σ|x|, to first order (Higham, 1993, *The Accuracy of Floating
// Point Summation*): 252 roundings for a million numbers, where a plain loop has a million.
//
// Blocks begin at the first number, however many there are. So zeros at the end change no bit of a sum.

/// How many numbers, or sums of numbers, are added one after the other.
@usableFromInline
package var blockSize: Int { 64 }

/// Σ number(i) for i in 0 ..< count, in blocks.
@inlinable
@inline(__always)
package func blockwiseSum<Scalar: TensorScalar>(
  count: Int, _ number: (Int) -> Scalar
) -> Scalar {
  @inline(__always)
  func plainSum(_ places: Range<Int>) -> Scalar {
    var sum: Scalar = 0
    for i in places { sum += number(i) }
    return sum
  }
  if count <= blockSize { return plainSum(0..<count) }
  let blockCount = (count + blockSize - 1) / blockSize
  return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: blockCount) { sums in
    for block in 0..<blockCount {
      let start = block * blockSize
      sums.initializeElement(at: block, to: plainSum(start..<min(start + blockSize, count)))
    }
    return blockwiseSum(UnsafePointer(sums.baseAddress!), count: blockCount)
  }
}

/// Σ of `count` numbers in memory, in blocks.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func blockwiseSum<Scalar: TensorScalar>(
  _ numbers: UnsafePointer<Scalar>, count: Int
) -> Scalar {
  blockwiseSum(count: count) { numbers[$0] }
}

/// The sums of the columns of rows that are handed over one by one, in blocks: for each column the same
/// bits as ``blockwiseSum(_:count:)``.
///
///     var sums = BlockwiseSums(ofRows: rowCount, width: width, into: target)
///     for row in rows { sums.add(row) }
///     sums.writeTotal(to: target)
struct BlockwiseSums<Scalar: TensorScalar> {
  /// The sums of the rows of the last block, to which the caller may add rows: after `beginBlock`, of at
  /// most 64, or after `beginRow` for each.
  private(set) var block: UnsafeMutablePointer<Scalar>
  private let width: Int
  /// The number of blocks that have begun.
  private var blockCount = 0
  /// How many rows have begun in the last of them, by `beginRow`.
  private var rowsInBlock = 0
  /// How many kinds of full blocks there are: of 64, 64², … rows.
  private let levels: Int
  /// For each of these, a row that adds such blocks up until there are 64 of them; nil if none is needed.
  private let fullBlocks: Storage<Scalar>?

  /// Begins with zeros.
  ///
  /// - Parameters:
  ///   - count: The most rows that will come.
  ///   - width: The number of columns.
  ///   - target: Room for the sums of the last block; their own unless given.
  @inline(__always)
  init(ofRows count: Int, width: Int, into target: UnsafeMutablePointer<Scalar>? = nil) {
    var (levels, size) = (0, blockSize)
    while size < count { (levels, size) = (levels + 1, size * blockSize) }
    let room = (target == nil ? levels + 1 : levels) * width
    fullBlocks = room == 0 ? nil : Storage(uninitializedCount: room)
    self.levels = levels
    self.width = width
    block = target ?? fullBlocks!.base + levels * width
    restart(into: block)
  }

  /// Begins again with zeros, for another matrix of the same size.
  @inline(__always)
  mutating func restart(into target: UnsafeMutablePointer<Scalar>) {
    blockCount = 0
    rowsInBlock = blockSize
    block = target
    block.update(repeating: 0, count: width)
    fullBlocks?.base.update(repeating: 0, count: levels * width)
  }

  /// Makes `block` ready for another block of rows.
  mutating func beginBlock() {
    if blockCount > 0 { carry() }
    blockCount += 1
    rowsInBlock = 0
  }

  /// Makes `block` ready for another row.
  @inline(__always)
  mutating func beginRow() {
    if rowsInBlock == blockSize { beginBlock() }
    rowsInBlock += 1
  }

  /// Adds a row.
  @inline(__always)
  mutating func add(_ row: UnsafePointer<Scalar>) {
    beginRow()
    for i in 0..<width { block[i] += row[i] }
  }

  /// Adds the full block to those before it; where these are 64 now, they are a full block themselves.
  private func carry() {
    var (full, size) = (block, 1)
    for level in 0..<levels where blockCount % size == 0 {
      let sums = fullBlocks!.base + level * width
      for i in 0..<width {
        sums[i] += full[i]
        full[i] = 0
      }
      (full, size) = (sums, size * blockSize)
    }
  }

  /// Writes the sums of all rows so far, to a row that may be `block`.
  @inline(__always)
  func writeTotal(to row: UnsafeMutablePointer<Scalar>) {
    if row != block { row.update(from: block, count: width) }
    for level in 0..<levels {
      let sums = fullBlocks!.base + level * width
      for i in 0..<width { row[i] += sums[i] }
    }
  }
}
