import Curriculum
import Gradus

extension AttendingExperiment {
  /// Training steps of the same GPT in its three forms.
  struct ThreeTimes: Sendable {
    let parameters: Int
    /// The loss before each step: on single numbers, on tensors, on tensors with vector kernels.
    let losses: [[Double]]
    /// Seconds per step, likewise, in the fastest run.
    let seconds: [Double]
    /// By how much the losses of the three differ at most.
    let difference: Double
  }

  /// First names in random order, each with its end, number 0, before and after it.
  static func tinyNames() throws -> (tokens: [[Int]], vocabulary: CharacterVocabulary) {
    let all = try Dataset.firstNames.table().strings("name").map { $0.lowercased() }
    let names = Set(all).filter { $0.count < TinyWeights.context }.sorted()
    let vocabulary = CharacterVocabulary(of: names.joined() + "\n")
    var generator = RandomGenerator(seed: 1)
    let tokens = try generator.shuffled(names).map {
      try vocabulary.encode("\n\($0)\n").elements
    }
    return (tokens, vocabulary)
  }

  /// The same steps from the same weights, one name each: in three forms, in Double.
  func threeTimes(steps: Int, runs: Int = 3, seed: UInt64) throws -> ThreeTimes {
    let (names, vocabulary) = try Self.tinyNames()
    let start = TinyWeights(vocabulary: vocabulary.count, seed: seed)
    func rate(_ step: Int) -> Double { 0.01 * (1 - Double(step) / Double(steps)) }
    func measured(_ run: () -> [Double]) -> (losses: [Double], seconds: Double) {
      var losses: [Double] = []
      let times = (0..<runs).map { _ in ContinuousClock().measure { losses = run() } }
      return (losses, times.min()! / .seconds(1) / Double(steps))
    }

    var results = [
      measured {
        var model = ScalarGPT(start)
        return (0..<steps).map { model.step(on: names[$0], rate: rate($0)) }
      }
    ]
    for backend in [Backend.naive, .simd] {
      let result = measured {
        withBackend(backend) {
          var (model, optimizer) = (TensorGPT(start), Adam<Double>())
          return (0..<steps).map { model.step(on: names[$0], rate: rate($0), &optimizer) }
        }
      }
      results.append(result)
    }
    let differences = results.dropFirst().flatMap { result in
      zip(result.losses, results[0].losses).map { abs($0 - $1) }
    }
    return ThreeTimes(
      parameters: start.count, losses: results.map(\.losses), seconds: results.map(\.seconds),
      difference: differences.max()!)
  }

  /// Seconds of the fastest training step of a GPT of four blocks, 64 wide, on 16 pieces of 64 characters: on plain
  /// loops, and on vector kernels.
  func fourBlocks(_ book: Book, steps: Int, seed: UInt64) -> (naive: Double, simd: Double) {
    func seconds(_ backend: Backend, _ steps: Int) -> Double {
      withBackend(backend) {
        var generator = RandomGenerator(seed: seed)
        var size = GPTSize(epochs: 1)
        var model = GPT<Float>(vocabulary: book.vocabulary.count, size, using: &generator)
        size.epochs = (Double(steps) + 0.5) * Double(size.batch * size.context) / Double(book.size)
        let clock = ContinuousClock()
        var times = [clock.now]
        model.learn(book.tokens, size, seed: seed) { _, _ in times.append(clock.now) }
        return zip(times, times.dropFirst()).map { ($1 - $0) / .seconds(1) }.min()!
      }
    }
    return (seconds(.naive, max(1, steps / 3)), seconds(.simd, steps))
  }
}
