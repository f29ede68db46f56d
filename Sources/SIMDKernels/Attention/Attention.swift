// Attention without a matrix of scores: for as many queries as a register has lanes, the scores of all keys are
// computed, made weights, used and forgotten. What is computed stands in the naive form, which stores them all.

/// The result of all heads that share the keys of one: part `sequence·G + group` of B·G parts.
func attend<Scalar: VectorScalar>(
  _ problem: AttentionProblem, _ numbers: AttentionNumbers<Scalar>, part: Int
) {
  let (sequence, group) = part.quotientAndRemainder(dividingBy: problem.groups)
  let share = problem.heads / problem.groups
  let lanes = Scalar.Vector.count
  LaneRows<Scalar>.with(2 * problem.width + problem.keys + 3) { rows in
    for head in group * share..<(group + 1) * share {
      for first in stride(from: 0, to: problem.queries, by: lanes) {
        let block = LaneBlock(problem, numbers, sequence, head, group, first)
        attend(block, rows)
      }
    }
  }
}

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

/// 0, 1, 2 … in the lanes.
@inline(__always)
func laneIndices<V: Vector>() -> V {
  withUnsafeTemporaryAllocation(of: V.Scalar.self, capacity: V.count) { numbers in
    for lane in 0..<V.count { numbers[lane] = V.Scalar(lane) }
    return V(loading: numbers.baseAddress!)
  }
}

@inline(never)
private func attend<Scalar: VectorScalar>(_ block: LaneBlock<Scalar>, _ rows: LaneRows<Scalar>) {
  typealias Vector = Scalar.Vector
  let (problem, numbers) = (block.problem, block.numbers)
  let width = problem.width
  let (queries, sums, scores) = (rows, rows.from(width), rows.from(2 * width))
  queries.load(
    numbers.queries + problem.queryStrides.start(block.sequence, block.head)
      + block.first * problem.queryStrides.position,
    stride: problem.queryStrides.position, count: block.count, width: width,
    times: numbers.scale)
  let stride = problem.keyStrides.position

  var maximum = Vector(-.infinity)
  for key in Swift.stride(from: 0, to: block.keyCount, by: 4) {
    let others = Quartet.positions(block.keys, stride: stride, from: key, count: block.keyCount)
    let four = block.masked(
      queries.products(with: others, width: width), from: key, with: -.infinity)
    scores.setQuartet(four, at: key)
    maximum = maximum.replacing(with: four.a, where: maximum < four.a)
    maximum = maximum.replacing(with: four.b, where: maximum < four.b)
    maximum = maximum.replacing(with: four.c, where: maximum < four.c)
    maximum = maximum.replacing(with: four.d, where: maximum < four.d)
  }
  // Where there is nothing to look at, exp(−∞ − 0) = 0.
  maximum = maximum.replacing(
    with: Vector(0), where: maximum < Vector(-Scalar.greatestFiniteMagnitude))

  var total = Vector(0)
  sums.fill(width, with: 0)
  for key in Swift.stride(from: 0, to: block.keyCount, by: 4) {
    let others = Quartet.positions(block.values, stride: stride, from: key, count: block.keyCount)
    let weights = scores.quartet(at: key).map { ($0 - maximum).exponential }
    total = total + weights.a + weights.b + weights.c + weights.d
    sums.add(others, times: weights, width: width)
  }
  let shares = (Vector(1) / total).replacing(
    with: Vector(0), where: total < Vector(Scalar.leastNormalMagnitude))
  for i in 0..<width { sums[i] = sums[i] * shares }
  sums.store(
    to: numbers.output + problem.outputStrides.start(block.sequence, block.head)
      + block.first * problem.outputStrides.position,
    stride: problem.outputStrides.position, count: block.count, width: width, times: 1)
  maximum.store(to: numbers.maxima + block.row, lanes: block.count)
  shares.store(to: numbers.shares + block.row, lanes: block.count)
}

extension Vector {
  /// Writes the first numbers, perhaps all.
  @inline(__always)
  func store(to target: UnsafeMutablePointer<Scalar>, lanes: Int) {
    if lanes == Self.count { store(to: target) } else { store(to: target, count: lanes) }
  }

  /// Reads the first numbers, perhaps all; 0 in the other lanes.
  @inline(__always)
  init(loading source: UnsafePointer<Scalar>, lanes: Int) {
    if lanes == Self.count {
      self.init(loading: source)
    } else {
      self.init(loading: source, count: lanes, filler: 0)
    }
  }
}
