import Gradus

/// Lesson 11: word vectors, and relations between words.
enum Meaning {
  // MARK: Words and their company

  /// The words of a text, and its sentences as numbers of words.
  ///
  /// The list begins with "<unknown>". After it stand the words that occur at least `minimumCount` times in all
  /// sentences together, the most frequent first; words of equal count stand in alphabetical order, as `<` has it.
  /// In the sentences each word becomes its place in the list, and each word that is not there becomes 0. A
  /// sentence without words stays: as an empty list.
  ///
  ///     vocabulary([["the", "cat", "sat"], ["the", "dog"]], minimumCount: 2)
  ///     // words ["<unknown>", "the"], sentences [[1, 0, 0], [1, 0]]
  ///
  /// - Parameters:
  ///   - sentences: Words, compared as they stand: with capitals and signs. None is "<unknown>".
  ///   - minimumCount: At least 1.
  /// - Returns: `EncodedText(words: …, sentences: …)`.
  static func vocabulary(_ sentences: [[String]], minimumCount: Int) throws -> EncodedText {
    throw Todo()
  }

  /// The pairs of a word, the center, and one of its neighbors, the context.
  ///
  /// Neighbors are the words of the same sentence that stand at most `window` places before or after the center. The
  /// place itself is none, but an equal word at another place is one. The order: sentence after sentence, in each
  /// sentence center after center, and for each center its neighbors from the left to the right.
  ///
  ///     pairs([[5, 6, 7], [8]], window: 1)     // (5, 6), (6, 5), (6, 7), (7, 6): 8 has no neighbor
  ///
  /// - Parameters:
  ///   - sentences: Numbers of words; a sentence may be empty.
  ///   - window: At least 1; it may be longer than a sentence.
  /// - Returns: `WordPair(center: …, context: …)` for each; pairs that occur twice stand there twice.
  static func pairs(_ sentences: [[Int]], window: Int) throws -> [WordPair] {
    throw Todo()
  }

  /// How much more often than by chance two words stand near each other: positive pointwise mutual information.
  ///
  /// By chance a row's word and a column's word would meet as often as they are frequent; N is the sum of all counts:
  ///
  ///     expected[i, j] = (sum of row i) · (sum of column j) / N
  ///     result[i, j] = max(0, log(counts[i, j] / expected[i, j])), and 0 where counts[i, j] is 0
  ///
  /// The logarithm is the natural one. A row or a column may be all zeros, and so may be all counts.
  ///
  ///     positiveInformation([[4, 0], [0, 4]])     // [[log 2, 0], [0, log 2]]: 4·4/8 = 2 are expected
  ///
  /// - Parameter counts: How often a word of a row and one of a column are neighbors: whole numbers, at least 0, shape
  ///   [V, C]. There may be more columns than rows, or fewer; and the table need not be symmetric.
  /// - Returns: Shape [V, C].
  static func positiveInformation(_ counts: Tensor<Double>) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Learning vectors

  /// Draws words that are not the neighbor: the negatives, one for each draw.
  ///
  /// A word's weight is its count to the power ¾, `Double.pow(count, 0.75)`, or `counts.pow(0.75)` of all. That of the
  /// positive is 0 instead: it is never its own negative. A draw r between 0 and 1 picks the first word at which the sum of
  /// the weights, from word 0 on, exceeds r times the sum of all weights. A word may be picked more than once.
  ///
  ///     negatives([1, 16, 81], positive: 2, draws: [0.05, 0.5])     // [0, 1]: the weights are 1, 8 and 0
  ///
  /// - Parameters:
  ///   - counts: How often each word occurs, shape [V], at least 0. At least one word other than the positive has a
  ///     count above 0.
  ///   - positive: The number of the word that is the neighbor.
  ///   - draws: Each at least 0, and below 1.
  /// - Returns: The number of a word for each draw, in their order.
  static func negatives(_ counts: Tensor<Double>, positive: Int, draws: [Double]) throws -> [Int] {
    throw Todo()
  }

