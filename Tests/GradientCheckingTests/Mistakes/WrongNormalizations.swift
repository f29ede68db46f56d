import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// Wrong pullbacks of normalization and embedding, each with a mistake that people make.
enum WrongNormalization: String, CaseIterable, DifferentiableFunction {
  case batchNormAtInferenceByBatchStatistics
  case batchNormWithoutVarianceTerm
  case batchNormWithoutMeanTerm
  case layerNormOverTheWrongAxis
  case embeddingOverwritingRepeats

  var name: String { rawValue }
  var inputs: [FunctionInput] { [[5, 4]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    switch self {
    case .batchNormAtInferenceByBatchStatistics:
      // The running statistics are constants: their pullback is a product with 1/√(σ² + ε).
      let running = (x.value - 0.25) / S(1.5.squareRoot())
      return Variable("standardize", running, (x, pullback(of: x, along: 0)))
    case .batchNormWithoutVarianceTerm:
      return Variable(
        "standardize", x.standardized(along: 0).value,
        (x, pullback(of: x, along: 0, varianceTerm: 0)))
    case .batchNormWithoutMeanTerm:
      return Variable(
        "standardize", x.standardized(along: 0).value, (x, pullback(of: x, along: 0, meanTerm: 0)))
    case .layerNormOverTheWrongAxis:
      return Variable(
        "standardize", x.standardized(along: 1).value, (x, pullback(of: x, along: 0)))
    case .embeddingOverwritingRepeats:
      let tokens = [2, 0, 2, 1, 2]
      return Variable("gather", x.value.gather(tokens), (x, { overwritingRows(tokens, $0) }))
    }
  }

  /// r·(u − mean(u) − y·mean(u·y)), the two terms after u multiplied by a number.
  private func pullback<S: TensorScalar>(
    of x: Variable<S>, along axes: Axes, meanTerm: S = 1, varianceTerm: S = 1
  ) -> Pullback<S> {
    let y = x.standardized(along: axes).value
    let r = 1 / (x.value.variance(along: axes, keepingDimensions: true) + 1e-5).sqrt()
    return { u in
      let mean = u.mean(along: axes, keepingDimensions: true)
      let stretch = (u * y).mean(along: axes, keepingDimensions: true)
      return (u - mean * meanTerm - y * stretch * varianceTerm) * r
    }
  }
}

/// Five rows of zeros, where each row of the upstream gradient replaces that of its token.
private func overwritingRows<S: TensorScalar>(
  _ tokens: [Int], _ upstream: Tensor<S>
) -> Tensor<S> {
  var gradient = Tensor<S>.zeros([5, upstream.shape[1]])
  for (row, token) in tokens.enumerated() {
    gradient[token..<token + 1] = upstream[row..<row + 1]
  }
  return gradient
}

@Suite struct WrongNormalizationTests {
  @Test(arguments: WrongNormalization.allCases)
  func isRejected(mistake: WrongNormalization) throws {
    let problems = (1...3).map { checkGradients(of: mistake, seed: $0) }
    for found in problems {
      let first = try #require(found.first, "\(mistake) was not noticed")
      #expect(first.argument == "input 0" && first.check == .centralDifferences, "\(found)")
    }
  }
}
