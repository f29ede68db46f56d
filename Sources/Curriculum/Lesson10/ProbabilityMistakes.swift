import Curriculum
import Gradus

extension AttendingLesson {
  static let probabilityMistakes: [Mistake<Probability>] = [
    counting(
      "no shorter contexts",
      "That is the frequency alone: what was never seen after the context gets 0."
    ) {
      $0.combined = { count, total, _, _, _ in total == 0 ? 0 : count / total }
    },
    counting(
      "one added to each count", "That adds 1 to each count: shorter contexts know more than that."
    ) {
      $0.combined = { count, total, _, _, vocabulary in (count + 1) / (total + vocabulary) }
    },
    counting(
      "all followers in place of the different ones",
      "k is how many different tokens follow the context: each of them counts once."
    ) { $0.different = { Double($0.count) } },
    counting("k is V", "k is how many different tokens follow the context, not V.") {
      $0.combined = { count, total, _, shorter, vocabulary in
        (count + vocabulary * shorter) / (total + vocabulary)
      }
    },
    counting("k is 1", "k is how many different tokens follow the context, not 1.") {
      $0.different = { _ in 1 }
    },
    counting(
      "k missing below", "k belongs below as well: else the probabilities add up to more than 1."
    ) {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : (count + different * shorter) / total
      }
    },
    counting("k missing above", "The shorter context's probability is multiplied by k.") {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : (count + shorter) / (total + different)
      }
    },
    counting(
      "the last token left out",
      "The shorter context leaves out the first token: the nearest ones stay."
    ) { $0.shorter = { Array($0.dropLast()) } },
    counting("straight to no context", "The shorter context is one token shorter, not empty.") {
      $0.shorter = { _ in [] }
    },
    counting(
      "the context in reverse", "The context's last token comes last, as it stands in the text."
    ) {
      $0.context = { $0.reversed() }
    },
    counting("the token before alone", "The whole context counts, not its last token alone.") {
      $0.context = { $0.suffix(1) }
    },
    counting("the context ignored", "The context does not count.") { $0.context = { _ in [] } },
    counting("ends with 0", "The context that is shorter than the empty one says 1/V, not 0.") {
      $0.last = { _ in 0 }
    },
    counting("ends with 1", "The context that is shorter than the empty one says 1/V, not 1.") {
      $0.last = { _ in 1 }
    },
    counting(
      "ends with one of those that occur",
      "V is the size of the vocabulary, also of tokens that never occur."
    ) { $0.last = { 1 / Double(Set($0).count) } },
    counting(
      "the frequency after no context",
      "The empty context has a shorter one, too: 1/V, which gets its share."
    ) { $0.isMixedAtTheEnd = false },
    counting(
      "the context at the end counted",
      "At the end of the text nothing follows the context: count(context) is how often something does."
    ) { $0.countsTheEnd = true },
    counting(
      "the first token not counted",
      "The empty context stands before every token of the text, also before the first."
    ) { $0.skipsTheFirst = true },
    counting(
      "no contexts between", "Each shorter context has a say: not only the whole one, and 1/V."
    ) {
      $0.isDirect = true
    },
    counting("anywhere before", "The token has to come right after the context.") {
      $0.gap = 1
    },
  ]

  /// Those that show after a context that nothing follows.
  static let unseenMistakes: [Mistake<Probability>] = [
    counting(
      "0 after the unseen",
      "After a context that nothing follows, p is that of the shorter one, not 0."
    ) {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? 0 : (count + different * shorter) / (total + different)
      }
    },
    counting(
      "1/V after the unseen",
      "After a context that nothing follows, p is that of the shorter one, not 1/V."
    ) {
      $0.combined = { count, total, different, shorter, vocabulary in
        total == 0 ? 1 / vocabulary : (count + different * shorter) / (total + different)
      }
    },
    counting("0 / 0 after the unseen", "") {
      $0.combined = { count, total, different, shorter, _ in
        (count + different * shorter) / (total + different)
      }
    },
  ]

  /// Witten and Bell's rule, of which each step may be changed.
  private struct Counting {
    var context: ([Int]) -> [Int] = { $0 }
    var shorter: ([Int]) -> [Int] = { Array($0.dropFirst()) }
    var different: ([Int]) -> Double = { Double(Set($0).count) }
    var last: ((_ text: [Int]) -> Double)?
    var isMixedAtTheEnd = true
    var countsTheEnd = false
    var (skipsTheFirst, isDirect) = (false, false)
    /// How many tokens lie between the context and what is counted.
    var gap = 0
    var combined:
      (
        _ count: Double, _ total: Double, _ different: Double, _ shorter: Double,
        _ vocabulary: Double
      ) -> Double = { count, total, different, shorter, _ in
        total == 0 ? shorter : (count + different * shorter) / (total + different)
      }

    func ask(_ token: Int, _ context: [Int], _ text: [Int], _ vocabulary: Int) -> Double {
      var followers: [Int] = []
      for place in text.indices.dropFirst(
        max(context.count + gap, skipsTheFirst ? 1 : 0))
      {
        let end = place - gap
        if text[end - context.count..<end].elementsEqual(context) { followers.append(text[place]) }
      }
      let count = Double(followers.count { $0 == token })
      let isAtTheEnd = countsTheEnd && text.suffix(context.count).elementsEqual(context)
      let total = Double(followers.count + (isAtTheEnd && !context.isEmpty ? 1 : 0))
      if context.isEmpty && !isMixedAtTheEnd && total > 0 { return count / total }
      let other =
        context.isEmpty || isDirect
        ? last?(text) ?? 1 / Double(vocabulary) : ask(token, shorter(context), text, vocabulary)
      return combined(count, total, different(followers), other, Double(vocabulary))
    }
  }

  private static func counting(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Counting) -> Void
  ) -> Mistake<Probability> {
    Mistake(name, why) { token, context, text, vocabulary in
      var counting = Counting()
      change(&counting)
      return counting.ask(token, Array(counting.context(context)), text, vocabulary)
    }
  }
}
