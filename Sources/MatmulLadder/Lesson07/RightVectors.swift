extension RightAlternatives {
  // MARK: dot

  /// With one vector of sums.
  public static func dotByOneVector(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sums = Vector.zero
    var i = 0
    while i + 8 <= count {
      sums += load(x + i) * load(y + i)
      i += 8
    }
    var sum = sums.sum()
    while i < count {
      sum += x[i] * y[i]
      i += 1
    }
    return sum
  }

  /// With two vectors of sums, and the tail in front.
  public static func dotByTwoVectors(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Float {
    let start = count % 16
    var sum: Float = 0
    for i in 0..<start { sum += x[i] * y[i] }
    var (first, second) = (Vector.zero, Vector.zero)
    for i in stride(from: start, to: count, by: 16) {
      first += load(x + i) * load(y + i)
      second += load(x + i + 8) * load(y + i + 8)
    }
    return sum + first.sum() + second.sum()
  }

  /// With the tail in a vector of its own, of which the rest is zero.
  public static func dotByPaddedTail(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sums = Vector.zero
    for i in stride(from: 0, to: count, by: 8) {
      if i + 8 <= count {
        sums.addProduct(load(x + i), load(y + i))
      } else {
        for lane in 0..<count - i { sums[lane] += x[i + lane] * y[i + lane] }
      }
    }
    return sums.sum()
  }

  // MARK: pack

  /// Column by column of b.
  public static func packColumns(
    _ b: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>, k: Int, n: Int
  ) {
    for j in 0..<(n + 7) / 8 * 8 {
      for p in 0..<k { panels[(j / 8 * k + p) * 8 + j % 8] = j < n ? b[p * n + j] : 0 }
    }
  }

  /// Row by row of b, over zeros.
  public static func packRows(
    _ b: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>, k: Int, n: Int
  ) {
    panels.update(repeating: 0, count: (n + 7) / 8 * 8 * k)
    for p in 0..<k {
      for j in 0..<n { panels[j / 8 * 8 * k + p * 8 + j % 8] = b[p * n + j] }
    }
  }

  /// In the order of the panels, with a place that moves on.
  public static func packInOrder(
    _ b: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>, k: Int, n: Int
  ) {
    var place = panels
    for first in stride(from: 0, to: n, by: 8) {
      for p in 0..<k {
        let width = min(8, n - first)
        place.update(from: b + p * n + first, count: width)
        (place + width).update(repeating: 0, count: 8 - width)
        place += 8
      }
    }
  }
}
