// The way back through attention. With the weights p = exp(s − m)·share, computed once more from the scores s, the
// upstream gradient u, the slopes t = u·Vᵀ, and D = Σ p·t for each query, which is its u·o for the result o:
//
//     dV = pᵀ·u        dS = p ⊙ (t − D)        dQ = scale·dS·K        dK = dSᵀ·(scale·Q)
//
// dQ is a sum over keys: there the lanes are queries. dK and dV are sums over queries: there the lanes are keys.

/// The gradients of all heads that share the keys of one: part `sequence·G + group` of B·G parts.
func attentionGradient<Scalar: VectorScalar>(
  _ problem: AttentionProblem, _ numbers: AttentionNumbers<Scalar>,
  _ gradients: AttentionGradientNumbers<Scalar>, part: Int
) {
  let (sequence, group) = part.quotientAndRemainder(dividingBy: problem.groups)
  let share = problem.heads / problem.groups
  let lanes = Scalar.Vector.count
  let heads = group * share..<(group + 1) * share
  // D of all queries of the heads, in registers that are filled up; weights and slopes of the queries in the lanes.
  let perHead = (problem.queries + lanes - 1) / lanes
  let strip = 2 * (problem.keys + 3)
  // Queries times the scale, so that the scores of the keys in the lanes are, to the bit, those of the way there.
  let scaledRows = (share * problem.queries * problem.width + lanes - 1) / lanes
  LaneRows<Scalar>.with(4 * problem.width + strip + share * perHead + scaledRows) { rows in
    let projections = rows.from(4 * problem.width + strip)
    let scaled = projections.from(share * perHead).base
    for head in heads {
      let ofHead = projections.from((head - heads.lowerBound) * perHead)
      for first in stride(from: 0, to: problem.queries, by: lanes) {
        let block = LaneBlock(problem, numbers, sequence, head, group, first)
        gradientOfQueries(block, gradients, rows, projections: ofHead)
      }
    }
    for head in heads {
      scaleQueries(
        problem, numbers, sequence, head,
        into: scaled + (head - heads.lowerBound) * problem.queries * problem.width)
    }
    for first in stride(from: 0, to: problem.keys, by: lanes) {
      gradientOfKeys(
        problem, numbers, gradients, sequence, group, heads, first, rows, scaled, projections,
        perHead)
    }
  }
}

/// The queries of a head times the scale, [Q, d].
private func scaleQueries<Scalar: VectorScalar>(
  _ problem: AttentionProblem, _ numbers: AttentionNumbers<Scalar>, _ sequence: Int, _ head: Int,
  into scaled: UnsafeMutablePointer<Scalar>
) {
  let queries = numbers.queries + problem.queryStrides.start(sequence, head)
  for query in 0..<problem.queries {
    let source = queries + query * problem.queryStrides.position
    let target = scaled + query * problem.width
    for i in 0..<problem.width { target[i] = source[i] * numbers.scale }
  }
}

/// dQ of the queries in the lanes, and their D.
@inline(never)
private func gradientOfQueries<Scalar: VectorScalar>(
  _ block: LaneBlock<Scalar>, _ gradients: AttentionGradientNumbers<Scalar>,
  _ rows: LaneRows<Scalar>, projections: LaneRows<Scalar>
) {
  typealias Vector = Scalar.Vector
  let (problem, numbers, width) = (block.problem, block.numbers, block.problem.width)
  let (queries, upstream, sums) = (rows, rows.from(width), rows.from(2 * width))
  let weights = rows.from(4 * width)
  let slopes = weights.from(problem.keys + 3)
  let place =
    problem.queryStrides.start(block.sequence, block.head)
    + block.first * problem.queryStrides.position
  upstream.load(
    gradients.upstream + problem.outputStrides.start(block.sequence, block.head)
      + block.first * problem.outputStrides.position, stride: problem.outputStrides.position,
    count: block.count, width: width, times: 1)
  queries.load(
    numbers.queries + place, stride: problem.queryStrides.position, count: block.count,
    width: width, times: numbers.scale)
  let maximum = Vector(loading: numbers.maxima + block.row, lanes: block.count)
  let shares = Vector(loading: numbers.shares + block.row, lanes: block.count)
  let stride = problem.keyStrides.position
  var projection = Vector(0)
  for key in Swift.stride(from: 0, to: block.keyCount, by: 4) {
    let keys = Quartet.positions(block.keys, stride: stride, from: key, count: block.keyCount)
    let values = Quartet.positions(block.values, stride: stride, from: key, count: block.keyCount)
    let p = block.masked(
      queries.products(with: keys, width: width).exponentials(less: maximum) * shares,
      from: key, with: 0)
    let t = upstream.products(with: values, width: width)
    weights.setQuartet(p, at: key)
    slopes.setQuartet(t, at: key)
    projection = p.a.times(t.a, plus: projection)
    projection = p.b.times(t.b, plus: projection)
    projection = p.c.times(t.c, plus: projection)
    projection = p.d.times(t.d, plus: projection)
  }
  projections[block.first / Vector.count] = projection
  sums.fill(width, with: 0)
  for key in Swift.stride(from: 0, to: block.keyCount, by: 4) {
    let keys = Quartet.positions(block.keys, stride: stride, from: key, count: block.keyCount)
    let (p, t) = (weights.quartet(at: key), slopes.quartet(at: key))
    sums.add(
      keys,
      times: Quartet(
        p.a * (t.a - projection), p.b * (t.b - projection), p.c * (t.c - projection),
        p.d * (t.d - projection)), width: width)
  }
  sums.store(
    to: gradients.queries + place, stride: problem.queryStrides.position, count: block.count,
    width: width, times: numbers.scale)
}

