import Curriculum
import Foundation
import Gradus
import Plotting
import Testing

@testable import Curriculum10

/// What lesson 10's page says of its experiment.
@Suite("Experiment of lesson 10")
struct AttendingExperimentTests {
  let experiment = AttendingExperiment(AttendingLesson.lesson.solution)

  @Test("the same GPT on single numbers, on tensors and on SIMD has the same losses, to 1e-12")
  func threeTimes() throws {
    let result = try experiment.threeTimes(steps: 20, runs: 1, seed: 1)
    #expect(result.losses.map(\.count) == [20, 20, 20])
    #expect(result.difference < 1e-12)
    #expect((4000..<4400).contains(result.parameters))
    // It learns, so that equal losses say something of gradients and updates.
    let losses = result.losses[0]
    let (first, last) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
    #expect(last < first - 1)
  }

  @Test("a block with one head learns to look back in reverse order") func reversal() throws {
    let result = withBackend(.simd) { experiment.reversal(length: 5, steps: 150, seed: 2) }
    #expect(result.accuracy > 0.95)
    for row in 0..<5 { #expect(result.map[row, 4 - row] > 0.6) }
  }

  @Test("without positions the order of the words before plays no role, with them it does")
  func orders() {
    for (positions, change) in experiment.orders(seed: 3) {
      #expect(positions == .none ? change < 1e-12 : change > 1e-6)
    }
  }

  @Test("the worked sentence is what the formula says") func sentence() {
    let sentence = AttendingExperiment.WorkedSentence()
    let powers = [6.0, 0, 2].map { exp($0 / 2.0.squareRoot()) }
    for (word, power) in powers.enumerated() {
      let share = power / powers.reduce(0, +)
      #expect(abs(sentence.weights(isCausal: true)[2, word] - share) < 1e-12)
    }
    #expect(sentence.weights(isCausal: true)[2, 3] == 0)
  }

  /// Gives every token the same probability.
  private struct Uniform: TextModel {
    mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
      Variable(.zeros([tokens.shape[0], tokens.shape[1], 4]))
    }
    mutating func visitParameters(_ visit: ParameterVisit<Float>) {}
  }

  @Test("each held-out token is counted once", arguments: [1, 3, 4, 5, 63, 64, 65, 200])
  func counting(count: Int) {
    let text = Tensor<Int>(repeating: 0, shape: [20 + count])
    let nats = Uniform().nats(of: text, from: 20, context: 8)
    #expect(abs(nats - Double(count) * log(4)) < 1e-4)
  }

  @Test("nats are the sum of what the model says token by token") func nats() {
    var generator = RandomGenerator(seed: 5)
    let model = GPT<Float>(
      vocabulary: 5, GPTSize(width: 8, heads: 2, layers: 1, context: 6, epochs: 1),
      using: &generator)
    let text = Tensor((0..<29).map { _ in generator.uniformInteger(below: 5) })
    var expected = 0.0
    // Windows of 6, of whose tokens the last 3 are new.
    for start in stride(from: 12, to: 29, by: 3) {
      let end = min(start + 3, 29)
      let logits = model(text[(end - 7)..<(end - 1)].expandingDimension(at: 0))
      for place in start..<end {
        let row = logits[0, 6 - (end - place), 0...]
        expected -= Double(row[text[place]] - row.logSumExp())
      }
    }
    let found = model.nats(of: text, from: 12, context: 6)
    #expect(abs(found - expected) < 1e-4)
  }

  @Test("on plain loops a writer's logits are those of the model on its window, bit for bit")
  func writer() {
    withBackend(.naive) {
      var generator = RandomGenerator(seed: 6)
      let model = GPT<Float>(
        vocabulary: 7, GPTSize(width: 8, heads: 2, layers: 2, context: 8, epochs: 1),
        using: &generator)
      var writer = TextWriter(model, after: [3, 1])
      var window = [3, 1]
      for _ in 0..<30 {
        let logits = model(Tensor([window]))[0, window.count - 1, 0...]
        #expect(writer.logits == logits)
        let next = TokenSampler().next(from: logits, using: &generator)
        writer.append(next)
        window = window.count < 8 ? window + [next] : Array(writer.tokens.suffix(4))
      }
      // What is longer than the context is read from its end.
      let long = TextWriter(model, after: Array(repeating: 2, count: 50) + [1, 0, 4])
      #expect(long.logits == model(Tensor([[2, 2, 2, 2, 2, 1, 0, 4]]))[0, 7, 0...])
    }
  }

