import Autograd
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// A matrix, a stack of matrices and a vector.
private struct Shapes: Module {
  var matrix = Variable(Tensor<Double>([[2, -2], [2, 2]]))
  var stack = Variable(Tensor<Double>.ones([3, 2, 4]))
  var vector = Variable(Tensor<Double>([1, -1]))

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("matrix", &matrix)
    visit("stack", &stack)
    visit("vector", &vector)
  }

  func gradients(_ matrix: Tensor<Double>, seed: UInt64 = 1) -> Gradients<Double> {
    var generator = RandomGenerator(seed: seed)
    return Gradients(
      names: parameters.map(\.name),
      tensors: [
        matrix, .normal([3, 2, 4], using: &generator), .normal([2], using: &generator),
      ])
  }
}

@Suite struct AdafactorTests {
  private func names<O: Optimizer>(of optimizer: O) -> [String: Shape] {
    var (found, copy): ([String: Shape], O) = ([:], optimizer)
    copy.visitState { found[$0] = $1.shape }
    return found
  }

  @Test("of a matrix, it remembers a number for each row and each column")
  func memory() {
    var optimizer = Adafactor<Double>()
    optimizer.prepare(for: Shapes())
    #expect(
      names(of: optimizer) == [
        "matrix.rowSquare": [2], "matrix.columnSquare": [2], "matrix.step": [],
        "stack.rowSquare": [3, 2], "stack.columnSquare": [3, 4], "stack.step": [],
        "vector.square": [2], "vector.step": [],
      ])
  }

  /// The squares [[1, 4], [4, 16]] are a column times a row, so that u is the gradients' signs at the first
  /// step, where β is 0, and α is the size 2 of the matrix times η.
  @Test("the first step by hand: signs, times a share of the parameter's size")
  func firstStep() {
    var (model, optimizer) = (Shapes(), Adafactor<Double>(learningRate: 0.25, weightDecay: 0.5))
    optimizer.update(&model, along: model.gradients([[1, -2], [2, 4]]))
    // p ← p·(1 − η·λ) − 2·η·sign(g) = 0.875·p − 0.5·sign(g)
    let expected = Tensor<Double>([[1.25, -1.25], [1.25, 1.25]])
    #expect((model.matrix.value - expected).abs().max() < 1e-15, "\(model.matrix.value)")
  }

  @Test("each matrix of a stack has its own rows and columns")
  func stack() {
    var (model, optimizer) = (Shapes(), Adafactor<Double>())
    let gradients = model.gradients([[1, -2], [2, 4]])
    optimizer.update(&model, along: gradients)
    var found: [String: Tensor<Double>] = [:]
    optimizer.visitState { found[$0] = $1 }
    // At the first step, β is 0.
    let squares = gradients["stack"]! * gradients["stack"]!
    #expect(found["stack.rowSquare"] == squares.mean(along: 2))
    #expect(found["stack.columnSquare"] == squares.mean(along: 1))
  }

  @Test("goes on from a checkpoint to the same bit, and refuses a state of another shape")
  func checkpoint() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "gradus-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    var (model, optimizer) = (Shapes(), Adafactor<Double>())
    optimizer.update(&model, along: model.gradients([[1, -2], [3, 4]]))
    try Checkpoint().save(model, optimizer, to: file)
    var (other, resumed) = (Shapes(), Adafactor<Double>())
    _ = try Checkpoint.load(&other, &resumed, from: file)
    optimizer.update(&model, along: model.gradients([[5, 1], [0, 1]], seed: 2))
    resumed.update(&other, along: model.gradients([[5, 1], [0, 1]], seed: 2))
    for (one, two) in zip(model.parameters, other.parameters) { #expect(one.value == two.value) }
    #expect(other.matrix.value != Shapes().matrix.value)

    var whole = WholeSquares()
    do {
      _ = try Checkpoint.load(&other, &whole, from: file)
      Issue.record("a state of another shape was taken")
    } catch {
      #expect(
        "\(error)".contains("optimizer/matrix.rowSquare") && "\(error)".contains("[2, 2]")
          && "\(error)".contains("[2]"), "\(error)")
    }
  }

  @Test func stateOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = Adafactor<Double>()
      optimizer.prepare(for: Shapes())
      optimizer.visitState { name, tensor in
        if name == "matrix.columnSquare" { tensor = .zeros([2, 2]) }
      }
    }
    expect("visitState: matrix.columnSquare has shape [2], was given [2, 2]", in: result)
  }

  @Test func thresholdBelowOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adafactor<Float>(threshold: 0.5)
    }
    expect(
      "Adafactor: expected a finite threshold of at least 1, found 0.5", in: result,
      at: "AdafactorTests.swift")
  }
}

/// Names its state as Adafactor does, in the shapes of Adam.
private struct WholeSquares: Optimizer {
  var learningRate = 1.0
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state = OptimizerState<Double>("rowSquare", "columnSquare")
  var name: String { "Adafactor" }

  func updateParameter(
    _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
    along gradient: Tensor<Double>, at step: OptimizerStep
  ) {}
}
