import Curriculum
import Gradus

/// Sentences of product reviews, and how each is meant.
struct SentimentData: Sendable {
  static let labels = ["negative", "neutral", "positive"]

  let sentences: [[String]]
  let labels: [Int]
  /// The review that each sentence is from.
  let reviews: [String]

  init() throws {
    let table = try Dataset.sentiment.table()
    sentences = try table.strings("text").map { Array(Words.sentences(of: $0).joined()) }
    labels = try table.strings("label").map { Self.labels.firstIndex(of: $0)! }
    reviews = try table.strings("id").map { String($0.prefix { $0 != "_" }) }
  }

  /// Which sentences to train with, and which to test with: no review is in both.
  func split(seed: UInt64) throws -> (training: [Int], test: [Int]) {
    var generator = RandomGenerator(seed: seed)
    return try Meaning.splitByWord(reviews, testShare: 0.2, using: &generator)
  }

  func labels(of rows: [Int]) -> Tensor<Int> { Tensor(rows.map { labels[$0] }) }
}

extension SentimentData {
  /// The words of the training sentences that are counted, and a regression on them.
  struct CountingResult {
    let words: [String]
    let share: Share
    let majority: Share
    /// How much a word speaks for positive and against negative.
    let weights: [Float]
  }

  func counting(seed: UInt64) throws -> CountingResult {
    let (training, test) = try split(seed: seed)
    let text = try Meaning.vocabulary(training.map { sentences[$0] }, minimumCount: 3)
    let numbers = text.numbers
    func features(_ rows: [Int]) -> Tensor<Float> {
      var elements = [Float](repeating: 0, count: rows.count * text.words.count)
      for (row, place) in rows.enumerated() {
        for word in sentences[place] {
          if let number = numbers[word] { elements[row * text.words.count + number] = 1 }
        }
      }
      return Tensor(shape: [rows.count, text.words.count], elements: elements)
    }
    let model = SoftmaxRegression(
      features(training), labels(of: training), classes: 3, decay: 3e-3)
    let weights = model.layer.weight.value
    let hits = test.count { labels[$0] == 2 }
    return CountingResult(
      words: text.words, share: model.share(of: features(test), labels(of: test)),
      majority: Share(hits: hits, count: test.count),
      weights: (weights[2, 0...] - weights[0, 0...]).elements)
  }

  /// A regression on the mean of the vectors of a sentence's words.
  func meaning(of vectors: WordVectors, seed: UInt64) throws -> Share {
    let (training, test) = try split(seed: seed)
    let size = vectors.vectors.shape[1]
    func features(_ rows: [Int]) -> Tensor<Float> {
      let means = rows.map { row -> Tensor<Double> in
        let known = sentences[row].compactMap(vectors.number(of:))
        return known.isEmpty ? .zeros([size]) : vectors.vectors.gather(known).mean(along: 0)
      }
      return Tensor(
        shape: [rows.count, size], elements: means.flatMap { $0.elements.map(Float.init) })
    }
    let model = SoftmaxRegression(
      features(training), labels(of: training), classes: 3, decay: 1e-4)
    return model.share(of: features(test), labels(of: test))
  }

  /// The same on vectors of the training sentences themselves.
  func meaningOfReviews(seed: UInt64) throws -> Share {
    let rows = try split(seed: seed).training
    return try meaning(of: WordVectors(of: rows.map { sentences[$0] }, minimumCount: 3), seed: seed)
  }
}

extension MeaningExperiment {
  static let sentimentStudy = Study(
    "sentiment", title: "Sentences of reviews told right, in percent, on reviews that are new",
    columns: [
      "split", "always positive", "mean, books", "mean, reviews", "counts of words", "LSTM",
    ],
    rows: (1...10).map(String.init)
  ) { row, _ in
    let (data, seed) = (try SentimentData(), UInt64(row)!)
    let counting = try data.counting(seed: seed)
    return [
      counting.majority, try data.meaning(of: .ofBooks(), seed: seed),
      try data.meaningOfReviews(seed: seed), counting.share, try data.lstm(seed: seed),
    ].map { (100 * $0.value).fixed(1) }
  }
}
