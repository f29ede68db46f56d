import Curriculum
import Gradus

extension AttendingLesson {
  static let probabilityMistakes: [Mistake<Probability>] = [
    counting(
      "no shorter contexts",
      "That is the frequency alone: the shorter context gets its share k always, not only where c was never seen."
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
      "That is half of each, as with k = count(context): k is how many *different* tokens follow."
    ) { $0.different = { Double($0.count) } },
    counting(
      "k of the shorter context", "k is how many different tokens follow the whole context."
    ) { $0.isDifferentAfterShorter = true },
    counting("k + 1", "That is one more than k: only tokens that follow the context count.") {
      $0.different = { Double(Set($0).count + 1) }
    },
    counting(
      "those that do not follow", "k is how many different tokens follow, not how many do not."
    ) {
      $0.combined = { count, total, different, shorter, vocabulary in
        let others = vocabulary - different
        return total == 0 ? shorter : (count + others * shorter) / (total + others)
      }
    },
    counting("brackets missing above", "All of count + k·p is divided: the brackets are missing.") {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : count + different * shorter / (total + different)
      }
    },
    counting("k added before p", "Only k is multiplied by the shorter context's probability.") {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : (count + different) * shorter / (total + different)
      }
    },
    counting(
      "the whole text below",
      "count(context) is how often something follows the context, not how long the text is."
    ) { $0.totalIsOfText = true },
    counting(
      "c counted in the whole text",
      "count(context, c) is how often c comes after the context, not how often it is in the text."
    ) { $0.countIsOfText = true },
    counting(
      "absolute discounting",
      "That takes 0.75 from each count: here the shorter context's share is k / (count(context) + k)."
    ) {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : (max(count - 0.75, 0) + 0.75 * different * shorter) / total
      }
    },
    counting(
      "the first place alone", "The context may be anywhere in the text: all its places count."
    ) { $0.stopsAtFirst = true },
    counting("the context after the token", "The context comes before the token, not after it.") {
      $0.isBackward = true
    },
    counting(
      "one added without context",
      "The empty context is mixed with 1/V by the same rule: that adds 1 to each count."
    ) { $0.addsOneAtTheEnd = true },
    counting(
      "k of the whole text",
      "k is how many different tokens follow the context, not how many there are in the text."
    ) { $0.isDifferentInText = true },
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
    counting(
      "the last token not counted",
      "A context may also stand before the last token of the text: count to the end."
    ) { $0.skipsTheLast = true },
    counting(
      "only the last token of the context compared",
      "All tokens of the context are compared with the text, not its last one alone."
    ) { $0.matches = { $0.last == $1.last } },
    counting(
      "the context in any order", "The order of the context counts: 0, 1 is not the same as 1, 0."
    ) { $0.matches = { $0.sorted() == $1.sorted() } },
    counting("anywhere before", "The token has to come right after the context.") {
      $0.gap = 1
    },
  ]

  /// Those that show for a token that never follows the context.
  static let neverMistakes: [Mistake<Probability>] = [
    counting(
      "0 for what never followed",
      "What never followed the context has k times the probability of the shorter one."
    ) {
      $0.combined = { count, total, different, shorter, _ in
        total == 0 ? shorter : count == 0 ? 0 : (count + different * shorter) / (total + different)
      }
    },
    counting(
      "the shorter one alone for what never followed",
      "Also what never followed the context is divided by count(context) + k."
    ) {
      $0.combined = { count, total, different, shorter, _ in
        count == 0 ? shorter : (count + different * shorter) / (total + different)
      }
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
    counting("0 / 0 after the unseen", unseenDivides) {
      $0.combined = { count, total, different, shorter, _ in
        (count + different * shorter) / (total + different)
      }
    },
  ]

  static let unseenDivides =
    "0 / 0 is NaN: where nothing follows the context, p is that of the shorter one, and 1/V at the end."

  /// Those that show where a context overlaps with itself.
  static let overlappingContexts: [Mistake<Probability>] = [
    counting(
      "contexts that overlap left out",
      "Contexts may overlap: in 1, 1, 1 the context 1, 1 stands twice. Go on by one token each time."
    ) { $0.jumps = true }
  ]

  /// Those that a long context shows.
  static let longMistakes = [2, 3, 4, 5].map { length in
    counting(
      "the last \(length) tokens", "The whole context counts, however long it is."
    ) { $0.context = { $0.suffix(length) } }
  }

  /// Witten and Bell's rule, of which each step may be changed.
  private struct Counting {
    var context: ([Int]) -> [Int] = { $0 }
    var shorter: ([Int]) -> [Int] = { Array($0.dropFirst()) }
    var different: ([Int]) -> Double = { Double(Set($0).count) }
    var last: ((_ text: [Int]) -> Double)?
    var isMixedAtTheEnd = true
    var countsTheEnd = false
    var (skipsTheFirst, skipsTheLast, isDirect) = (false, false, false)
    var (isDifferentInText, isDifferentAfterShorter) = (false, false)
    var (totalIsOfText, countIsOfText, stopsAtFirst) = (false, false, false)
    var (isBackward, addsOneAtTheEnd) = (false, false)
    /// Whether it goes on after a context that was found, and not after its first token.
    var jumps = false
    var matches: (_ tokens: ArraySlice<Int>, _ context: [Int]) -> Bool = { $0.elementsEqual($1) }
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
      let followers = followers(of: context, in: text)
      let count = Double((countIsOfText ? text : followers).count { $0 == token })
      let isAtTheEnd = countsTheEnd && text.suffix(context.count).elementsEqual(context)
      var total = Double(followers.count + (isAtTheEnd && !context.isEmpty ? 1 : 0))
      if totalIsOfText && total > 0 { total = Double(text.count) }
      if context.isEmpty && !isMixedAtTheEnd && total > 0 { return count / total }
      if context.isEmpty && addsOneAtTheEnd {
        return (count + 1) / (total + Double(vocabulary))
      }
      let other =
        context.isEmpty || isDirect
        ? last?(text) ?? 1 / Double(vocabulary) : ask(token, shorter(context), text, vocabulary)
      let varied =
        isDifferentInText
        ? text
        : isDifferentAfterShorter ? self.followers(of: shorter(context), in: text) : followers
      return combined(count, total, different(varied), other, Double(vocabulary))
    }

    /// The tokens that are counted after the context.
    private func followers(of context: [Int], in text: [Int]) -> [Int] {
      let text = isBackward ? text.reversed() : text
      let context = isBackward ? context.reversed() : context
      var (followers, next) = ([Int](), 0)
      for place in text.indices.dropFirst(
        max(context.count + gap, skipsTheFirst ? 1 : 0))
      {
        let end = place - gap
        let tokens = text[end - context.count..<end]
        if skipsTheLast && place == text.count - 1 || jumps && tokens.startIndex < next { continue }
        if matches(tokens, context) {
          followers.append(text[place])
          next = end
          if stopsAtFirst { break }
        }
      }
      return followers
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