  /// The loss of one pair of words and K negatives, with its gradients (Mikolov and others, 2013).
  ///
  /// The model says how likely it is that u stands near v: σ(v·u), with σ(x) = 1 / (1 + e⁻ˣ). For a pair from the
  /// text this should be near 1, and for each negative n, a stranger that was only drawn, σ(v·n) should be near 0:
  ///
  ///     loss = −log σ(v·u) − Σ log σ(−v·n)             over the K negatives n, not divided by K
  ///     of v = (σ(v·u) − 1)·u + Σ σ(v·n)·n
  ///     of u = (σ(v·u) − 1)·v
  ///     of each n = σ(v·n)·v
  ///
  /// A product may be some thousands, of either sign, and the loss has to stay a number: −log σ(−x) is
  /// log(1 + eˣ), and this is max(x, 0) + log(1 + e^(−|x|)), which does not overflow. `Double.exp(x)` is eˣ,
  /// and `Double.log1p(x)` is log(1 + x). σ itself needs no such care: of one number it is 1 / (1 + Double.exp(-x)), and
  /// `x.sigmoid()` gives it of each number of a tensor.
  ///
  ///     pairLoss([1, 0], [0, 1], [[0, 2]])
  ///     // both products are 0, and σ(0) = 0.5: loss 2·log 2, center [0, 0.5], context [−0.5, 0],
  ///     // negatives [[0.5, 0]]
  ///
  /// - Parameters:
  ///   - center: v, shape [D].
  ///   - context: u, shape [D].
  ///   - negatives: The rows n, shape [K, D], K at least 1. A row may stand there several times.
  /// - Returns: `PairLoss(loss: …, center: …, context: …, negatives: …)`; the gradients have the shapes of the
  ///   vectors.
  static func pairLoss(
    _ center: Tensor<Double>, _ context: Tensor<Double>, _ negatives: Tensor<Double>
  ) throws -> PairLoss {
    throw Todo()
  }

  /// One step of gradient descent on both tables: learning from one pair and its negatives.
  ///
  /// The center's vector is a row of `centers`; those of the context and of the negatives are rows of `contexts`.
  /// Take the gradients of `pairLoss` at the tables as they are, all of them before any row changes. Then from each
  /// of these rows, subtract `learningRate` times its gradient. A word that was drawn several times has a gradient
  /// for each time, and all are subtracted. No other row changes.
  ///
  ///     // centers [[1, 0], [5, 5]], contexts [[0, 1], [0, 2]]
  ///     update(&tables, WordPair(center: 0, context: 0), negatives: [1], learningRate: 1)
  ///     // centers [[1, −0.5], [5, 5]], contexts [[0.5, 1], [−0.5, 2]]
  ///
  /// Rows are taken and changed as in `tables.centers[word, 0...] -= …`; `table.gather([2, 0])` takes rows 2 and 0.
  ///
  /// - Parameters:
  ///   - tables: The vectors of V words, shape [V, D] in each table; changes.
  ///   - pair: Two words that stand near each other; a word may be its own neighbor.
  ///   - negatives: K words, at least 1: any but `pair.context`, also several times.
  ///   - learningRate: How large a step is, at least 0.
  static func update(
    _ tables: inout WordTables, _ pair: WordPair, negatives: [Int], learningRate: Double
  ) throws {
    throw Todo()
  }

  // MARK: What vectors know

  /// The words that are most like one word: those whose vectors have the largest cosines with its own.
  ///
  ///     cosine(x, y) = x·y / (‖x‖·‖y‖)          from −1 to 1; the lengths ‖x‖ = √(x₁² + x₂² + …) do not matter
  ///
  /// The word itself is not among them. The nearest comes first, and of words whose cosines are equal, the one with
  /// the smaller number.
  ///
  ///     neighbors([[1, 0], [2, 1], [0, 3]], of: 0, count: 1)     // [1]: the cosines are 0.89 and 0
  ///
  /// - Parameters:
  ///   - vectors: A row for each of V words, shape [V, D]; none of all zeros.
  ///   - word: Whose neighbors are asked for.
  ///   - count: How many, at least 0. Where there are fewer other words, all of them come.
  /// - Returns: The words' numbers.
  static func neighbors(_ vectors: Tensor<Double>, of word: Int, count: Int) throws -> [Int] {
    throw Todo()
  }

  /// The word that is to c as b is to a: from man to woman, so from king to …
  ///
  /// Divide each vector by its length first. The step from a to b, taken from c, leads to b − a + c; the answer is
  /// the word with the largest product with this vector. The three words themselves are no answer: one of
  /// them is the nearest too often. Of words with equal products, the one with the smaller number is taken.
  ///
  ///     analogy([[1, 0], [0, 1], [3, 0], [0, 2], [-1, 0]], a: 0, b: 1, c: 2)
  ///     // [0, 1] − [1, 0] + [1, 0] = [0, 1]; words 3 and 4 are left, of products 1 and 0: 3
  ///
  /// - Parameters:
  ///   - vectors: A row for each of V words, shape [V, D]; none of all zeros.
  ///   - a: A word.
  ///   - b: What a is to.
  ///   - c: A word; it may be a or b, too. At least one word is none of the three.
  /// - Returns: The number of a fourth word.
  static func analogy(_ vectors: Tensor<Double>, a: Int, b: Int, c: Int) throws -> Int {
    throw Todo()
  }