  @Test("a cache gives the logits of reading all again, bit for bit on plain loops")
  func cache() {
    func isExact<Scalar: TensorScalar>(_: Scalar.Type) -> Bool {
      var generator = RandomGenerator(seed: 10)
      let model = GPT<Scalar>(
        vocabulary: 7, context: 12, width: 8, heads: 2, layers: 2, positions: .rotary,
        using: &generator)
      return AttendingExperiment.cacheIsExact(model, on: [3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 0, 6])
    }
    #expect(isExact(Float.self) && isExact(Double.self))
  }

  @Test("the cache wins from the first length after which it always wins") func winning() {
    func wins(_ isFaster: [Bool]) -> Int? {
      AttendingExperiment.cacheWins(
        isFaster.enumerated().map {
          AttendingExperiment.WritingTime(
            length: $0.offset + 1, withCache: 1, without: $0.element ? 2 : 0.5)
        })
    }
    #expect(wins([false, true, false, true, true]) == 4)
    #expect(wins([true, true]) == 1)
    #expect(wins([true, false]) == nil)
  }

  @Test("a GPT of the exercises' functions learns to reverse, and says where it looks")
  func handmadeReversal() throws {
    let result = try withBackend(.simd) {
      try experiment.handmadeReversal(length: 3, steps: 150, seed: 1)
    }
    #expect(result.accuracy > 0.9)
    #expect(result.map.shape == [3, 4])
    // What is missing to 1 is looked at in the answer itself.
    for row in 0..<3 {
      let sum = result.map[row, 0...].sum()
      #expect(sum > 0 && sum < 1 + 1e-5)
    }
  }

  @Test("the exercises' n-grams are those of the ladder, and its GPT writes what can be read")
  func handmadeBook() throws {
    let result = try experiment.handmadeBook(characters: 3000, merges: 0, steps: 2, seed: 1)
    #expect(result.charactersPerToken == 1 && result.merges.isEmpty && result.losses.count == 2)
    let book = try Book(.alice, first: 3000)
    let grams = NGrams(
      order: 3, of: Array(book.tokens.elements[..<book.test]), characters: book.vocabulary.count)
    let measured = grams.loss(
      on: Array(book.tokens.elements[..<(book.test + 128)]), from: book.test)
    #expect(abs(result.nGrams - measured) < 1e-9)
    // After two steps it knows hardly more than that there are so many characters.
    #expect(abs(result.gpt - log(Double(book.vocabulary.count))) < 1)
    #expect(result.written.count == 88)
    let merged = try experiment.handmadeBook(characters: 3000, merges: 5, steps: 2, seed: 1)
    #expect(merged.merges.count == 5 && merged.merges[0].count == 2)
    #expect(merged.charactersPerToken > 1)
  }

