import Gradus

/// How large a reader is, and how it is trained.
package struct ReaderSize: Sendable {
  let vector: Int
  let width: Int
  let dropout: Double
  let rate: Double
  let epochs: Int
  /// B, how many stretches of the text are read at the same time.
  let readers: Int
  /// T, after how many characters the way back ends.
  let length: Int

  package init(
    vector: Int = 64, width: Int, dropout: Double = 0, rate: Double = 4e-3, epochs: Int,
    readers: Int = 32, length: Int = 64
  ) {
    (self.vector, self.width, self.dropout, self.rate) = (vector, width, dropout, rate)
    (self.epochs, self.readers, self.length) = (epochs, readers, length)
  }
}

/// A kind of recurrent network.
package enum ReaderKind: String, CaseIterable, Sendable {
  case rnn = "RNN"
  case lstm = "LSTM"
  case gru = "GRU"

  /// As large as lesson 9 has set it, see its page.
  package var size: ReaderSize {
    switch self {
    case .rnn: ReaderSize(width: 256, dropout: 0.2, rate: 2e-3, epochs: 20, readers: 16)
    case .lstm: ReaderSize(width: 256, dropout: 0.3, epochs: 25, readers: 16)
    case .gru: ReaderSize(width: 256, dropout: 0.3, rate: 3e-3, epochs: 25, readers: 16)
    }
  }
}

extension Book {
  /// Trains a reader on the book's beginning, up to the part to measure with, and gives its loss there.
  package func testLoss(of kind: ReaderKind, _ size: ReaderSize, seed: UInt64) -> Double {
    switch kind {
    case .rnn: testLoss(of: RecurrentReader<RNNCell<Float>>.self, size, seed)
    case .lstm: testLoss(of: RecurrentReader<LSTMCell<Float>>.self, size, seed)
    case .gru: testLoss(of: RecurrentReader<GRUCell<Float>>.self, size, seed)
    }
  }

  private func testLoss<Cell>(
    of _: RecurrentReader<Cell>.Type, _ size: ReaderSize, _ seed: UInt64
  ) -> Double {
    let model = RecurrentReader<Cell>.trained(
      on: tokens[0..<test], characters: vocabulary.count, size, seed: seed)
    return model.loss(on: tokens[test...], after: tokens[test - 250..<test])
  }
}
