import Curriculum
import Gradus

extension OptimizationLesson {
  /// The range test, or one with a part exchanged.
  static func rangeTestVariant(
    rate: @escaping @Sendable (_ low: Double, _ high: Double, _ i: Int, _ count: Int) -> Double = {
      $0 * Double.pow($1 / $0, Double($2) / Double($3 - 1))
    },
    stops: @escaping @Sendable (_ loss: Double, _ best: Double, _ first: Double) -> Bool = {
      loss, best, _ in !loss.isFinite || loss > 4 * best
    },
    listsLast: Bool = true,
    suggestion: @escaping @Sendable (_ best: Double, _ rates: [Double]) -> Double = { best, _ in
      best / 10
    }
  ) -> RangeTest {
    { low, high, count, step in
      var rates: [Double] = []
      var losses: [Double] = []
      var best = (rate: low, loss: Double.infinity)
      for i in 0..<count {
        let rate = rate(low, high, i, count)
        let loss = try step(rate)
        let isOver = stops(loss, best.loss, losses.first ?? .infinity)
        if !isOver || listsLast {
          rates.append(rate)
          losses.append(loss)
        }
        if isOver { break }
        if loss < best.loss { best = (rate, loss) }
      }
      return (rates, losses, suggestion(best.rate, rates))
    }
  }

