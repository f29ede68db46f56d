import Foundation
import Gradus
import Testing

/// The code that README.md shows runs, and does what it says.
@Suite struct ReadmeTests {
  @Test("the training loop of README.md fits the penguins")
  func trainingLoop() throws {
    // In README.md
    let penguins = try Dataset.penguins.table()
    let target: Tensor<Double> = try penguins.matrix(columns: ["body_mass_g"])
    let flippers: Tensor<Double> = try penguins.matrix(columns: ["flipper_length_mm"])
    let x = Standardizer(fitting: flippers)(flippers)

    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(1, 1, using: &generator)
    var optimizer = SGD<Double>(learningRate: 0.1)
    var context = Context.training(seed: 1)
    for _ in 0..<100 {
      let (_, gradients) = valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(x), in: &context), target)
      }
      optimizer.update(&model, along: gradients)
    }
    // Until here

    let slope = model.weight.value[0, 0] / flippers.variance().squareRoot()
    #expect(abs(slope - 50.153) < 0.0005)
    #expect(abs(model.bias!.value[0] - target.mean()) < 1e-5)

    let source = try read("Tests/GradusTests/ReadmeTests.swift")
    let shown = try #require(
      source.split(separator: "    // In README.md\n").last?
        .split(separator: "    // Until here").first)
    let code = shown.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }.joined(separator: "\n")
    #expect(try read("README.md").contains(code.trimmingCharacters(in: .newlines)))
  }

  @Test("the operation that README.md proves is one that a test proves")
  func customOperation() throws {
    let test = try read("Tests/GradientCheckingTests/CustomOperationTests.swift")
    let readme = try read("README.md")
    let operation = try #require(test.firstMatch(of: /(?s)func softsign.*?\n}\n/)).output
    let proof = try #require(test.firstMatch(of: /(?s)struct SoftsignProof.*?\n}\n/)).output
    #expect(readme.contains(operation) && readme.contains(proof))
    #expect(test.contains("try requireRightGradients(of: SoftsignProof())"))
  }

  /// A file, by its path from the top of the repository.
  private func read(_ path: String) throws -> String {
    let repository = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }
}