  // MARK: Relations

  /// How well a relation fits two words: a score, and its gradients.
  ///
  /// The relation is a matrix M [D, D] between the vector l [D] of the left word and the vector r [D] of the right:
  /// the score is lᵀ·M·r = Σᵢⱼ l[i] · M[i, j] · r[j], a number without bounds. With it come its gradients (of the
  /// score itself, not of a loss): of l and of r with shape [D], of M with shape [D, D].
  ///
  /// Example: for l = [1, 2], M = [[0, 1], [0, 0]] and r = [3, 4] only M[0, 1] counts, and the score is 1 · 1 · 4 = 4.
  /// The gradient of l is [4, 0], that of M is [[3, 4], [6, 8]], and that of r is [0, 1].
  ///
  /// - Parameters:
  ///   - left: The left word's vector l, shape [D]; D is at least 1.
  ///   - relation: The relation's matrix M, shape [D, D], not symmetric in general.
  ///   - right: The right word's vector r, shape [D].
  /// - Returns: `RelationScore(score: …, left: …, relation: …, right: …)`; the gradients have the shapes of the
  ///   arguments.
  static func relationScore(
    _ left: Tensor<Double>, _ relation: Tensor<Double>, _ right: Tensor<Double>
  ) throws -> RelationScore {
    throw Todo()
  }

  /// How high right answers stand in lists of scores, on average.
  ///
  /// Each of N questions has a row of scores, one for each of V words. The answer's rivals are the other words, but
  /// for those in `known[row]`: they are right as well, and are left out. Its rank is 1 + (the number of rivals with a
  /// higher score) + ½ · (the number of rivals with the same score), so it may end with a half. The answer itself counts
  /// even where it is in `known[row]`.
  ///
  /// Returned are the mean of 1 / rank over the questions, and the share of questions whose rank is at most k, from 0 to 1.
  ///
  /// Example: of scores [0.9, 0.5, 0.7], the answer is word 1, and word 0 is known. Only word 2 stands before it: its rank
  /// is 2, so the mean of 1 / rank is 0.5, and with k = 1 the share is 0. Four equal scores give rank 2.5.
  ///
  /// - Parameters:
  ///   - scores: The higher, the better, shape [N, V]; N is at least 1.
  ///   - answers: The right word of each question, N numbers below V.
  ///   - known: Of each question, other right words, in any order; some may occur twice.
  ///   - k: How many places count as a hit, at least 1; it may be above V.
  static func ranking(
    _ scores: Tensor<Double>, answers: [Int], known: [[Int]], k: Int
  ) throws -> (meanReciprocalRank: Double, hits: Double) {
    throw Todo()
  }

  /// Divides rows into some to train with and some to test with, so that no word is on both sides.
  ///
  /// Each row has a word, and many rows may have the same. Of the distinct words, `testShare` · (their number), rounded to
  /// the nearest whole number (a half upward, as `rounded()` does), go to the test with all of their rows; all other rows
  /// are for training. Each choice of that many words is as likely as any other, however many rows the words have.
  ///
  /// The words are drawn from `generator` alone, in a way of your own: with the same seed the same rows give the same split
  /// in each run of the program. If the list is given twice in a row, as `words + words`, the same words go to the test.
  /// (The order of a `Set` is another one in each run.)
  ///
  /// Example: [a, b, a] with share 0.5 has two words, of which one is for the test: either test [1] and
  /// training [0, 2], or test [0, 2] and training [1].
  ///
  /// - Parameters:
  ///   - words: The word of each row, at least one.
  ///   - testShare: The share of the distinct words that go to the test, from 0 to 1.
  ///   - generator: Draws the words. Where there is a choice it must have moved on afterward, so that the next split is
  ///     another one.
  /// - Returns: The numbers of the rows of either side, from 0, in any order.
  static func splitByWord(
    _ words: [String], testShare: Double, using generator: inout RandomGenerator
  ) throws -> (training: [Int], test: [Int]) {
    throw Todo()
  }
}