/// dK and dV of the keys in the lanes, of all heads that share them.
@inline(never)
private func gradientOfKeys<Scalar: VectorScalar>(
  _ problem: AttentionProblem, _ numbers: AttentionNumbers<Scalar>,
  _ gradients: AttentionGradientNumbers<Scalar>, _ sequence: Int, _ group: Int,
  _ heads: Range<Int>, _ first: Int, _ rows: LaneRows<Scalar>, _ scaled: UnsafePointer<Scalar>,
  _ projections: LaneRows<Scalar>, _ perHead: Int
) {
  typealias Vector = Scalar.Vector
  let width = problem.width
  let (keys, values) = (rows, rows.from(width))
  let (keySums, valueSums) = (rows.from(2 * width), rows.from(3 * width))
  let strides = problem.keyStrides
  let count = min(Vector.count, problem.keys - first)
  let place = strides.start(sequence, group) + first * strides.position
  keys.load(
    numbers.keys + place, stride: strides.position, count: count, width: width, times: 1)
  values.load(
    numbers.values + place, stride: strides.position, count: count, width: width, times: 1)
  keySums.fill(width, with: 0)
  valueSums.fill(width, with: 0)
  let length = numbers.lengths?[sequence] ?? problem.keys
  let places: Vector = laneIndices() + Vector(Scalar(first))
  // The first query that may look at the first of these keys.
  let start = problem.isCausal ? max(0, first - problem.shift) : 0
  for head in heads {
    let queries = scaled + (head - heads.lowerBound) * problem.queries * width
    let upstream = gradients.upstream + problem.outputStrides.start(sequence, head)
    let row = (sequence * problem.heads + head) * problem.queries
    let projection = projections.from((head - heads.lowerBound) * perHead).base
    /// p of the query at a place, 0 where a key is not to be seen; and what it makes of the slope.
    @inline(__always) func weight(_ query: Int, _ score: Vector) -> Vector {
      guard query < problem.queries else { return Vector(0) }
      let p =
        (score - Vector(numbers.maxima[row + query])).exponential
        * Vector(numbers.shares[row + query])
      let last = problem.isCausal ? min(length - 1, query + problem.shift) : length - 1
      if last >= first + Vector.count - 1 { return p }
      return p.replacing(with: Vector(0), where: Vector(Scalar(last)) < places)
    }
    @inline(__always) func slope(_ query: Int, _ weight: Vector, _ slope: Vector) -> Vector {
      guard query < problem.queries else { return Vector(0) }
      return weight * (slope - Vector(projection[query]))
    }
    for query in stride(from: start, to: problem.queries, by: 4) {
      let others = Quartet.positions(
        queries, stride: width, from: query, count: problem.queries)
      let arriving = Quartet.positions(
        upstream, stride: problem.outputStrides.position, from: query, count: problem.queries)
      let scores = keys.products(with: others, width: width)
      let weights = Quartet(
        weight(query, scores.a), weight(query + 1, scores.b), weight(query + 2, scores.c),
        weight(query + 3, scores.d))
      let slopes = values.products(with: arriving, width: width)
      valueSums.add(arriving, times: weights, width: width)
      keySums.add(
        others,
        times: Quartet(
          slope(query, weights.a, slopes.a), slope(query + 1, weights.b, slopes.b),
          slope(query + 2, weights.c, slopes.c), slope(query + 3, weights.d, slopes.d)),
        width: width)
    }
  }
  keySums.store(
    to: gradients.keys + place, stride: strides.position, count: count, width: width, times: 1)
  valueSums.store(
    to: gradients.values + place, stride: strides.position, count: count, width: width, times: 1)
}
