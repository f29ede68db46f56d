import Gradus

/// `examples`: trains a model of one's own, written in one file, before your eyes.
@main
struct EntryPoint {
  /// The programs by their names, each with what it shows.
  static let programs: [Program] = [
    Program("gpt", "attention writes like a book, character by character") {
      try trainGPT(quick: $0)
    },
    Program("gru", "so does a recurrent network, by a training loop of its own") {
      try trainGRU(quick: $0)
    },
    Program("skip-gram", "words get vectors from the company they keep") {
      try trainSkipGram(quick: $0)
    },
    Program("encoder-decoder", "two sequences and two masks: rows of digits are reversed") {
      try trainEncoderDecoder(quick: $0)
    },
    Program("residual-network", "convolutions recognize clothes, beside a linear classifier") {
      try trainResidualNetwork(imageCount: $0 ? 1000 : 10_000, epochs: $0 ? 2 : 6)
    },
    Program("vae", "a code of eight numbers is enough to draw a digit") {
      try trainVAE(epochs: $0 ? 20 : 200)
    },
    Program("gan", "two networks against each other, each with its own optimizer") {
      try trainGAN(epochs: $0 ? 40 : 300)
    },
    Program("cart-pole", "an actor and its critic balance a pole") {
      playCartPole(episodes: $0 ? 200 : 800)
    },
  ]

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    let names = words.filter { $0 != "--quick" }
    guard names.count == 1, let program = programs.first(where: { $0.name == names.first }) else {
      print("swift run examples NAME [--quick], where NAME is one of")
      for program in programs { print("  \(program.name): \(program.purpose)") }
      return
    }
    try withBackend(.simd) { try program.run(words.contains("--quick")) }
  }
}

/// One example.
struct Program: Sendable {
  let name: String
  let purpose: String
  /// Trains and prints; quickly, for a first look and for the tests, or as long as it takes.
  let run: @Sendable (_ quick: Bool) throws -> Void

  init(
    _ name: String, _ purpose: String, run: @escaping @Sendable (_ quick: Bool) throws -> Void
  ) {
    (self.name, self.purpose, self.run) = (name, purpose, run)
  }
}

/// A number with three decimals.
func rounded(_ number: Double) -> String {
  let thousandths = Int((abs(number) * 1000).rounded())
  let decimals = String(1000 + thousandths % 1000).dropFirst()
  return "\(number < 0 ? "-" : "")\(thousandths / 1000).\(decimals)"
}
