import TensorCore

/// All shapes of a rank with the given extents: of [0, 1] and rank 2 they are [0, 0], [0, 1],
/// [1, 0] and [1, 1].
public func shapes(rank: Int, extents: [Int]) -> [[Int]] {
  guard rank > 0 else { return [[]] }
  return shapes(rank: rank - 1, extents: extents).flatMap { shape in extents.map { shape + [$0] } }
}

/// All shapes up to a rank with the given extents.
public func shapes(upToRank rank: Int, extents: [Int]) -> [[Int]] {
  (0...rank).flatMap { shapes(rank: $0, extents: extents) }
}

/// A random shape of 0 to `maximumRank` axes.
public func randomShape(
  maximumRank: Int, extents: [Int], using generator: inout RandomGenerator
) -> [Int] {
  let rank = generator.uniformInteger(below: maximumRank + 1)
  return (0..<rank).map { _ in extents[generator.uniformInteger(below: extents.count)] }
}

/// The shape of two tensors combined element by element, nil when they do not fit: axis by axis
/// from the back, where a missing axis counts as 1.
public func broadcastShape(_ left: [Int], _ right: [Int]) -> [Int]? {
  guard let l = left.last, let r = right.last else { return left + right }
  guard l == r || l == 1 || r == 1,
    let front = broadcastShape(Array(left.dropLast()), Array(right.dropLast()))
  else { return nil }
  return front + [l == 1 ? r : l]
}

/// All pairs of shapes up to a rank that can be broadcast.
public func broadcastablePairs(
  upToRank rank: Int, extents: [Int]
) -> [(left: [Int], right: [Int])] {
  let all = shapes(upToRank: rank, extents: extents)
  return all.flatMap { left in
    all.compactMap { right in broadcastShape(left, right).map { _ in (left, right) } }
  }
}

/// A random pair of shapes that can be broadcast: parts of a common shape, with some extents of 1.
public func randomBroadcastablePair(
  maximumRank: Int, extents: [Int], using generator: inout RandomGenerator
) -> (left: [Int], right: [Int]) {
  let whole = randomShape(maximumRank: maximumRank, extents: extents, using: &generator)
  func part() -> [Int] {
    whole.suffix(generator.uniformInteger(below: whole.count + 1)).map {
      generator.uniformInteger(below: 3) == 0 ? 1 : $0
    }
  }
  return generator.uniform() < 0.5 ? (whole, part()) : (part(), part())
}

/// All subsets of a list, the empty one included.
public func subsets<Element>(of list: [Element]) -> [[Element]] {
  guard let first = list.first else { return [[]] }
  let rest = subsets(of: Array(list.dropFirst()))
  return rest + rest.map { [first] + $0 }
}

/// All orders of a list.
public func orders<Element>(of list: [Element]) -> [[Element]] {
  guard !list.isEmpty else { return [[]] }
  return list.indices.flatMap { index in
    var rest = list
    let first = rest.remove(at: index)
    return orders(of: rest).map { [first] + $0 }
  }
}
