import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// A proof at samples where nothing can be proved says so.
@Suite struct SampleTests {
  private struct Function: DifferentiableFunction {
    let name = "f"
    var inputs: [FunctionInput]
    func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> { x[0].relu() }
  }

  private struct Gain: LayerProof {
    let name = "gain"
    var inputShape: Shape = [2]
    var sampling = Sampling.normal
    func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
      ReLU<S>()
    }
  }

  private struct Nothing: ModuleProof {
    let name = "nothing"
    func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
      ProofSubject(ReLU<S>()) { _, _, _ in Variable([1]) }
    }
  }

  private func expect(_ problems: [GradientProblem], _ finding: String) {
    #expect(
      !problems.isEmpty
        && problems.allSatisfy { $0.check == .samples && $0.description.contains(finding) },
      "\(problems)")
  }

  @Test("without inputs, or with nothing but constants or empty ones") func nothing() {
    for inputs in [[], [.constant([2])], [[0, 3]], [[0], .constant([3])]] as [[FunctionInput]] {
      expect(checkGradients(of: Function(inputs: inputs)), "there is nothing to differentiate")
    }
    expect(checkGradients(of: Gain(inputShape: [0, 2])), "there is nothing to differentiate")
    expect(checkGradients(of: Nothing()), "there is nothing to differentiate")
  }

  @Test("with NaN or an infinity at the point, even where the output is finite") func notFinite() {
    // ReLU makes 0 of a NaN.
    expect(
      checkGradients(of: Function(inputs: [.values([2], [1, .nan])])),
      "f, input 0: the value at [1] is nan")
    expect(
      checkGradients(of: Function(inputs: [.values([2], [-.infinity, 1])])), "at [0] is -inf")
    expect(
      checkGradients(of: Gain(sampling: .values([.nan, 1]))), "input: the value at [0] is nan")
  }

  @Test("where all samples lie on a kink") func kinks() {
    expect(
      checkGradients(of: Gain(sampling: .values([0, 0]))), "10 samples in a row lie near a kink")
  }

  @Test("where the output has no elements") func emptyOutput() {
    struct Empty: DifferentiableFunction {
      let name = "empty"
      let inputs: [FunctionInput] = [[2]]
      func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> { x[0][0..<0] }
    }
    expect(checkGradients(of: Empty()), "the output has no elements: its shape is [0].")
  }
}
