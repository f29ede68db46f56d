import Curriculum
import MatmulLadder

extension SpeedLesson {
  static let leftOut =
    "The last whole vector is left out: when exactly eight numbers are left, they are still loaded "
    + "together (i + 8 <= count)."

  static let dotMistakes: [Mistake<SpeedAnswers.Dot>] = [
    Mistake(
      "no tail", "The tail is missing: the last count % 8 products, one by one.",
      { x, y, count in lanes(x, y, 0..<count - count % 8).sum() }),
    Mistake(
      "the last vector left out where there is no tail",
      leftOut,
      { x, y, count in
        lanes(x, y, 0..<max(0, (count - 1) / 8 * 8)).sum() + tail(x, y, count)
      }),
    Mistake(
      "the last whole vector left out",
      leftOut,
      { x, y, count in
        lanes(x, y, 0..<max(0, count / 8 * 8 - 8)).sum() + tail(x, y, count)
      }),
    Mistake(
      "the tail loaded as a whole vector",
      { x, y, count in lanes(x, y, 0..<(count + 7) / 8 * 8).sum() }),
    Mistake(
      "the tail loaded as a whole vector, of which the rest is thrown away",
      { x, y, count in
        let whole = count - count % 8
        func eight(_ numbers: UnsafePointer<Float>) -> [Float] {
          Array(UnsafeBufferPointer(start: numbers + whole, count: 8))
        }
        let products = zip(eight(x), eight(y)).map { $0 * $1 }
        return lanes(x, y, 0..<whole).sum() + products.prefix(count - whole).reduce(0, +)
      }),
    Mistake(
      "the last vector counted again in the tail",
      "The last eight products are counted twice: the tail begins at count - count % 8.",
      { x, y, count in
        let whole = count - count % 8
        let from = max(0, whole - 8)
        return lanes(x, y, 0..<whole).sum()
          + GivenRungs.plainDot(x + from, y + from, count: count - from)
      }),
    Mistake(
      "the tail begins at the number of vectors",
      "count / 8 is how many vectors there are: the tail begins after them, at count - count % 8.",
      { x, y, count in
        let from = count / 8
        return lanes(x, y, 0..<count - count % 8).sum()
          + GivenRungs.plainDot(x + from, y + from, count: count - from)
      }),
    Mistake(
      "only one of two vectors of sums",
      "Every second vector is missing: where there are two vectors of sums, both have to be added up.",
      { x, y, count in
        let whole = count - count % 8
        return stride(from: 0, to: whole, by: 16).reduce(tail(x, y, count)) {
          $0 + lanes(x, y, $1..<$1 + 8).sum()
        }
      }),
    Mistake(
      "all products again in the tail",
      "All products are counted again in the tail: it begins at count - count % 8, not at 0.",
      { x, y, count in
        lanes(x, y, 0..<count - count % 8).sum() + GivenRungs.plainDot(x, y, count: count)
      }),
    Mistake(
      "the tail's vector loaded from the end",
      "The last eight numbers are loaded as a whole vector: some of them were in the vector before.",
      { x, y, count in
        let whole = count - count % 8
        let last = max(0, count - 8)
        return lanes(x, y, 0..<whole).sum()
          + (count % 8 == 0 ? 0 : GivenRungs.plainDot(x + last, y + last, count: count - last))
      }),
    Mistake(
      "one product in the tail", "The tail has count % 8 products, not one.",
      { x, y, count in
        let whole = count - count % 8
        return lanes(x, y, 0..<whole).sum() + (whole < count ? x[whole] * y[whole] : 0)
      }),
    Mistake(
      "= instead of += in the tail",
      "That is the last product alone: in the tail, add to the sum (+=), do not replace it (=).",
      { x, y, count in count > 0 ? x[count - 1] * y[count - 1] : 0 }),
    Mistake(
      "magnitudes in the tail", "In the tail there are magnitudes: a product may be negative.",
      { x, y, count in
        lanes(x, y, 0..<count - count % 8).sum()
          + (count - count % 8..<count).reduce(0) { $0 + abs(x[$1] * y[$1]) }
      }),
    Mistake(
      "x and y added in the tail",
      "In the tail x and y are added: it is their product that is added to the sum.",
      { x, y, count in
        lanes(x, y, 0..<count - count % 8).sum()
          + (count - count % 8..<count).reduce(0) { $0 + x[$1] + y[$1] }
      }),
    Mistake(
      "x alone in the vectors", "In the vectors there is x alone: multiply by eight numbers of y.",
      { x, y, count in
        (0..<count - count % 8).reduce(tail(x, y, count)) { $0 + x[$1] }
      }),
    Mistake(
      "the last product left out", "The last product is missing: the tail goes to count - 1.",
      { x, y, count in GivenRungs.plainDot(x, y, count: max(0, count - 1)) }),
    Mistake(
      "the first vector of y for all",
      "The vectors of y are all the first one: they begin at y + i, as those of x do.",
      { x, y, count in
        let whole = count - count % 8
        return (0..<whole).reduce(tail(x, y, count)) { $0 + x[$1] * y[$1 % 8] }
      }),
    Mistake(
      "x with itself in the vectors",
      "In the vectors x is multiplied by itself: load eight numbers of x and eight of y.",
      { x, y, count in lanes(x, x, 0..<count - count % 8).sum() + tail(x, y, count) }),
    Mistake(
      "x and y added",
      "x and y are added in the vectors: it is their product that is added to the sums.",
      { x, y, count in
        (0..<count - count % 8).reduce(tail(x, y, count)) { $0 + x[$1] + y[$1] }
      }),
    Mistake(
      "x alone", "That is the sum of x: each number is multiplied by its number of y.",
      { x, _, count in (0..<count).reduce(0) { $0 + x[$1] } }),
    Mistake(
      "the sums as a factor",
      "multiplyAdd(x, y, sum) is x·y + sum: the sums come last.",
      { x, y, count in
        var sums = SIMD8<Float>.zero
        for i in stride(from: 0, to: count - count % 8, by: 8) {
          for lane in 0..<8 { sums[lane] = sums[lane] * x[i + lane] + y[i + lane] }
        }
        return sums.sum() + tail(x, y, count)
      }),
    Mistake(
      "the mean", "That is the mean: nothing is divided by the number of products.",
      { x, y, count in GivenRungs.plainDot(x, y, count: count) / Float(max(count, 1)) }),
    Mistake(
      "x with itself", "That is x times itself: each number of x is multiplied by its number of y.",
      { x, y, count in GivenRungs.plainDot(x, x, count: count) }),
    Mistake(
      "the sums multiplied",
      "That is the sum of x times the sum of y: multiply number by number, then sum.",
      { x, y, count in
        (0..<count).reduce(0) { $0 + x[$1] } * (0..<count).reduce(0) { $0 + y[$1] }
      }),
    Mistake(
      "a tail of x alone", "In the tail there is x alone: it is x[i] * y[i].",
      { x, y, count in
        let whole = count - count % 8
        return lanes(x, y, 0..<whole).sum() + (whole..<count).reduce(0) { $0 + x[$1] }
      }),
    Mistake(
      "only the first lane",
      "That is the first of the eight sums only: v.sum() adds up all of them.",
      { x, y, count in lanes(x, y, 0..<count - count % 8)[0] + tail(x, y, count) }),
    Mistake(
      "= instead of += for the vector",
      "That is the last vector of products alone: add to the sums, do not replace them.",
      { x, y, count in
        let whole = count - count % 8
        return lanes(x, y, max(0, whole - 8)..<whole).sum() + tail(x, y, count)
      }),
    Mistake(
      "the tail alone", "That is the tail alone: the sum of the vector's lanes has to be added.",
      { x, y, count in tail(x, y, count) }),
    Mistake(
      "one number further instead of eight",
      "The vectors overlap: the next one begins eight numbers further, not one.",
      { x, y, count in
        let whole = count - count % 8
        let vectors = (0..<max(0, whole - 7)).map { lanes(x, y, $0..<$0 + 8).sum() }
        return vectors.reduce(0, +) + tail(x, y, count)
      }),
    Mistake(
      "one number further instead of eight, and the rest as the tail",
      "The vectors overlap: the next one begins eight numbers further, not one.",
      { x, y, count in
        let vectors = (0..<max(0, count - 7)).map { lanes(x, y, $0..<$0 + 8).sum() }
        let rest = max(0, count - 7)
        return vectors.reduce(0, +)
          + GivenRungs.plainDot(x + rest, y + rest, count: count - rest)
      }),
    Mistake(
      "the lanes added up in each step",
      "Eight sums side by side would keep most of the ones, which a single one loses beside 2^28: add the "
        + "vector's lanes up once, after the loop.",
      { x, y, count in
        let vectors = stride(from: 0, to: count - count % 8, by: 8).map {
          lanes(x, y, $0..<$0 + 8).sum()
        }
        return vectors.reduce(0, +) + tail(x, y, count)
      }),
  ]

  /// The products that fill no vector.
  private static func tail(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    (count - count % 8..<count).reduce(0) { $0 + x[$1] * y[$1] }
  }

  /// Eight sums over a range whose length is a multiple of eight.
  private static func lanes(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ range: Range<Int>
  ) -> SIMD8<Float> {
    var sums = SIMD8<Float>.zero
    for i in range { sums[(i - range.lowerBound) % 8] += x[i] * y[i] }
    return sums
  }
}
