import Autograd
import Foundation
import GradientChecking
import TensorCore
import Testing

@Suite struct ProofTests {
  @Test(arguments: functionProofs)
  func gradientsOfFunctions(proof: any DifferentiableFunction) {
    let problems = (1...3).flatMap { checkGradients(of: proof, seed: $0) }
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test(arguments: layerProofs)
  func gradientsOfLayers(proof: any LayerProof) {
    let problems = (1...3).flatMap { checkGradients(of: proof, seed: $0) }
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test(arguments: moduleProofs)
  func gradientsOfModules(proof: any ModuleProof) {
    let problems = (1...3).flatMap { checkGradients(of: proof, seed: $0) }
    #expect(problems.isEmpty, "\(problems)")
  }

  /// In a process of its own, since the count of live buffers is that of the whole process.
  @Test func nothingLeaks() async {
    // An exit test passes its child's output on only when the exit was expected: always 1 here.
    let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent])
    {
      let leaks =
        functionProofs.map { ($0.name, leakedBufferCount(of: $0)) }
        + layerProofs.map { ($0.name, leakedBufferCount(of: $0)) }
        + moduleProofs.map { ($0.name, leakedBufferCount(of: $0)) }
      try FileHandle.standardError.write(contentsOf: Data("\(leaks.filter { $0.1 != 0 })".utf8))
      exit(1)
    }
    let leaks = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(leaks == "[]")
  }

  /// A pullback that captures the variable makes a cycle, which only a finished backward pass breaks.
  @Test func leakIsNoticed() async {
    await #expect(processExitsWith: .success) {
      struct Leaking: DifferentiableFunction {
        let name = "x·x"
        let inputs: [FunctionInput] = [[3]]
        func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> {
          let x = x[0]
          return Variable("square", x.value * x.value, (x, { $0 * x.value * 2 }))
        }
      }
      #expect(checkGradients(of: Leaking()).isEmpty)
      #expect(leakedBufferCount(of: Leaking()) > 0)
    }
  }
}
