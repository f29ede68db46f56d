import Curriculum
import Gradus

/// The books of the ladder.
enum Library: String, CaseIterable, Sendable {
  case alice = "Alice"
  case asYouLikeIt = "As You Like It"
  case paradiseLost = "Paradise Lost"

  var dataset: Dataset {
    switch self {
    case .alice: .alice
    case .asYouLikeIt: .asYouLikeIt
    case .paradiseLost: .paradiseLost
    }
  }

  /// Four blocks, 64 wide; a longer book is read less often.
  var size: GPTSize { GPTSize(epochs: self == .paradiseLost ? 14 : 20) }
}

extension AttendingExperiment {
  static let networks = ["RNN", "LSTM", "GPT", "GPT on pieces"]

  /// Each book by each network, on its last tenth: three seeds of the GPT, one of the recurrent networks. *On pieces*
  /// is the same GPT on byte pairs of 256 merges.
  static let ladderStudy = Study(
    "ladder", title: "Three books, by networks: trained on nine tenths, measured on the last one",
    columns: ["book, network, seed", "nats per character", "bits per character"],
    rows: Library.allCases.flatMap { book in
      [
        "RNN, 1", "LSTM, 1", "GPT, 1", "GPT, 2", "GPT, 3", "GPT on pieces, 1", "GPT on pieces, 2",
        "GPT on pieces, 3",
      ].map { "\(book.rawValue), \($0)" }
    }
  ) { row, _ in
    let parts = row.split(separator: ", ").map(String.init)
    let (name, seed) = (Library(rawValue: parts[0])!, UInt64(parts[2])!)
    let book = try Book(name.dataset)
    let loss =
      if let kind = ReaderKind(rawValue: parts[1]) {
        book.testLoss(of: kind, kind.size, seed: seed)
      } else if parts[1] == "GPT" {
        book.loss(of: book.trainedGPT(name.size, seed: seed))
      } else {
        lossOnPieces(of: try name.dataset.text(), name.size, seed: seed)
      }
    return [loss.fixed(3), (loss / .log(2)).fixed(3)]
  }

  /// The same small GPT without one of its parts, with three seeds, on the part of Alice to choose with.
  static let ablationStudy = Study(
    "ablations", title: "Two blocks, 64 wide, three epochs of Alice, and one part less",
    columns: ["left out", "nats per character", "least", "most"],
    rows: Ablation.allCases.map(\.rawValue)
  ) { row, _ in
    let book = try Book(.alice)
    let size = GPTSize(layers: 2, dropout: 0, rate: 6e-3, epochs: 3)
    let losses = (1...3).map { seed in
      var generator = RandomGenerator(seed: UInt64(seed))
      var model = AblatedGPT(
        vocabulary: book.vocabulary.count, size, without: Ablation(rawValue: row)!,
        using: &generator)
      model.learn(book.tokens[0..<book.validation], size, seed: UInt64(seed))
      return model.nats(
        of: book.tokens[0..<book.test], from: book.validation, context: size.context)
        / Double(book.test - book.validation)
    }
    return [Statistics(losses).mean, losses.min()!, losses.max()!].map { $0.fixed(2) }
  }

  /// Alice in characters and in pieces of words, with as much work each.
  static let tokensStudy = Study(
    "tokens", title: "Alice in tokens of each kind, at equal work: two blocks, 64 wide",
    columns: ["tokens", "different", "steps", "length", "nats", "nats per character"],
    rows: Cut.allCases.map(\.rawValue)
  ) { row, _ in
    let result = try AttendingExperiment(AttendingAnswers()).tokens(
      Cut(rawValue: row)!, of: Dataset.alice.text(), steps: 1000,
      GPTSize(layers: 2, epochs: 1), seed: 1)
    return [
      "\(result.vocabulary)", "\(result.steps)", result.charactersPerToken.fixed(2),
      result.perToken.fixed(2), result.perCharacter.fixed(2),
    ]
  }
}