  static let rangeTestMistakes: [Mistake<RangeTest>] = [
    Mistake(
      "the ratio upside down", "The rates fall there: the ratio is high / low.",
      rangeTestVariant(rate: { low, high, i, count in
        low * Double.pow(low / high, Double(i) / Double(count - 1))
      })),
    Mistake(
      "from high to low", "The rates fall from `high` to `low`: they rise from `low` to `high`.",
      rangeTestVariant(rate: { low, high, i, count in
        high * Double.pow(low / high, Double(i) / Double(count - 1))
      })),
    Mistake(
      "doubling", "The ratio of the rates is what `high`, `low` and `count` make it, not 2.",
      rangeTestVariant(rate: { low, _, i, _ in low * Double.pow(2, Double(i)) })),
    Mistake(
      "low missing in the ratio", "It is the ratio high / low that is raised to i / (count − 1).",
      rangeTestVariant(rate: { low, high, i, count in
        low * Double.pow(high, Double(i) / Double(count - 1))
      })),
    Mistake(
      "four more", "It is over above four times the smallest loss, not at 4 more than it.",
      rangeTestVariant(stops: { loss, best, _ in !loss.isFinite || loss > best + 4 })),
    Mistake(
      "a hundredth", "The suggestion is a tenth of the rate of the smallest loss, not a hundredth.",
      rangeTestVariant(suggestion: { best, _ in best / 100 })),
    Mistake(
      "the rate before the best",
      "That is the rate before the best: a tenth of the best one is suggested.",
      rangeTestVariant(suggestion: { best, rates in
        let place = rates.firstIndex(of: best) ?? 0
        return rates.isEmpty ? 0 : rates[max(0, place - 1)]
      })),
    Mistake(
      "the smallest loss begins at 1000",
      "The smallest loss begins at infinity: the first loss may be larger than any number that you choose.",
      { low, high, count, step in
        var (rates, losses, best) = ([Double](), [Double](), (rate: low, loss: 1000.0))
        for i in 0..<count {
          let rate = low * Double.pow(high / low, Double(i) / Double(count - 1))
          let loss = try step(rate)
          rates.append(rate)
          losses.append(loss)
          if !loss.isFinite || loss > 4 * best.loss { break }
          if loss < best.loss { best = (rate, loss) }
        }
        return (rates, losses, best.rate / 10)
      }),
    Mistake(
      "the last rate not tried", "There is a step for each i in 0 ..< count, the last at `high`.",
      { low, high, count, step in
        let all = try rangeTestVariant(rate: { low, high, i, n in
          low * Double.pow(high / low, Double(i) / Double(n))
        })(low, high, max(1, count - 1), step)
        return all
      }),
    Mistake(
      "does not notice NaN",
      "NaN is not above anything, so loss > 4·smallest lets it pass: ask loss.isFinite as well.",
      rangeTestVariant(stops: { loss, best, _ in loss > 4 * best })),
    Mistake(
      "equal differences",
      "Those rates have equal differences, so that nearly all are large: multiply, with pow.",
      rangeTestVariant(rate: { low, high, i, count in
        low + (high - low) * Double(i) / Double(count - 1)
      })),
    Mistake(
      "divided by count",
      "The last rate has to be `high`: the exponent is i / (count − 1), and i ends at count − 1.",
      rangeTestVariant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i) / Double(count))
      })),
    Mistake(
      "starts after the first rate", "The first rate is `low`, at i = 0.",
      rangeTestVariant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i + 1) / Double(count))
      })),
    Mistake(
      "never stops", "The test has to end when the loss explodes: above four times the smallest.",
      rangeTestVariant(stops: { _, _, _ in false })),
    Mistake(
      "compares with the first loss",
      "The test ends later than it should: compare with four times the smallest loss so far, not with the first "
        + "loss, the one before or a mean.",
      rangeTestVariant(stops: { loss, _, first in !loss.isFinite || loss > 4 * first })),
    Mistake(
      "stops when the loss rises",
      "A loss may rise a little: only above four times the smallest is it over.",
      rangeTestVariant(stops: { loss, best, _ in !loss.isFinite || loss > best })),
    Mistake(
      "last one not listed", "The loss that ends the test is still listed, with its rate.",
      rangeTestVariant(listsLast: false)),
    Mistake(
      "suggests the best rate",
      "At the rate of the smallest loss it is about to explode: suggest a tenth of it.",
      rangeTestVariant(suggestion: { best, _ in best })),
    Mistake(
      "suggests a tenth of the last rate",
      "The suggestion is a tenth of the rate of the smallest loss, not of the last rate.",
      rangeTestVariant(suggestion: { _, rates in (rates.last ?? 0) / 10 })),
    Mistake(
      "suggests the last rate", "The suggestion is a tenth of the rate of the smallest loss.",
      rangeTestVariant(suggestion: { _, rates in rates.last ?? 0 })),
    Mistake(
      "factor 10 each time",
      "The ratio of the rates is what `high`, `low` and `count` make it, not 10.",
      rangeTestVariant(rate: { low, _, i, _ in low * Double.pow(10, Double(i)) })),
    Mistake(
      "whole numbers divided", "Whole numbers were divided: Double(i) / Double(count − 1).",
      rangeTestVariant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i / (count - 1)))
      })),
    Mistake(
      "twice", "It is over above four times the smallest loss, and not before.",
      rangeTestVariant(stops: { loss, best, _ in !loss.isFinite || loss > 2 * best })),
    Mistake(
      "at four times", "It is over above four times the smallest loss, not at four times.",
      rangeTestVariant(stops: { loss, best, _ in !loss.isFinite || loss >= 4 * best })),
    Mistake(
      "infinity is not noticed",
      "The first loss may be infinite: infinity is not above four times infinity, so ask isFinite.",
      rangeTestVariant(stops: { loss, best, _ in loss.isNaN || loss > 4 * best })),
    Mistake(
      "−∞ is not noticed", "A loss of −∞ is not finite either: ask isFinite.",
      rangeTestVariant(stops: { loss, best, _ in loss.isNaN || loss == .infinity || loss > 4 * best
      })),
    Mistake(
      "cut off afterward",
      "Steps were taken after the end, at rates that blow up the model: break out of the loop.",
      { low, high, count, step in
        let all = try rangeTestVariant(stops: { _, _, _ in false })(low, high, count, step)
        var place = 0
        return try rangeTestVariant()(low, high, count) { _ in
          defer { place += 1 }
          return all.losses[place]
        }
      }),
    Mistake(
      "the steepest fall",
      "That is the rate at which the loss falls fastest, which the framework's own test suggests. Here it is a "
        + "tenth of the rate of the smallest loss.",
      { low, high, count, step in
        var result = try rangeTestVariant()(low, high, count, step)
        let falls = result.losses.indices.dropFirst().map {
          (place: $0, fall: result.losses[$0 - 1] - result.losses[$0])
        }
        result.suggestion = falls.max { $0.fall < $1.fall }.map { result.rates[$0.place] } ?? low
        return result
      }),
    Mistake(
      "a tenth of the rate before the best",
      "That is a tenth of the rate before the best: take the rate of the smallest loss itself.",
      rangeTestVariant(suggestion: { best, rates in
        rates[max(0, (rates.firstIndex(of: best) ?? 0) - 1)] / 10
      })),
    Mistake(
      "a tenth of the rate after the best",
      "The suggestion is a tenth of the rate of the smallest loss, not of one that comes after it.",
      rangeTestVariant(suggestion: { best, rates in
        rates[min(rates.count - 1, (rates.firstIndex(of: best) ?? 0) + 1)] / 10
      })),
    Mistake(
      "the smallest loss itself", "That is the smallest loss: a tenth of its rate is suggested.",
      { low, high, count, step in
        var result = try rangeTestVariant()(low, high, count, step)
        result.suggestion = result.losses.filter(\.isFinite).min() ?? 0
        return result
      }),
    Mistake(
      "a tenth of the smallest loss",
      "That is a tenth of the smallest loss: a tenth of its rate is suggested.",
      { low, high, count, step in
        var result = try rangeTestVariant()(low, high, count, step)
        result.suggestion = (result.losses.filter(\.isFinite).min() ?? 0) / 10
        return result
      }),
    Mistake(
      "the smallest loss begins at 0",
      "The test ends at once: let the smallest loss begin at infinity, and not at 0 or 1.",
      rangeTestVariant(stops: { loss, best, _ in
        !loss.isFinite || loss > 4 * (best == .infinity ? 0 : best)
      })),
    Mistake(
      "only the last loss not listed",
      "The loss that ends the test is still listed, with its rate.",
      { low, high, count, step in
        var result = try rangeTestVariant()(low, high, count, step)
        if result.losses.count < count { result.losses.removeLast() }
        return result
      }),
    Mistake(
      "a loss that is not finite not listed",
      "The loss that ends the test is still listed, with its rate.",
      { low, high, count, step in
        var result = try rangeTestVariant()(low, high, count, step)
        if let last = result.losses.last, !last.isFinite {
          result.losses.removeLast()
          result.rates.removeLast()
        }
        return result
      }),
    Mistake(
      "rates and losses exchanged", "Rates and losses have changed places: the rates come first.",
      { low, high, count, step in
        let right = try rangeTestVariant()(low, high, count, step)
        return (right.losses, right.rates, right.suggestion)
      }),
  ]
}
