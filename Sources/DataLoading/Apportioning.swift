/// Divides `count` things by the method of the largest remainder: every part gets the whole part of
/// its share, and the things left over go to the parts with the largest remainders, the earlier
/// part first when they are equal.
func apportion(_ count: Int, by fractions: [Double]) -> [Int] {
  let shares = cuttable(count, by: fractions)
  var counts = shares.map { Int($0) }
  let byRemainder = counts.indices.sorted { first, second in
    let (a, b) = (shares[first] - Double(counts[first]), shares[second] - Double(counts[second]))
    return a == b ? first < second : a > b
  }
  for part in byRemainder.prefix(count - counts.reduce(0, +)) {
    counts[part] += 1
  }
  return counts
}

/// Divides classes of these sizes among three parts so that the parts have the sizes that all things
/// together would give them, and each class's share of a part is rounded up or down.
///
/// Rounding class by class alone would not do: of a hundred classes of three, a fifth of each is 0.6,
/// rounded to 1, and together 100 for 60. So each class is divided by itself first. Then, as long as one
/// part has too many and another too few, a rounded-up thing of some class changes its part, where this
/// costs least: where the remainder of its new part is largest compared with that of the old one. It may
/// have to go by way of the third part. (This is a flow of least cost, by shortest paths; the remainders
/// themselves are a flow, so a whole one exists.)
func apportion(classes sizes: [Int], by fractions: [Double]) -> [[Int]] {
  let shares = sizes.map { cuttable($0, by: fractions) }
  var counts = sizes.map { apportion($0, by: fractions) }
  let wanted = apportion(sizes.reduce(0, +), by: fractions)
  var surplus = fractions.indices.map { part in
    counts.reduce(0) { $0 + $1[part] } - wanted[part]
  }

  /// The class that can give one of its things from a part to another at the least cost.
  func cheapest(_ from: Int, _ to: Int) -> (class: Int, cost: Double)? {
    var best: (class: Int, cost: Double)?
    for (index, own) in counts.enumerated() {
      let (old, new) = (shares[index][from], shares[index][to])
      guard Double(own[from]) > old, Double(own[to]) < new else { continue }
      let cost = (old - old.rounded(.down)) - (new - new.rounded(.down))
      if best.map({ cost < $0.cost }) ?? true { best = (index, cost) }
    }
    return best
  }
  func move(_ index: Int, _ from: Int, _ to: Int) {
    counts[index][from] -= 1
    counts[index][to] += 1
  }

  while let from = surplus.firstIndex(where: { $0 > 0 }),
    let to = surplus.firstIndex(where: { $0 < 0 })
  {
    let between = 3 - from - to
    let direct = cheapest(from, to)
    let detour = cheapest(from, between).flatMap { first in
      cheapest(between, to).map { (first, $0) }
    }
    if let (first, second) = detour, first.cost + second.cost < direct?.cost ?? .infinity {
      move(first.class, from, between)
      move(second.class, between, to)
    } else if let direct {
      move(direct.class, from, to)
    }
    surplus[from] -= 1
    surplus[to] += 1
  }
  return counts
}

/// What each part would get of `count` things if they could be cut.
private func cuttable(_ count: Int, by fractions: [Double]) -> [Double] {
  // 0.1 + 0.2 is a little more than 0.3: shares this near to a whole number are meant to be whole.
  fractions.map { fraction in
    let share = fraction * Double(count)
    return abs(share - share.rounded()) < 1e-6 ? share.rounded() : share
  }
}
