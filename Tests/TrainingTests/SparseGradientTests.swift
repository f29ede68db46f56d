import Autograd
import DataLoading
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// Two tables and a vector, as in skip-gram: scores of centers with neighbors, moved by a bias for each number.
struct TwoTables<Scalar: TensorScalar>: Module {
  var centers: Embedding<Scalar>
  var neighbors: Embedding<Scalar>
  var scale: Variable<Scalar>

  init(words: Int, width: Int, isSparse: Bool) {
    var generator = RandomGenerator(seed: 5)
    centers = Embedding(words, width, hasSparseGradient: isSparse, using: &generator)
    neighbors = Embedding(words, width, hasSparseGradient: isSparse, using: &generator)
    scale = Variable(.ones([width]))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    centers.visitParameters(as: "centers", visit)
    neighbors.visitParameters(as: "neighbors", visit)
    visit("scale", &scale)
  }

  /// The loss of a step, whose words are drawn from its number; some occur several times.
  func loss(at step: Int) -> Variable<Scalar> {
    var generator = RandomGenerator(seed: UInt64(step))
    let words = centers.weight.shape[0]
    // Of the last two words none, and of the others few.
    func draw(_ count: Int) -> [Int] {
      (0..<count).map { _ in generator.uniformInteger(below: words - 2) }
    }
    var context = Context.inference
    let center = centers.forward(Tensor(draw(3)), in: &context).expandingDimension(at: 1)
    let others = neighbors.forward(
      Tensor(shape: [3, 2], elements: draw(6)), in: &context)
    return ((center * others * scale).sum(along: -1) - 1).squared().mean()
  }

  mutating func gradients(at step: Int) -> Gradients<Scalar> {
    valueWithGradients(at: &self) { $0.loss(at: step) }.gradients
  }
}

private func dense() -> TwoTables<Double> { TwoTables(words: 20, width: 3, isSparse: false) }
private func sparse() -> TwoTables<Double> { TwoTables(words: 20, width: 3, isSparse: true) }

/// How far two models are apart at most.
private func distance<M: Module<Double>>(_ first: M, _ second: M) -> Double {
  zip(first.parameters, second.parameters).map { ($0.value - $1.value).abs().max() }.max()!
}

@Suite struct SparseGradientTests {
  @Test("a sparse gradient has the rows that were used, once and in order, and is the dense one")
  func rows() throws {
    var (first, second) = (dense(), sparse())
    for step in 0..<20 {
      let (whole, some) = (first.gradients(at: step), second.gradients(at: step))
      #expect(whole.tensors == some.tensors, "step \(step)")
      #expect(whole.rows(of: "centers.weight") == nil && some.rows(of: "scale") == nil)
      let (indices, values) = try #require(some.rows(of: "neighbors.weight"))
      #expect(indices == Set(indices).sorted() && indices.count <= 6)
      #expect(values == whole["neighbors.weight"]!.gather(indices))
    }
  }

