import TensorCore

/// How often which character follows which few: the baseline of every network that learns text.
///
/// Interpolated by Witten and Bell's rule (1991): of what follows a context, as many parts are left to shorter
/// contexts as there were different characters after it,
///
///     p(c | context) = (count(context, c) + d · p(c | shorter context)) / (count(context) + d)
///
/// with d the number of different characters after the context. The shortest context is none, after which
/// comes 1/V.
package struct NGrams: Sendable {
  /// n: a context has up to n − 1 characters.
  package let order: Int
  private let characters: Int
  /// By the context's length: what comes after each context.
  private var contexts: [[UInt64: Followers]]

  private struct Followers {
    var counts: [UInt8: Int] = [:]
    var total = 0
  }

  /// Counts a text of numbers below V, which is at most 128; contexts have at most eight characters.
  package init(order: Int, of text: [Int], characters: Int) {
    self.order = order
    self.characters = characters
    contexts = Array(repeating: [:], count: order)
    for (place, character) in text.enumerated() {
      var key: UInt64 = 1
      for length in 0..<order {
        contexts[length][key, default: Followers()].counts[UInt8(character), default: 0] += 1
        contexts[length][key]!.total += 1
        guard place > length else { break }
        key = key << 7 | UInt64(text[place - 1 - length])
      }
    }
  }

  /// The probability of a character after a context, whose last character comes last; of a smaller order, if
  /// one is given.
  package func probability(
    of character: Int, after context: ArraySlice<Int>, order: Int? = nil
  ) -> Double {
    var probability = 1 / Double(characters)
    var key: UInt64 = 1
    for length in 0..<(order ?? self.order) {
      guard let followers = contexts[length][key] else { break }
      let different = Double(followers.counts.count)
      let count = Double(followers.counts[UInt8(character)] ?? 0)
      probability = (count + different * probability) / (Double(followers.total) + different)
      guard context.count > length else { break }
      key = key << 7 | UInt64(context[context.endIndex - 1 - length])
    }
    return probability
  }

  /// The same with 0.1 added to each count of the longest context, and nothing of shorter ones.
  package func probabilityByAdding(
    of character: Int, after context: ArraySlice<Int>, order: Int
  ) -> Double {
    let length = order - 1
    var key: UInt64 = 1
    for back in 0..<min(length, context.count) {
      key = key << 7 | UInt64(context[context.endIndex - 1 - back])
    }
    let followers = contexts[length][key]
    let count = Double(followers?.counts[UInt8(character)] ?? 0)
    return (count + 0.1) / (Double(followers?.total ?? 0) + 0.1 * Double(characters))
  }

  /// Nats per character of a text, of which the first are only read, not counted.
  package func loss(on text: [Int], from first: Int, order: Int? = nil, adds: Bool = false)
    -> Double
  {
    let order = order ?? self.order
    var sum = 0.0
    for place in first..<text.count {
      let context = text[max(0, place - order + 1)..<place]
      sum -= Double.log(
        adds
          ? probabilityByAdding(of: text[place], after: context, order: order)
          : probability(of: text[place], after: context, order: order))
    }
    return sum / Double(text.count - first)
  }
}
