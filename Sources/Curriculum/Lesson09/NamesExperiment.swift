import Curriculum
import Gradus

/// First names, in random order: nine tenths to learn from, one to measure with.
package struct Names: Sendable {
  package let training: [String]
  package let heldOut: [String]
  /// All letters, and the line's end, which is number 0 and ends each name.
  package let vocabulary: CharacterVocabulary

  package init(first count: Int = .max, seed: UInt64 = 1) throws {
    let names = Set(try Dataset.firstNames.table().strings("name").map { $0.lowercased() }).sorted()
    var generator = RandomGenerator(seed: seed)
    let order = generator.permutation(names.count).prefix(count).map { names[$0] }
    let end = order.count * 9 / 10
    (training, heldOut) = (Array(order[..<end]), Array(order[end...]))
    vocabulary = CharacterVocabulary(of: names.joined() + "\n")
  }

  /// The names one after the other, each with its end; the text begins with an end, too.
  package func text(of names: [String]) throws -> Tensor<Int> {
    try vocabulary.encode("\n" + names.map { $0 + "\n" }.joined())
  }

  /// The share of these that is new, and the share of the new ones that is among those held out.
  package func judge(_ written: [String]) -> (new: Double, heldOut: Double) {
    let (known, kept) = (Set(training), Set(heldOut))
    let new = written.filter { !known.contains($0) }
    func share(_ part: [String], of all: [String]) -> Double {
      Double(part.count) / Double(max(1, all.count))
    }
    return (share(new, of: written), share(new.filter(kept.contains), of: new))
  }
}

extension RememberingExperiment {
  /// What a trained model wrote, at one temperature.
  struct WrittenNames: Sendable {
    let temperature: Double
    let names: [String]
    let share: (new: Double, heldOut: Double)
  }

  /// An LSTM that has learned names, and the names that it wrote.
  func names(
    _ names: Names, epochs: Int, count: Int, seed: UInt64
  ) throws -> (loss: Double, written: [WrittenNames]) {
    let size = ReaderSize(
      vector: 24, width: 96, dropout: 0.2, rate: 5e-3, epochs: epochs, readers: 32, length: 32)
    let text = try names.text(of: names.training)
    let model = RecurrentReader<LSTMCell<Float>>.trained(
      on: text, characters: names.vocabulary.count, size, seed: seed)
    let heldOut = try names.text(of: names.heldOut)
    let loss = model.loss(on: heldOut[1...], after: text[(text.shape[0] - 100)...])
    var generator = RandomGenerator(seed: seed &+ 7)
    let written = [0.5, 1, 1.5].map { temperature in
      let written = (0..<count).map { _ in
        let name = model.continuing(
          [0], until: 0, atMost: 20, temperature: temperature, using: &generator)
        return names.vocabulary.decode(Tensor(name))
      }
      return WrittenNames(
        temperature: temperature, names: written, share: names.judge(written))
    }
    return (loss, written)
  }
}
