import TensorCore

/// What can be said of a wrong result by comparing it with the right one alone, where it is not that of a
/// known mistake: a sign turned, a factor too many, the last row left out.
///
/// Each sentence says first what is the case, which is true of whoever reads it, and then where it usually
/// comes from.
package struct Symptom {
  private let found: Tensor<Double>
  private let expected: Tensor<Double>
  /// The largest difference of two elements that counts as none.
  private let slack: Double

  /// The most telling sentence, if there is any.
  ///
  /// - Parameter tolerance: The largest difference that counts as none, relative to the largest expected
  ///   number.
  package static func of(
    _ found: Tensor<Double>, insteadOf expected: Tensor<Double>, _ tolerance: Double
  ) -> String? {
    guard expected.elementCount > 0, found.elementCount > 0 else { return nil }
    // An infinite number, as the value of what is impossible, would make any difference count as none.
    let scale = expected.elements.filter(\.isFinite).map(\.magnitude).max() ?? 0
    let symptom = Symptom(
      found: found, expected: expected, slack: 2 * tolerance * (scale > 0 ? scale : 1))
    return found.shape == expected.shape ? symptom.ofNumbers : symptom.ofShape
  }

  /// The same for a single number.
  static func of(_ found: Double, insteadOf expected: Double, _ tolerance: Double) -> String? {
    of(Tensor(found), insteadOf: Tensor(expected), tolerance)
  }

  /// The same for whole numbers in a list: positions, for the most part.
  static func of(_ found: [Int], insteadOf expected: [Int]) -> String? {
    guard !found.isEmpty, !expected.isEmpty else { return nil }
    if found == expected.reversed() { return "The right ones, in reverse order." }
    if found.sorted() == expected.sorted() { return "The right ones, in another order." }
    if found == Array(expected.dropLast()) { return "The last one is missing." }
    if found == Array(expected.dropFirst()) { return "The first one is missing." }
    if found.dropLast() == expected[...] { return "There is one too many, the last." }
    if found.count == expected.count, let shift = shift(found, expected) {
      return shift == 1
        ? "Each is 1 too large: positions are counted from 0."
        : "Each is \(abs(shift)) too \(shift > 0 ? "large" : "small"): does it begin at the right place?"
    }
    return nil
  }

  private static func shift(_ found: [Int], _ expected: [Int]) -> Int? {
    let differences = Set(zip(found, expected).map { $0 &- $1 })
    return differences.count == 1 ? differences.first : nil
  }

  private var ofShape: String? {
    if found.elementCount == expected.elementCount, same(found.elements, expected.elements) {
      return "The numbers are right, only the shape is not."
    }
    if found.rank == 2, expected.rank == 2, found.shape == expected.transposed().shape,
      same(found.elements, expected.transposed().elements)
    {
      return "That is the transpose."
    }
    return nil
  }

  private var ofNumbers: String? {
    let (f, e) = (found.elements, expected.elements)
    if e.allSatisfy(\.isFinite), !f.allSatisfy(\.isFinite) {
      return f.contains(where: \.isNaN)
        ? "NaN comes of 0 / 0, of ∞ − ∞ and ∞ / ∞, and of the root or the logarithm of a negative number."
        : "Infinity comes of a division by 0, or of exp of a large number."
    }
    // Where hardly anything differs, any pattern would fit.
    if same(f, e) { return ofDigits(f, e) }
    return ofEachNumber(f, e) ?? ofOrder(f, e) ?? ofDigits(f, e)
      ?? SymptomPlaces(found, expected, slack).sentence
  }

  /// What has been done to every number alike.
  private func ofEachNumber(_ f: [Double], _ e: [Double]) -> String? {
    let isNegative = e.filter { $0 < -slack }.count > 1
    if same(f, e.map { -$0 }) { return "The sign is turned." }
    if isNegative, same(f, e.map(abs)) {
      return "The sign is lost: those are the magnitudes."
    }
    if isNegative, same(f, e.map { max($0, 0) }) {
      return "What should be negative is 0."
    }
    if f.allSatisfy({ $0 == 0 }), e.count > 1 || e[0].magnitude < 1 {
      return
        "That is 0. Is the result stored and returned? And where whole numbers are divided, what is "
        + "below 1 becomes 0."
    }
    if f.count > 1, e.allSatisfy({ $0.magnitude < 1e6 }), f.allSatisfy({ $0 == $0.rounded() }),
      zip(f, e).allSatisfy({ abs($0 - $1) < 1 })
    {
      return "The part after the point is lost: is there an Int, where it has to be a Double?"
    }
    if let ratio = ratio(f, e) {
      let (times, way) = ratio.magnitude > 1 ? (ratio, "large") : (1 / ratio, "small")
      let isWhole = abs(times - times.rounded()) < 1e-6
      if Set(e.filter { abs($0) > slack }).count > 1 {
        let sign = times < 0 ? "The sign is turned, and " : ""
        let number = isWhole ? "\(Int(times.magnitude.rounded()))" : "\(Float(times.magnitude))"
        return sign + "\(sign.isEmpty ? "All of it" : "all of it") is \(number) times too \(way): "
          + "there is a factor or a divisor too many, or one is missing."
      }
    }
    if f.count > 1, Set(e).count > 1 {
      let offset = f[0] - e[0]
      // Of an offset that is hardly more than none, nobody can say that it is the same everywhere.
      if abs(offset) > 100 * slack, same(f, e.map { $0 + offset }) {
        return
          "Each number is off by the same, \(Float(offset)): something is added to all of them, or "
          + "is not; does a sum begin at 0?"
      }
    }
    return nil
  }

  /// The right numbers at wrong places.
  private func ofOrder(_ f: [Double], _ e: [Double]) -> String? {
    guard f.count > 1 else { return nil }
    if found.rank == 2, found.shape[0] == found.shape[1],
      same(f, expected.transposed().elements)
    {
      return "That is the transpose."
    }
    if same(f, e.reversed()) { return "The right numbers, in reverse order." }
    if same(f.sorted(), e.sorted()) {
      return "The right numbers, at the wrong places: has something been exchanged?"
    }
    var (sum, sums) = (0.0, [Double]())
    for number in e {
      sum += number
      sums.append(sum)
    }
    let width = found.rank == 2 ? found.shape[1] : 1
    let ofRows = sums.indices.map { place in
      let start = place / width * width
      return sums[place] - (start > 0 ? sums[start - 1] : 0)
    }
    if f.count > 2, same(f, sums) || width > 2 && same(f, ofRows) {
      return "Each number has those before it in it: a sum has to begin at 0 each time."
    }
    return nil
  }

  /// Nearly right.
  private func ofDigits(_ f: [Double], _ e: [Double]) -> String? {
    let isNear = zip(f, e).allSatisfy {
      $0 == $1 || $1.isFinite && abs($0 - $1) <= 1e-5 * max(abs($1), slack)
    }
    return isNear
      ? "The first digits are right: has something small been added, a Float been used, a constant with few "
        + "digits, or a difference quotient for a derivative?" : nil
  }

  /// found / expected, where it is the same everywhere.
  private func ratio(_ f: [Double], _ e: [Double]) -> Double? {
    guard let place = e.indices.max(by: { abs(e[$0]) < abs(e[$1]) }), e[place] != 0 else {
      return nil
    }
    let ratio = f[place] / e[place]
    guard ratio.isFinite, abs(ratio) > 1e-4, abs(ratio - 1) > 1e-5 else { return nil }
    return zip(f, e).allSatisfy { abs($0 - ratio * $1) <= slack * max(1, abs(ratio)) } ? ratio : nil
  }

  private func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || abs($0 - $1) <= slack }
  }
}
