import Curriculum
import Foundation
import Gradus
import Plotting
import Testing

@testable import Curriculum11

/// What lesson 11's page says of its experiment.
@Suite("Experiment of lesson 11")
struct MeaningExperimentTests {
  private func corpus(sentences: Int = 800) throws -> ClassCorpus {
    try ClassCorpus(sentences: sentences, seed: 1, pairs: { try Meaning.pairs($0, window: $1) })
  }

  @Test("at the exact products the expected gradient of every pair is zero")
  func oracle() throws {
    let corpus = try corpus()
    let (exact, noise, k) = (corpus.exactProducts(negatives: 5), corpus.noise, 5.0)
    for word in 0..<ClassCorpus.words.count {
      for context in 0..<ClassCorpus.words.count {
        let probability = 1 / (1 + exp(-exact[word, context]))
        // Drawn beside each other positive, among words without it.
        var negatives = 0.0
        for positive in 0..<ClassCorpus.words.count where positive != context {
          let others = noise.indices.filter { $0 != positive }.map { noise[$0] }.reduce(0, +)
          negatives += corpus.counts[word, positive] * k * noise[context] / others
        }
        let pull = corpus.counts[word, context] * (1 - probability)
        #expect(abs(pull - negatives * probability) < 1e-9 * pull)
      }
    }
  }

  @Test("every pair occurs, and skip-gram finds the exact products and the classes")
  func convergence() throws {
    let corpus = try corpus(sentences: 1500)
    #expect(corpus.counts.min() > 0)
    let result = try withBackend(.simd) {
      try MeaningExperiment(MeaningLesson.lesson.solution)
        .convergence(on: corpus, epochs: 3, seeds: [1])[0]
    }
    #expect(correlation(result.learned, result.exact) > 0.95)
    #expect(result.classmates == 1)
  }

  @Test("the exercises' functions find them, too, a pair at a time")
  func handmade() throws {
    var answers = MeaningAnswers()
    answers.negatives = { try Meaning.negatives($0, positive: $1, draws: $2) }
    answers.update = { try Meaning.update(&$0, $1, negatives: $2, learningRate: $3) }
    answers.neighbors = { try Meaning.neighbors($0, of: $1, count: $2) }
    let result = try MeaningExperiment(answers).handmadeConvergence(
      on: corpus(sentences: 1500), epochs: 1, seed: 1, step: { _, _ in })
    #expect(correlation(result.learned, result.exact) > 0.9)
    #expect(result.classmates == 1)
  }

  @Test("words are cut at what is no letter, and sentences at their ends")
  func words() {
    #expect(
      Words.sentences(of: "It's `Off!' said the Queen; the king, o' th' land 2 \n...")
        == [["it's", "off"], ["said", "the", "queen"], ["the", "king", "o", "th", "land"]])
    #expect(Words.sentences(of: "").isEmpty)
    #expect(Words.sentences(of: " .,! 17").isEmpty)
  }

  @Test("no first word and no review is on both sides of a split")
  func splits() throws {
    let (relations, reviews) = (try RelationData(), try SentimentData())
    for seed in UInt64(1)...3 {
      let rows = try relations.split(seed: seed)
      #expect(Set(rows.training.map(\.first)).isDisjoint(with: rows.test.map(\.first)))
      #expect(rows.training.count + rows.test.count == relations.rows.count)
      let split = try reviews.split(seed: seed)
      let (training, test) = (split.training.map { reviews.reviews[$0] }, split.test)
      #expect(Set(training).isDisjoint(with: test.map { reviews.reviews[$0] }))
      #expect(split.training.count + test.count == 3708)
    }
  }

  @Test("sentences of one word and empty lines have no neighbors, and their words have vectors")
  func lonelyWords() throws {
    let sentences = Words.sentences(of: "\n\nStop.\n\n The king sat.\n\n\n...\nGo!\n")
    #expect(sentences == [["stop"], ["the", "king", "sat"], ["go"]])
    let text = try Meaning.vocabulary(sentences + [[]], minimumCount: 1)
    #expect(text.sentences.map(\.count) == [1, 3, 1, 0])
    let pairs = try Meaning.pairs(text.sentences, window: 4)
    #expect(pairs.count == 6)
    #expect(Set(pairs.map { text.words[$0.center] }) == ["the", "king", "sat"])
    let vectors = try WordVectors(of: Array(repeating: sentences + [[]], count: 6).flatMap { $0 })
    #expect(vectors["stop"] != nil)
    let hasNumbers = vectors.vectors.elements.allSatisfy { $0.isFinite }
    #expect(hasNumbers)
  }

  @Test("a relation with one example is told and completed without a trap, on either side")
  func oneExample() throws {
    var data = try RelationData()
    let antonym = try #require(data.rows.first { $0.relation == 2 })
    data.rows = data.rows.filter { $0.relation == 0 } + [antonym]
    let all = data
    data.rows = data.rows.suffix(41)
    let sentences = Array(repeating: [["the", "king", "sat"], ["the"]], count: 6).flatMap { $0 }
    let vectors = try WordVectors(of: sentences)
    var sides: Set<Bool> = []
    for seed in UInt64(1)...12 where sides.count < 2 {
      let isTested = try data.split(seed: seed).test.contains { $0.relation == 2 }
      guard sides.insert(isTested).inserted else { continue }
      let result = try data.result(vectors, seed: seed)
      for view in result.views.values { #expect(view.count > 0 && view.hits <= view.count) }
    }
    #expect(sides.count == 2)
    let completion = try all.completion(steps: 2, seed: 1)
    #expect(completion.asked > 0)
    for result in [completion.byFrequency, completion.bilinear] {
      #expect(result.rank > 0 && result.rank <= 1)
    }
  }

  @Test("what one types gets an answer, whatever it is")
  func questions() throws {
    let sentences = Array(
      repeating: [["the", "king", "sat"], ["the", "queen", "stood"]], count: 6)
    var question = WordQuestion(vectors: try WordVectors(of: Array(sentences.joined())))
    let style = TerminalStyle(color: false, unicode: false, isTerminal: false, width: 30)
    for (text, expected) in [
      ("King", "king, 6 times:"), ("zebra", "\"zebra\" does not occur"), ("", "> _"),
      ("king queen", "Type one word, or:"), ("the is to king as the is to", "is to"),
      ("king is to sat as queen is to", "king is to sat as queen is"),
      ("king is to zebra as queen is to", "\"zebra\" does not occur"), ("<unknown>", "unknown"),
    ] {
      question.text = text
      try question.ask()
      let screen = question.screen(style)
      #expect(screen.contains(expected), "\(text): \(screen)")
      #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 30 })
    }
  }

  @Test("a share's margin by hand")
  func margin() {
    #expect(Share(hits: 50, count: 100).text == "50.0 ± 9.8 %")
    #expect(abs(correlation([1, 2, 3], [2, 4, 6]) - 1) < 1e-15)
    #expect(abs(correlation([1, 2, 3], [3, 2, 1]) + 1) < 1e-15)
  }
}
