import Autograd
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// Momentum whose matrices are made orthogonal (Jordan et al., 2024, *Muon*): an optimizer of one's own that is
/// for matrices alone.
private struct Muon<Scalar: TensorScalar>: Optimizer {
  var learningRate = 0.02
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state = OptimizerState<Scalar>("momentum")

  func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    require(
      parameter.rank == 2, "Muon: \(step.name) has shape \(parameter.shape), and is no matrix")
    state[0] = state[0] * Scalar(0.95) + gradient
    let momentum = gradient + state[0] * Scalar(0.95)
    // Newton and Schulz: the singular values go to 1 or nearly so.
    var x = momentum * (1 / Scalar.sqrt(momentum.squared().sum()))
    for _ in 0..<5 {
      let square = matmul(x, x, transposeB: true)
      let polynomial = square * Scalar(-4.775) + matmul(square, square) * Scalar(2.0315)
      x = x * Scalar(3.4445) + matmul(polynomial, x)
    }
    parameter -= x * Scalar(step.learningRate)
  }
}

@Suite struct OptimizerGroupsTests {
  private static func groups() -> OptimizerGroups<Float> {
    OptimizerGroups([
      "matrices": Muon(), "rest": AdamW(learningRate: 0.01, weightDecay: 0.1),
    ]) { name, shape in
      shape.rank == 2 && !name.isInside("3") ? "matrices" : "rest"
    }
  }

  private static func gradients(of model: Sequential<Float>, at step: Int) -> Gradients<Float> {
    Gradients(
      names: model.parameters.map(\.name),
      tensors: model.parameters.map { $0.value.map { Float.sin(9 * $0 + Float(step)) } })
  }

  @Test("each parameter takes the steps of its own optimizer, bit for bit")
  func ownSteps() {
    var (model, groups) = (smallNetwork(seed: 1), Self.groups())
    var (byMuon, byAdam) = (model, model)
    var (muon, adam) = (Muon<Float>(), AdamW<Float>(learningRate: 0.01, weightDecay: 0.1))
    let isMatrix = { @Sendable (name: ParameterName) in name.path == "0.weight" }
    muon.parameterRule = ParameterRule { name, _ in isMatrix(name) ? .trained : .frozen }
    adam.parameterRule = ParameterRule { name, _ in isMatrix(name) ? .frozen : .trained }
    for step in 0..<4 {
      let gradients = Self.gradients(of: model, at: step)
      groups.update(&model, along: gradients)
      muon.update(&byMuon, along: gradients)
      adam.update(&byAdam, along: gradients)
    }
    for (index, parameter) in model.parameters.enumerated() {
      let own = isMatrix(parameter.name) ? byMuon : byAdam
      #expect(parameter.value == own.parameters[index].value, "\(parameter.name)")
      #expect(parameter.value != smallNetwork(seed: 1).parameters[index].value)
    }
    #expect(groups.name == "OptimizerGroups(matrices: Muon, rest: AdamW)")
  }

  @Test("the rate and the decay are multiples of all optimizers' own")
  func multiples() {
    var (model, groups) = (smallNetwork(seed: 1), Self.groups())
    (groups.learningRate, groups.weightDecay) = (0.5, 0.25)
    var (other, halved) = (
      model,
      OptimizerGroups<Float>([
        "rest": AdamW(learningRate: 0.005, weightDecay: 0.025),
        "matrices": Muon(learningRate: 0.01),
      ]) { name, shape in shape.rank == 2 && !name.isInside("3") ? "matrices" : "rest" }
    )
    for step in 0..<3 {
      let gradients = Self.gradients(of: model, at: step)
      groups.update(&model, along: gradients)
      halved.update(&other, along: gradients)
    }
    #expect(numbers(of: model) == numbers(of: other))
  }

