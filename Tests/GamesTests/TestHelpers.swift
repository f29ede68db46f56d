import Foundation
import Games
import TensorCore
import Testing

extension ExitTest.Result? {
  /// Expects that the program, before it stopped, wrote a sentence and the caller's place.
  func says(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let message = String(decoding: self?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      message.contains("Fatal error: \(text)"), "expected: \(text), found: \(message)",
      sourceLocation: sourceLocation)
    #expect(
      message.contains("\(sourceLocation.fileID):"), "found: \(message)",
      sourceLocation: sourceLocation)
  }
}

/// The lines of a file in Fixtures after the first, split at commas; gymnasium_tables.py wrote them.
func fixture(_ name: String) throws -> [[String]] {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Fixtures/\(name)")
  let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
  return lines.map { $0.split(separator: ",").map(String.init) }
}

/// The largest difference of two vectors; infinite where one of them has a NaN.
func distance(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  let difference = (a - b).abs().max()
  return difference.isNaN ? .infinity : difference
}

/// A process of random rules. From every state, each action may end in the last, terminal state.
func randomProcess(
  states: Int, actions: Int, using generator: inout RandomGenerator
) -> MarkovDecisionProcess {
  MarkovDecisionProcess(
    startProbabilities: [1] + Array(repeating: 0, count: states - 1), actionCount: actions,
    terminalStates: [states - 1]
  ) { _, _ in
    let weights = (0..<states).map { _ in generator.uniform() + 0.01 }
    let sum = weights.reduce(0, +)
    return (0..<states).map {
      .init(probability: weights[$0] / sum, state: $0, reward: generator.normal())
    }
  }
}

/// A policy of random probabilities, shape [S, A].
func randomPolicy(
  for process: MarkovDecisionProcess, using generator: inout RandomGenerator
) -> Tensor<Double> {
  let weights = Tensor<Double>.uniform(
    [process.stateCount, process.actionCount], from: 0.01, to: 1, using: &generator)
  return weights / weights.sum(along: 1, keepingDimensions: true)
}
