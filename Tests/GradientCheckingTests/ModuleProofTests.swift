import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// A module that is no layer: tokens and a variable in, scores out; with a part that is wrong on demand.
private struct Classifier<Scalar: TensorScalar>: Module {
  enum Mistake: CaseIterable { case none, forgottenPart, halfOfAGradient, unusedBias }

  var mistake: Mistake
  var table: Embedding<Scalar>
  var head: Linear<Scalar>

  init(_ mistake: Mistake, using generator: inout RandomGenerator) {
    self.mistake = mistake
    table = Embedding(5, 3, using: &generator)
    head = Linear(3, 2, using: &generator)
  }

  mutating func forward(
    tokens: Tensor<Int>, weights: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let code = context.inside("table") { table.forward(tokens, in: &$0) }
    let mean = (code * weights.expandingDimension(at: -1)).sum(along: 1)
    if mistake == .unusedBias { return matmul(mean, head.weight, transposeB: true) }
    let scores = head.forward(mean, as: "head", in: &context)
    guard mistake == .halfOfAGradient else { return scores }
    return Variable("half", scores.value, (scores, { $0 * 0.5 }))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    if mistake != .forgottenPart { head.visitParameters(as: "head", visit) }
  }
}

private struct ClassifierProof: ModuleProof {
  let name = "Classifier"
  let mistake: Classifier<Double>.Mistake
  /// The weights of the tokens, as the only input, besides constants.
  var inputs: [FunctionInput] = [[2, 3]]

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let mistake = Classifier<S>.Mistake.allCases[
      Classifier<Double>.Mistake.allCases.firstIndex(of: mistake)!]
    return ProofSubject(Classifier<S>(mistake, using: &generator)) { model, inputs, context in
      model.forward(tokens: [[0, 4, 2], [1, 3, 3]], weights: inputs[0], in: &context)
    }
  }
}

@Suite struct ModuleProofTests {
  @Test("a module of tokens and a variable is proved, in each of its parameters")
  func rightModule() throws {
    let proof = ClassifierProof(mistake: .none)
    for seed in UInt64(1)...3 { try requireRightGradients(of: proof, seed: seed) }
    let report = gradientReport(of: proof)
    #expect(report.layerType == "Classifier")
    #expect(report.operations.isSuperset(of: ["matmul", "gather"]), "\(report.operations)")
  }

  @Test("a mistake is found, and said with the name of the parameter and the context")
  func wrongModules() {
    let half = checkGradients(of: ClassifierProof(mistake: .halfOfAGradient))
    #expect(
      Set(half.compactMap(\.argument)) == ["input", "table.weight", "head.weight", "head.bias"])
    #expect(half.allSatisfy { $0.likelyCause?.contains("it is half of what it should be") == true })
    #expect(
      half.contains { $0.description.hasPrefix("Classifier (training), head.weight: at [") })
    let forgotten = checkGradients(of: ClassifierProof(mistake: .forgottenPart))
    #expect(
      forgotten.first?.finding.contains("visitParameters names 1 of 3 variables") == true,
      "\(forgotten)")
    let unused = checkGradients(of: ClassifierProof(mistake: .unusedBias))
    #expect(unused.map(\.argument) == ["head.bias", "head.bias"])
    #expect(unused.allSatisfy { $0.finding.contains("the gradient is zero everywhere") })
  }

  @Test("a constant input gets no gradient, and the parameters are proved all the same")
  func constantInput() throws {
    let proof = ClassifierProof(mistake: .none, inputs: [.constant([2, 3])])
    try requireRightGradients(of: proof)
    let wrong = ClassifierProof(mistake: .halfOfAGradient, inputs: [.constant([2, 3])])
    #expect(
      Set(checkGradients(of: wrong).compactMap(\.argument))
        == ["table.weight", "head.weight", "head.bias"])
  }

  @Test("nothing to differentiate is a mistake")
  func nothingToDifferentiate() {
    struct Nothing: DifferentiableFunction {
      let name = "nothing"
      let inputs: [FunctionInput] = [.constant([2])]
      func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { x[0] }
    }
    let problems = checkGradients(of: Nothing())
    #expect(problems.count == 1)
    #expect(
      problems.first?.finding.contains(
        "there is nothing to differentiate: expected a parameter, or an input that is no constant")
        == true)
  }
}
