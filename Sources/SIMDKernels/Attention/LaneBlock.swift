/// The queries of one head that fill a register, and the keys that any of them may look at.
struct LaneBlock<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector
  let problem: AttentionProblem
  let numbers: AttentionNumbers<Scalar>
  let (sequence, head, first, count): (Int, Int, Int, Int)
  let (keys, values): (UnsafePointer<Scalar>, UnsafePointer<Scalar>)
  /// How many keys the last of the queries may look at.
  let keyCount: Int
  /// The last key that each query may look at.
  private let lastKey: Vector

  @inline(__always)
  init(
    _ problem: AttentionProblem, _ numbers: AttentionNumbers<Scalar>, _ sequence: Int,
    _ head: Int, _ group: Int, _ first: Int
  ) {
    self.problem = problem
    self.numbers = numbers
    self.sequence = sequence
    self.head = head
    self.first = first
    count = min(Vector.count, problem.queries - first)
    let start = problem.keyStrides.start(sequence, group)
    keys = numbers.keys + start
    values = numbers.values + start
    let length = numbers.lengths?[sequence] ?? problem.keys
    guard problem.isCausal else {
      keyCount = length
      lastKey = Vector(Scalar(length - 1))
      return
    }
    keyCount = max(0, min(length, first + count + problem.shift))
    lastKey = laneIndices() + Vector(Scalar(first + problem.shift))
  }

  /// A number of each lane for four keys, replaced where the key is not to be seen.
  @inline(__always)
  func masked(_ four: Quartet<Vector>, from key: Int, with other: Scalar) -> Quartet<Vector> {
    // All see all four.
    if key + 3 < keyCount && (!problem.isCausal || key + 3 <= first + problem.shift) { return four }
    @inline(__always) func masked(_ x: Vector, _ key: Int) -> Vector {
      key >= keyCount
        ? Vector(other) : x.replacing(with: Vector(other), where: lastKey < Vector(Scalar(key)))
    }
    return Quartet(
      masked(four.a, key), masked(four.b, key + 1), masked(four.c, key + 2),
      masked(four.d, key + 3))
  }

  /// Where the numbers of the first query lie, for what is laid out as [B, H, Q].
  var row: Int { (sequence * problem.heads + head) * problem.queries + first }
}