  @Test("gradients of a table that is used several times, or also as a whole, add up")
  func uses() {
    func gradients(isSparse: Bool, _ loss: (Embedding<Double>) -> Variable<Double>) -> Gradients<
      Double
    > {
      var model = Embedding<Double>(weight: dense().centers.weight.value)
      model.hasSparseGradient = isSparse
      return valueWithGradients(at: &model) { loss($0) }.gradients
    }
    func row(_ table: Embedding<Double>, _ tokens: Tensor<Int>) -> Variable<Double> {
      var context = Context.inference
      return table.forward(tokens, in: &context)
    }
    let weights = Variable(Tensor<Double>([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    let losses: [(String, isWhole: Bool, (Embedding<Double>) -> Variable<Double>)] = [
      (
        "twice", false, { (row($0, [3, 1, 3]) * weights).sum() + row($0, [0, 3]).squared().sum() }
      ),
      ("tied", true, { matmul(row($0, [2, 2]), $0.weight, transposeB: true).squared().sum() }),
      ("tied, the table first", true, { ($0.weight.exp().sum() + row($0, [2, 5, 2]).sum()) }),
      (
        "of an intermediate table", true,
        { (($0.weight * 2).gatherRows([1, 4, 1]) * weights).sum() }
      ),
      ("not at all", true, { $0.weight.sum() }),
    ]
    for (name, isWhole, loss) in losses {
      let (whole, some) = (gradients(isSparse: false, loss), gradients(isSparse: true, loss))
      #expect(whole.tensors == some.tensors, "\(name)")
      #expect((some.rows(of: "weight") == nil) == isWhole, "\(name)")
    }
    #expect(gradients(isSparse: true) { row($0, []).sum() }.tensors == [.zeros([20, 3])])
  }

  @Test(
    "inputs that are gathered by rows have whole gradients; a pullback gives rows as often as asked"
  )
  func inputsAndPullbacks() {
    var model = sparse()
    let table = model.centers.weight.value
    let (_, gradients, slope) = valueWithGradients(at: &model, and: table) { model, table in
      (table.gatherRows([1, 1, 4]).squared().sum() + model.loss(at: 1))
    }
    #expect(
      slope == gradient(at: table) { $0.gather([1, 1, 4]).squared().sum() }
        && gradients.rows(of: "centers.weight") != nil)
    let (_, pullback) = valueWithPullback(at: &model) { $0.loss(at: 3) }
    let (one, two) = (pullback(Tensor(1)), pullback(Tensor(2)))
    #expect(two.tensors == (one * 2).tensors && one.rows(of: "centers.weight") != nil)
    #expect(one.tensors == model.gradients(at: 3).tensors)
  }

  @Test("arithmetic, clipping and plain descent give what they give with whole gradients")
  func arithmetic() {
    var (first, second) = (dense(), sparse())
    let whole = (0..<2).map { first.gradients(at: $0) }
    let some = (0..<2).map { second.gradients(at: $0) }
    let operations: [(String, (Gradients<Double>, Gradients<Double>) -> Gradients<Double>)] = [
      ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { a, _ in a * 3 }),
      (
        "+=",
        {
          var a = $0; a += $1; return a
        }
      ),
      (
        "norm",
        { a, _ in
          var a = a; a.clip(toNorm: 0.01); return a
        }
      ),
      (
        "magnitude",
        { a, _ in
          var a = a; a.clip(toMagnitude: 0.05); return a
        }
      ),
    ]
    for (name, operation) in operations {
      // Norms are sums of the same numbers in other blocks.
      let allowed = name == "norm" ? 1e-15 : 0
      let (expected, result) = (operation(whole[0], whole[1]), operation(some[0], some[1]))
      #expect(result.rows(of: "centers.weight") != nil, "\(name)")
      // The last two: a whole gradient beside one of rows.
      for found in [result, operation(some[0], whole[1]), operation(whole[0], some[1])] {
        let apart = zip(found.tensors, expected.tensors).map { ($0 - $1).abs().max() }.max()!
        #expect(apart <= allowed, "\(name)")
      }
    }
    // The sums are of the same numbers, in other blocks.
    #expect(abs(whole[0].globalNorm - some[0].globalNorm) < 1e-14 * whole[0].globalNorm)
    #expect(abs(whole[0].dot(whole[1]) - some[0].dot(some[1])) < 1e-14)
    first.add(whole[0], scale: -0.1)
    second.add(some[0], scale: -0.1)
    #expect(distance(first, second) == 0)
    #expect(some[0].map { $1 * 2 }.tensors == whole[0].map { $1 * 2 }.tensors)
    var written = some[0]
    written.tensors[2] = .zeros([3])
    #expect(written.tensors[0] == whole[0].tensors[0] && written.tensors[2] == .zeros([3]))
    #expect(written.rows(of: "centers.weight") == nil)
  }

  @Test("a number that is not finite is noticed in a row")
  func notFinite() {
    var model = sparse()
    #expect(model.gradients(at: 0).isFinite)
    var poisoned = model.gradients(at: 0)
    let row = poisoned.rows(of: "centers.weight")!.indices[0]
    model.centers.weight.value[row, 1] = .infinity
    poisoned = model.gradients(at: 0)
    #expect(!poisoned.isFinite && poisoned.rows(of: "centers.weight") != nil)
    #expect(firstNonFinite { _ = model.gradients(at: 0) } != nil)
  }
}

/// For each optimizer: that its steps along rows are what its `RowRule` says.
@Suite struct SparseOptimizerTests {
  /// Whoever adds an optimizer says here what it is.
  @Test("each optimizer is exact, or is listed as lazy")
  func register() {
    let rules = allOptimizers.map { ($0.name, $0.rowRule) }
    let lazy = rules.filter { $0.1 == .lazy }.map(\.0)
    #expect(
      lazy == [
        "SGD", "SGD", "Adam", "AdamW", "AMSGrad", "AdaMax", "NAdam", "RAdam", "RMSProp", "Lion",
      ])
    let dense = rules.filter { $0.1 == .dense }.map(\.0)
    #expect(dense == ["Adafactor", "OptimizerGroups(matrices: SGD, rest: Adam)"])
  }