  @Test("weights for other characters, or of another size, are refused with a sentence")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = GPTFile(url: folder.appending(path: "gpt.safetensors"))
    let size = GPTSize(width: 8, heads: 2, layers: 1, context: 8, epochs: 1)
    var generator = RandomGenerator(seed: 7)
    let model = GPT<Float>(vocabulary: 3, size, using: &generator)
    try file.save(model, CharacterVocabulary(of: "abc"))
    var loaded = GPT<Float>(vocabulary: 3, size, using: &generator)
    try file.load(into: &loaded, CharacterVocabulary(of: "cab"))
    #expect(loaded(Tensor([[0, 1, 2]])) == model(Tensor([[0, 1, 2]])))
    func message(_ size: GPTSize, _ characters: String) -> String {
      do {
        var generator = RandomGenerator(seed: 8)
        var other = GPT<Float>(vocabulary: characters.count, size, using: &generator)
        try file.load(into: &other, CharacterVocabulary(of: characters))
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(
      message(size, "abd")
        == "gpt.safetensors: expected weights for the book's 3 characters, found some for other characters"
    )
    #expect(message(size, "abcd").hasSuffix("found some for 3 characters"))
    let wide = GPTSize(width: 16, heads: 2, layers: 1, context: 8, epochs: 1)
    #expect(message(wide, "abc").contains("shape"))
    try model.saveWeights(to: file.url)
    #expect(message(size, "abc").contains("expected the characters that the weights are for"))
  }

  @Test("unknown characters get a sentence, and an empty text is a beginning")
  func play() throws {
    var generator = RandomGenerator(seed: 8)
    let vocabulary = CharacterVocabulary(of: "ab \n")
    let model = GPT<Float>(
      vocabulary: 4, GPTSize(width: 8, heads: 2, layers: 1, context: 8, epochs: 1),
      using: &generator)
    var text = WrittenText(TextWriter(model, after: [0]), vocabulary, seed: 1)
    let style = TerminalStyle(color: false, unicode: false, isTerminal: false, width: 40)
    #expect(text.text.isEmpty)
    try text.erase()
    try text.type("é")
    #expect(text.text.isEmpty)
    #expect(try text.screen(style).contains("\"é\" is not among the 4 characters"))
    for character in "ab ba" { try text.type(character) }
    #expect(try text.text == "ab ba" && !text.screen(style).contains("é"))
    try text.goOn()
    #expect(text.text.count == 6 && text.text.hasPrefix("ab ba"))
    try text.erase()
    #expect(text.text == "ab ba")
    let lines = try text.screen(style).split(separator: "\n")
    #expect(lines.contains { $0.contains("line end") && $0.contains("%") })
    #expect(lines.allSatisfy { $0.count <= 40 })
    text.showsBars.toggle()
    #expect(try !text.screen(style).contains("%"))
    // Blanks are there to be seen, and a long word is cut.
    for character in "  " + String(repeating: "a", count: 80) { try text.type(character) }
    let narrow = try text.screen(style).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(narrow[0] == "  ab ba" && narrow[1].hasPrefix("  aaaa"))
    #expect(narrow.allSatisfy { $0.count <= 40 })
  }

  @Test(
    "each part that is left out changes the model, and none looks ahead",
    arguments: Ablation.allCases)
  func ablations(ablation: Ablation) {
    func logits(_ ablation: Ablation, _ tokens: [Int]) -> Tensor<Float> {
      var generator = RandomGenerator(seed: 9)
      let size = GPTSize(width: 8, heads: 2, layers: 2, context: 8, epochs: 1)
      let model = AblatedGPT(vocabulary: 5, size, without: ablation, using: &generator)
      return model(Tensor([tokens]))
    }
    let found = logits(ablation, [0, 1, 2, 3, 4])
    #expect((found == logits(.nothing, [0, 1, 2, 3, 4])) == (ablation == .nothing))
    #expect(found[0, 0..<3] == logits(ablation, [0, 1, 2, 4, 1])[0, 0..<3])
  }

  @Test("nats per character are those per token, divided by its length") func tokens() throws {
    let text = String(try Dataset.alice.text().prefix(6000))
    for cut in [Cut.characters, .merges64] {
      let result = try experiment.tokens(
        cut, of: text, steps: 2,
        GPTSize(width: 8, heads: 2, layers: 1, context: 16, epochs: 1, batch: 2), seed: 1)
      #expect(
        abs(result.perCharacter * result.charactersPerToken - result.perToken) < 1e-9)
      #expect((result.charactersPerToken == 1) == (cut == .characters))
    }
  }

  @Test("the mean of three seeds has its interval") func statistics() {
    let statistics = Statistics([1, 2, 3])
    #expect(statistics.label("GPT") == "GPT, mean of 3 seeds ± 2.484")
    #expect(Statistics([1.5]).label("RNN") == "RNN, 1 seed")
  }
}
