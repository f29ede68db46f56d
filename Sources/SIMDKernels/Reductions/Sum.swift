/// How many numbers are added without forming sums in between.
let blockSize = 8192

/// The sum of `count` numbers.
///
/// The numbers are added in blocks of 8192, whose sums are added in the same way. A block is added up
/// in 8 registers of L lanes, each lane by itself, and then the lanes in pairs. So the order depends on
/// L alone, and for each level of blocks a number goes through at most 8192/(8·L) + 3 + log₂ L
/// additions: 71 where L is 16, and a plain loop has 8192. The error is at most that many times ½·ulp(1)
/// times the sum of the magnitudes (Higham, 1993, *The Accuracy of Floating Point Summation*). Zeros at
/// the end change no bit.
///
/// - Parameters:
///   - x: `count` numbers.
///   - count: The number of elements; the sum of none is 0.
///   - threads: The most threads to use. The result does not depend on it.
///
/// Not inlined: it calls itself for the sums of blocks, which the compiler would unfold several times.
@inline(never)
func blockwiseSum<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, count: Int, threads: Int
) -> Scalar {
  sumOfBlocks(Numbers(x), count: count, threads: threads)
}

@inline(never)
func blockwiseDot<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, count: Int, threads: Int
) -> Scalar {
  sumOfBlocks(Products(x, y), count: count, threads: threads)
}

/// Σ of `count` terms, in blocks.
@inline(__always)
func sumOfBlocks<T: Terms>(_ terms: T, count: Int, threads: Int) -> T.Scalar {
  if count <= blockSize { return terms.sum(from: 0, count: count) }
  let blocks = (count + blockSize - 1) / blockSize
  return withUnsafeTemporaryAllocation(of: T.Scalar.self, capacity: blocks) { sums in
    let sums = sums.baseAddress!
    parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
      for offset in stride(from: start, to: start + count, by: blockSize) {
        let blockCount = min(blockSize, start + count - offset)
        (sums + offset / blockSize).initialize(to: terms.sum(from: offset, count: blockCount))
      }
    }
    return blockwiseSum(sums, count: blocks, threads: 1)
  }
}