  @Test("at first each optimizer's own rule holds, and one that is set takes its place")
  func rules() {
    var adam = AdamW<Float>(learningRate: 0.01)
    adam.parameterRule = ParameterRule { name, _ in name.path == "3.bias" ? .frozen : .trained }
    var groups = OptimizerGroups<Float>(["all": adam]) { _, _ in "all" }
    let start = smallNetwork(seed: 1)
    var model = start
    groups.update(&model, along: Self.gradients(of: model, at: 1))
    let moved = { (model: Sequential<Float>) in
      zip(model.parameters, start.parameters).filter { $0.value != $1.value }.map(\.0.name.path)
    }
    #expect(moved(model) == ["0.weight", "0.bias", "3.weight"])
    groups.parameterRule = ParameterRule { name, _ in name.isInside("3") ? .trained : .frozen }
    groups.state = OptimizerState()
    model = start
    groups.update(&model, along: Self.gradients(of: model, at: 1))
    #expect(moved(model) == ["3.weight", "3.bias"])
  }

  @Test("a training of groups that a schedule follows goes on from a checkpoint to the same bit")
  func checkpoint() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "gradus-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let schedule = CosineDecay(from: 1, steps: 8)
    func train(
      _ model: inout Sequential<Float>, _ optimizer: inout OptimizerGroups<Float>,
      _ steps: Range<Int>
    ) {
      for step in steps {
        optimizer.learningRate = schedule(step)
        optimizer.update(&model, along: Self.gradients(of: model, at: step))
      }
    }
    var (model, groups) = (smallNetwork(seed: 1), Self.groups())
    train(&model, &groups, 0..<3)
    try Checkpoint().save(model, groups, to: file)
    var (other, resumed) = (smallNetwork(seed: 2), Self.groups())
    _ = try Checkpoint.load(&other, &resumed, from: file)
    #expect(resumed.learningRate == schedule(2))
    train(&model, &groups, 3..<8)
    train(&other, &resumed, 3..<8)
    #expect(numbers(of: model) == numbers(of: other))

    var exchanged = OptimizerGroups<Float>(["matrices": Muon(), "rest": Adam()]) { _, _ in "rest" }
    do {
      _ = try Checkpoint.load(&other, &exchanged, from: file)
      Issue.record("the state of other groups was taken")
    } catch {
      #expect(
        "\(error)".contains("expected the state of OptimizerGroups(matrices: Muon, rest: Adam)"),
        "\(error)")
    }
  }

  @Test func leavesAParameterOut() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var groups = OptimizerGroups<Float>(["matrices": Muon(), "rest": Adam()]) { name, _ in
        name.path == "3.bias" ? "biases" : "rest"
      }
      var model = smallNetwork(seed: 1)
      groups.update(&model, along: Self.gradients(of: model, at: 0))
    }
    expect(
      "OptimizerGroups: 3.bias, shape [2], is given to the group \"biases\", but the groups are "
        + "\"matrices\", \"rest\"", in: result, at: "OptimizerGroupsTests.swift")
  }

  @Test("a group without a parameter is named once, at the first step")
  func unusedGroup() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      var groups = OptimizerGroups<Float>(["matrixes": AdamW(), "rest": Adam()]) { _, _ in "rest" }
      var model = smallNetwork(seed: 1)
      for step in 0..<2 { groups.update(&model, along: Self.gradients(of: model, at: step)) }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.split(separator: "no parameter is given to the group").count == 2)
    expect(
      "no parameter is given to the group \"matrixes\", and AdamW has nothing to do", in: result,
      at: "OptimizerGroupsTests.swift")
  }

  @Test("groups that all have parameters are not noted")
  func usedGroups() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      var (model, groups) = (smallNetwork(seed: 1), Self.groups())
      groups.update(&model, along: Self.gradients(of: model, at: 0))
    }
    #expect(result?.standardErrorContent == [])
  }

  @Test func namesAGroupTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = OptimizerGroups<Float>(["rest": Lion(), "rest": Adam()]) { _, _ in "rest" }
    }
    expect(
      "OptimizerGroups: two groups are named \"rest\"", in: result, at: "OptimizerGroupsTests.swift"
    )
  }

  @Test func noGroup() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = OptimizerGroups<Float>([:]) { _, _ in "rest" }
    }
    expect(
      "OptimizerGroups: expected at least one group", in: result, at: "OptimizerGroupsTests.swift")
  }

  @Test("the name in the step tells which parameter it is")
  func nameInTheStep() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, muon) = (smallNetwork(seed: 1), Muon<Float>())
      muon.update(&model, along: Self.gradients(of: model, at: 0))
    }
    expect("Muon: 0.bias has shape [8], and is no matrix", in: result)
  }
}