  @Test(
    "exact ones give the weights of dense training, to the bit where nothing is to be made up for")
  func exact() {
    var tested = 0
    let centered = RMSProp<Double>(learningRate: 0.02, isCentered: true)
    for optimizer in allOptimizers + [centered] where optimizer.rowRule != .lazy {
      let allowed = ["SGD", "AdaGrad"].contains(optimizer.name) ? 0 : 1e-12
      expectExact(optimizer, allowed)
      tested += 1
    }
    #expect(tested >= 7)
  }

  private func expectExact<O: Optimizer<Double>>(_ fresh: O, _ allowed: Double) {
    var (first, second) = (dense(), sparse())
    var (ofDense, ofSparse) = (fresh, fresh)
    for step in 0..<200 {
      ofDense.update(&first, along: first.gradients(at: step))
      // Now and then along the whole gradient, and the state is looked at.
      var gradients = second.gradients(at: step)
      if step % 31 == 30 { gradients = gradients.map { $1 } }
      ofSparse.update(&second, along: gradients)
      if step % 47 == 46 { ofSparse.visitState { _, _ in } }
      let apart = distance(first, second)
      guard apart <= allowed else {
        Issue.record("\(fresh.name), step \(step): weights are \(apart) apart")
        return
      }
    }
    #expect(stateDistance(&ofDense, &ofSparse) <= allowed, "\(fresh.name)")
  }

  /// The definition of lazy, done the long way: a dense step, after which the other rows get back what they had.
  @Test("lazy ones leave the other rows and their state alone, and take the dense step with these")
  func lazy() {
    for optimizer in allOptimizers where optimizer.rowRule == .lazy { expectLazy(optimizer) }
    // And the exact ones where a decay would move the other rows.
    expectLazy(SGD<Double>(learningRate: 0.1, weightDecay: 0.1))
    expectLazy(AdaGrad<Double>(learningRate: 0.1, weightDecay: 0.1))
  }

  private func expectLazy<O: Optimizer<Double>>(_ fresh: O) {
    var (first, second) = (dense(), sparse())
    var (longWay, ofSparse) = (fresh, fresh)
    longWay.prepare(for: first)
    for step in 0..<50 {
      let gradients = second.gradients(at: step)
      let before = (first, longWay.stateTensors())
      longWay.update(&first, along: gradients.map { $1 })
      for table in ["centers.weight", "neighbors.weight"] {
        let used = Set(gradients.rows(of: table)!.indices)
        func restore(_ now: inout Tensor<Double>, _ then: Tensor<Double>) {
          for row in 0..<20 where !used.contains(row) {
            for column in 0..<3 { now[row, column] = then[row, column] }
          }
        }
        let then = before.0.parameters.first { $0.name.path == table }!.value
        first.visitParameters { if $0.path == table { restore(&$1.value, then) } }
        longWay.visitState { name, tensor in
          if name.hasPrefix(table + "."), !name.hasSuffix(".step") {
            restore(&tensor, before.1[name]!)
          }
        }
      }
      ofSparse.update(&second, along: gradients)
      let apart = distance(first, second)
      guard apart == 0 else {
        Issue.record("\(fresh.name), step \(step): weights are \(apart) apart")
        return
      }
    }
    #expect(stateDistance(&longWay, &ofSparse) == 0, "\(fresh.name)")
  }

  @Test("a training that goes on from a saved state ends as one that was never saved")
  func resumed() {
    for optimizer in allOptimizers { expectResumable(optimizer) }
  }

  private func expectResumable<O: Optimizer<Double>>(_ fresh: O) {
    var (model, optimizer) = (sparse(), fresh)
    for step in 0..<10 { optimizer.update(&model, along: model.gradients(at: step)) }
    let saved = optimizer.stateTensors()
    var (other, restored) = (model, fresh)
    restored.prepare(for: other)
    restored.visitState { $1 = saved[$0]! }
    for step in 10..<40 {
      optimizer.update(&model, along: model.gradients(at: step))
      restored.update(&other, along: other.gradients(at: step))
    }
    #expect(distance(model, other) == 0, "\(fresh.name)")
  }

