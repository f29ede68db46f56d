import Foundation

/// A mark on an axis; a minor mark has an empty label.
struct Tick: Equatable {
  let fraction: Double
  let label: String
}

/// A place digit · 10^exponent on a logarithmic axis.
private struct LogarithmicMark: Equatable {
  let digit: Int
  let exponent: Int
  let fraction: Double
}

extension Axis {
  /// Marks at round values, about `count` of them labeled.
  /// - Parameter unicode: whether labels may use −, × and superscripts.
  func ticks(atMost count: Int, unicode: Bool) -> [Tick] {
    let count = max(count, 1)
    return switch scale {
    case .linear: linearTicks(atMost: count, unicode: unicode)
    case .logarithmic: logarithmicTicks(atMost: count, unicode: unicode)
    }
  }

  /// The most ticks, from `count` downward, whose labels keep `gap` apart along `length`.
  func ticks(
    fitting length: Double, atMost count: Int, gap: Double, unicode: Bool,
    size: (String) -> Double
  ) -> [Tick] {
    for number in stride(from: max(count, 2), to: 1, by: -1) {
      let ticks = ticks(atMost: number, unicode: unicode)
      let labeled = ticks.filter { !$0.label.isEmpty }
      let fits = zip(labeled, labeled.dropFirst()).allSatisfy { before, after in
        (after.fraction - before.fraction) * length
          >= (size(before.label) + size(after.label)) / 2 + gap
      }
      if fits { return ticks }
    }
    // Not even two labels fit beside each other: one is better than an unreadable heap.
    let labeled = ticks(atMost: 2, unicode: unicode).filter { !$0.label.isEmpty }
    return Array(labeled.prefix(1))
  }

  private func linearTicks(atMost count: Int, unicode: Bool) -> [Tick] {
    let least = (upper - lower) / Double(count)
    var exponent = Int(log10(least).rounded(.down))
    var digit = [1, 2, 5].first { decimal($0, exponent) >= least * (1 - 1e-9) }
    if digit == nil {
      digit = 1
      exponent += 1
    }
    let step = decimal(digit!, exponent)
    let first = Int((lower / step - 1e-9).rounded(.up))
    let last = Int((upper / step + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    // Each value is an integer times a power of ten, so that its label has no rounding noise.
    let integers = (first...last).map { $0 * digit! }
    let format = TickFormat(integers: integers, exponent: exponent, unicode: unicode)
    return integers.compactMap { integer in
      fraction(of: decimal(integer, exponent)).map {
        Tick(fraction: min(max($0, 0), 1), label: format.label(integer))
      }
    }
  }

  private func logarithmicTicks(atMost count: Int, unicode: Bool) -> [Tick] {
    let first = Int((log10(lower) - 1e-9).rounded(.up))
    let last = Int((log10(upper) + 1e-9).rounded(.down))
    let decades = log10(upper) - log10(lower)
    let marks = (first - 1...last).flatMap { exponent in
      // Minor marks are only told apart when the decades are few.
      (decades <= 6 ? Array(1...9) : [1]).compactMap { digit -> LogarithmicMark? in
        let fraction = (log10(Double(digit)) + Double(exponent) - log10(lower)) / decades
        guard fraction > -1e-9, fraction < 1 + 1e-9 else { return nil }
        return LogarithmicMark(digit: digit, exponent: exponent, fraction: min(max(fraction, 0), 1))
      }
    }

    let every = max(1, (last - first + count) / count)
    // With less than two decades in view, powers of ten alone would be too few labels.
    let choices = decades < 2 ? [[1, 2, 5], [1, 5], [1]] : [[1]]
    let labeled = choices.map { digits in
      marks.filter { digits.contains($0.digit) && ($0.exponent - first).isMultiple(of: every) }
    }.first { (2...max(count, 2)).contains($0.count) }
    guard let labeled else { return linearTicks(atMost: count, unicode: unicode) }

    let isPlain = labeled.allSatisfy { (-3...3).contains($0.exponent) }
    return marks.map { mark in
      guard labeled.contains(mark) else { return Tick(fraction: mark.fraction, label: "") }
      let write = isPlain ? NumberText.fixed : NumberText.power
      return Tick(fraction: mark.fraction, label: write(mark.digit, mark.exponent, unicode))
    }
  }

  /// integer · 10^exponent; dividing by an exact power rounds once, multiplying by 0.1 would twice.
  private func decimal(_ integer: Int, _ exponent: Int) -> Double {
    exponent < 0
      ? Double(integer) / pow(10, Double(-exponent)) : Double(integer) * pow(10, Double(exponent))
  }
}
