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
    let weights = scores.quartet(at: key).exponentials(less: maximum)
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
