import Curriculum
import Gradus

/// A book as numbers: eight tenths to learn from, one to choose with, one to measure with.
struct Book: Sendable {
  let vocabulary: CharacterVocabulary
  let tokens: Tensor<Int>
  /// Where the part to choose with begins, and where the one to measure with.
  let (validation, test): (Int, Int)

  init(_ book: Dataset, first count: Int = .max) throws {
    let text = String(try book.text().prefix(count))
    vocabulary = CharacterVocabulary(of: text)
    tokens = try vocabulary.encode(text)
    (validation, test) = (tokens.shape[0] * 8 / 10, tokens.shape[0] * 9 / 10)
  }

  var size: Int { tokens.shape[0] }
}

extension RememberingExperiment {
  /// Nats per character of n-grams of one order.
  struct NGramLoss: Sendable {
    let order: Int
    /// Interpolated: on the part to choose with, and on that to measure with.
    let (validation, test): (Double, Double)
    /// With 0.1 added to each count instead, on the part to measure with.
    let adding: Double
  }

  /// n-grams of each order: those that are to choose with have counted the first part alone, those to measure
  /// with the second as well.
  func nGrams(_ book: Book, orders: Int = 8) -> [NGramLoss] {
    let tokens = book.tokens.elements
    let count = book.vocabulary.count
    func grams(_ end: Int) -> NGrams {
      NGrams(order: orders, of: Array(tokens[..<end]), characters: count)
    }
    let (first, both) = (grams(book.validation), grams(book.test))
    return (1...orders).map { order in
      NGramLoss(
        order: order,
        validation: first.loss(
          on: Array(tokens[..<book.test]), from: book.validation, order: order),
        test: both.loss(on: tokens, from: book.test, order: order),
        adding: both.loss(on: tokens, from: book.test, order: order, adds: true))
    }
  }

  /// A kind of recurrent network.
  enum Kind: String, CaseIterable, Sendable {
    case rnn = "RNN"
    case lstm = "LSTM"
    case gru = "GRU"
  }

  /// Trains a reader on the book's beginning, up to `end`, and gives its loss on the tenth after that.
  func readerLoss(
    _ kind: Kind, _ book: Book, upTo end: Int, _ size: ReaderSize, seed: UInt64
  ) throws -> Double {
    switch kind {
    case .rnn: try loss(of: RecurrentReader<RNNCell<Float>>.self, book, end, size, seed)
    case .lstm: try loss(of: RecurrentReader<LSTMCell<Float>>.self, book, end, size, seed)
    case .gru: try loss(of: RecurrentReader<GRUCell<Float>>.self, book, end, size, seed)
    }
  }

  private func loss<Cell>(
    of _: RecurrentReader<Cell>.Type, _ book: Book, _ end: Int, _ size: ReaderSize, _ seed: UInt64
  ) throws -> Double {
    let model = try RecurrentReader<Cell>.trained(
      on: book.tokens[0..<end], characters: book.vocabulary.count, size, seed: seed)
    let stop = end == book.test ? book.size : book.test
    return model.loss(on: book.tokens[end..<stop], after: book.tokens[end - 250..<end])
  }
}