  @Test("a rule that says nothing gets whole gradients")
  func unknownRule() {
    /// Divides by the norm of all of the gradient: not element by element.
    struct Normalized: Optimizer {
      var learningRate = 0.1
      var weightDecay = 0.0
      var parameterRule = ParameterRule.all
      var state = OptimizerState<Double>()

      func updateParameter(
        _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
        along gradient: Tensor<Double>, at step: OptimizerStep
      ) {
        #expect(gradient.shape == parameter.shape && [[20, 3], [3]].contains(gradient.shape))
        parameter -= gradient / gradient.squared().sum().squareRoot() * learningRate
      }
    }
    var (first, second) = (dense(), sparse())
    var optimizer = Normalized()
    for step in 0..<5 {
      optimizer.update(&first, along: first.gradients(at: step))
      optimizer.update(&second, along: second.gradients(at: step))
    }
    #expect(distance(first, second) == 0)
  }

  @Test("fit, with batches that are accumulated and a norm that is clipped, gives the same model")
  func fitted() throws {
    struct Reader: Model {
      var table: Embedding<Double>
      mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Double> {
        table.forward(tokens, in: &context).sum(along: 1)
      }
      mutating func visitParameters(_ visit: ParameterVisit<Double>) {
        table.visitParameters(as: "table", visit)
      }
    }
    func trained(isSparse: Bool) throws -> Tensor<Double> {
      var generator = RandomGenerator(seed: 3)
      var model = Reader(
        table: Embedding(30, 4, hasSparseGradient: isSparse, using: &generator))
      let tokens = (0..<50).map { _ in (0..<3).map { _ in generator.uniformInteger(below: 30) } }
      let targets = Tensor<Double>.normal([50, 4], using: &generator)
      var optimizer = AdaGrad<Double>(learningRate: 0.3)
      let history = try fit(
        &model, to: Samples(Tensor(tokens), targets), with: &optimizer, epochs: 5, batchSize: 4,
        accumulating: 3, clippingNorm: 0.5, seed: 9
      ) { meanSquaredError($0, $1) }
      #expect(history["loss"].last! < history["loss"][0])
      return model.table.weight.value
    }
    #expect((try trained(isSparse: true) - trained(isSparse: false)).abs().max() < 1e-12)
  }
}

/// In a process of its own, since memory is that of the whole process.
@Suite struct SparseMemoryTests {
  @Test(
    "a step on tables of 100 000 rows of 100 takes less than 5 MB, its gradients less than 1 MB")
  func memory() async {
    await #expect(processExitsWith: .success) {
      var generator = RandomGenerator(seed: 4)
      var model = TwoTables<Float>(words: 1, width: 100, isSparse: true)
      model.centers.weight.value = .uniform([100_000, 100], using: &generator)
      model.neighbors.weight.value = .zeros([100_000, 100])
      var optimizer = Adam<Float>()
      optimizer.prepare(for: model)
      for _ in 0..<4 {
        func draw(_ shape: Shape) -> Tensor<Int> {
          let words = (0..<shape.elementCount).map { _ in
            generator.uniformInteger(below: 100_000)
          }
          return Tensor(shape: shape, elements: words)
        }
        let (words, others) = (draw([256, 1]), draw([256, 6]))
        let before = TensorMemory.bytesOfLargeBuffers
        TensorMemory.peakOfLargeBuffers = before
        let (_, gradients) = valueWithGradients(at: &model) { model in
          var context = Context.inference
          let center = model.centers.forward(words, in: &context)
          let scores = (center * model.neighbors.forward(others, in: &context)).sum(along: -1)
          let targets = Tensor<Float>([1, 0, 0, 0, 0, 0]).broadcast(to: [256, 6])
          return binaryCrossEntropy(logits: scores, targets: targets)
        }
        #expect(TensorMemory.bytesOfLargeBuffers - before < 1_000_000)
        var clipped = gradients
        clipped.clip(toNorm: 1e-3)
        optimizer.update(&model, along: clipped)
        let most = TensorMemory.peakOfLargeBuffers - before
        #expect(most > 100_000 && most < 5_000_000, "\(most) bytes")
      }
    }
  }
}

extension Optimizer {
  /// All that the state holds, by name.
  mutating func stateTensors() -> [String: Tensor<Scalar>] {
    var tensors: [String: Tensor<Scalar>] = [:]
    visitState { tensors[$0] = $1 }
    return tensors
  }
}

private func stateDistance<O: Optimizer<Double>>(_ first: inout O, _ second: inout O) -> Double {
  let (a, b) = (first.stateTensors(), second.stateTensors())
  #expect(Set(a.keys) == Set(b.keys))
  return a.map { ($1 - b[$0]!).abs().max() }.max() ?? 0
}
