import Curriculum
import Foundation
import Gradus
import Testing

@testable import Curriculum03

/// What lesson 3 teaches is what the framework does, and what a table names is what ran.
@Suite("Lesson 3: the optimizers")
struct OptimizerSolutionTests {
  let experiment = OptimizationExperiment(OptimizationLesson.lesson.solution)

  /// Three parameters of different shapes.
  struct Model: Module {
    var a: Variable<Double>
    var b: Variable<Double>

    init(seed: UInt64) {
      var generator = RandomGenerator(seed: seed)
      a = Variable(.normal([3, 4], using: &generator))
      b = Variable(.normal([5], using: &generator))
    }

    mutating func visitParameters(_ visit: ParameterVisit<Double>) {
      visit("a", &a)
      visit("b", &b)
    }
  }

  @Test("each exercise's solution is the framework's optimizer, over 50 steps")
  func solutionsAreTheFramework() {
    #expect(
      experiment.pairs.map(\.exercise) == ["momentum", "nesterov", "rmsProp", "adam", "adamW"])
    for pair in experiment.pairs {
      var (ours, handmade) = (pair.ours.optimizer(0.01), pair.handmade.optimizer(0.01))
      var (model, copy) = (Model(seed: 1), Model(seed: 1))
      var generator = RandomGenerator(seed: 2)
      for step in 1...50 {
        let gradients = Gradients<Double>(
          names: ["a", "b"],
          tensors: [.normal([3, 4], using: &generator), .normal([5], using: &generator)])
        ours.update(&model, along: gradients)
        handmade.update(&copy, along: gradients)
        for (one, other) in [(model.a, copy.a), (model.b, copy.b)] {
          let difference = (one.value - other.value).abs().max() / one.value.abs().max()
          #expect(difference < 1e-12, "\(pair.exercise), step \(step)")
        }
      }
    }
  }

  @Test("the schedule and the clipping of the solution are the framework's")
  func schedulesAndClipping() throws {
    for (warmUp, total) in [(3, 20), (1, 2), (7, 8)] {
      let ours = LinearWarmup(
        steps: warmUp, then: CosineDecay(from: 0.3, steps: total - warmUp))
      for step in 0..<total {
        let rate = try Optimization.learningRate(
          at: step, warmUp: warmUp, total: total, peak: 0.3)
        #expect(abs(rate - ours(step)) < 1e-15)
      }
    }
    var generator = RandomGenerator(seed: 3)
    let tensors = [[2, 3], [4]].map { Tensor<Double>.normal($0, using: &generator) }
    for limit in [0.5, 100] {
      var ours = Gradients<Double>(names: ["a", "b"], tensors: tensors)
      ours.clip(toNorm: limit)
      let clipped = try Optimization.clip(tensors, toNorm: limit)
      // The framework adds 1e-6 to the norm, as PyTorch does.
      for (one, other) in zip(ours.tensors, clipped) {
        #expect((one - other).abs().max() <= 1e-6 * other.abs().max())
      }
    }
  }

  /// What an optimizer remembers of one number, and where the number is.
  struct Memory { var (p, m, s, t) = (0.0, 0.0, 0.0, 0.0) }

  /// The rule of each name, written out once more for single numbers.
  static let rules: [String: @Sendable (inout Memory, _ g: Double, _ η: Double) -> Void] = [
    "SGD": { memory, g, η in memory.p -= η * g },
    "momentum": { memory, g, η in
      memory.m = 0.9 * memory.m + g
      memory.p -= η * memory.m
    },
    "Nesterov": { memory, g, η in
      memory.m = 0.9 * memory.m + g
      memory.p -= η * (g + 0.9 * memory.m)
    },
    "AdaGrad": { memory, g, η in
      memory.s += g * g
      memory.p -= η * g / (memory.s.squareRoot() + 1e-10)
    },
    "RMSProp": { memory, g, η in
      memory.s = 0.99 * memory.s + 0.01 * g * g
      memory.p -= η * g / (memory.s.squareRoot() + 1e-8)
    },
    "Adam": { memory, g, η in
      memory.t += 1
      memory.m = 0.9 * memory.m + 0.1 * g
      memory.s = 0.999 * memory.s + 0.001 * g * g
      let (m, s) = (memory.m / (1 - pow(0.9, memory.t)), memory.s / (1 - pow(0.999, memory.t)))
      memory.p -= η * m / (s.squareRoot() + 1e-8)
    },
    "AdamW": { memory, g, η in
      memory.p -= η * 0.01 * memory.p
      memory.t += 1
      memory.m = 0.9 * memory.m + 0.1 * g
      memory.s = 0.999 * memory.s + 0.001 * g * g
      let (m, s) = (memory.m / (1 - pow(0.9, memory.t)), memory.s / (1 - pow(0.999, memory.t)))
      memory.p -= η * m / (s.squareRoot() + 1e-8)
    },
  ]

  @Test("the optimizer that is named is the one that runs", arguments: rules.keys.sorted())
  func namedOptimizerRuns(_ name: String) throws {
    let contestant = try #require((Contestant.all + [.adamW]).first { $0.name == name })
    let rule = try #require(OptimizerSolutionTests.rules[name])
    let walk = Walk(on: .ravine(), contestant, rate: 0.01, steps: 40)
    // The ravine's gradient is (x, 30·y).
    var (x, y) = (Memory(), Memory())
    (x.p, y.p) = Surface.ravine().start
    for (step, place) in walk.places.enumerated() {
      #expect(abs(place.x - x.p) < 1e-12 && abs(place.y - y.p) < 1e-12, "step \(step)")
      let gradient = (x: x.p, y: 30 * y.p)
      rule(&x, gradient.x, 0.01)
      rule(&y, gradient.y, 0.01)
    }
    // No other name would have led to the same place.
    for (other, otherRule) in OptimizerSolutionTests.rules where other != name {
      var memory = Memory()
      memory.p = Surface.ravine().start.x
      for _ in 0..<40 { otherRule(&memory, memory.p, 0.01) }
      #expect(abs(memory.p - walk.places[40].x) > 1e-6, "\(other) is not \(name)")
    }
  }

  @Test(
    "a race's line belongs to the optimizer that it names", arguments: Contestant.all.map(\.name))
  func raceNames(_ name: String) throws {
    let contestant = try #require(Contestant.all.first { $0.name == name })
    let all = try RaceData.digits()
    let data = RaceData(
      name: "few digits", inputs: all.inputs[0..<100], targets: all.targets[0..<100],
      testInputs: all.testInputs, testLabels: all.testLabels)
    let results = try experiment.race(
      data, Contestant.all.map { ($0, 0.01) }, epochs: 2, seeds: [4, 5])
    let result = try #require(results.first { $0.contestant == name })
    // The same training, written out.
    for (place, seed) in [4, 5].enumerated() {
      var generator = RandomGenerator(seed: UInt64(seed))
      var model = Sequential(
        Linear<Double>(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
      var optimizer = contestant.optimizer(0.01)
      var context = Context.training(seed: 0)
      for epoch in 0..<2 {
        var sum = 0.0
        for batch in Batches(data.inputs, data.targets, size: 32, shuffledBy: &generator) {
          let (loss, gradients) = valueWithGradients(at: &model) { model in
            softmaxCrossEntropy(
              logits: model.forward(Variable(batch.inputs), in: &context),
              probabilities: batch.targets)
          }
          optimizer.update(&model, along: gradients)
          sum += loss * Double(batch.inputs.shape[0])
        }
        #expect(result.losses[place][epoch] == sum / 100)
      }
    }
  }

  @Test("jobs at the same time give what they give one by one, on the caller's backend and threads")
  func onAllCoresKeepsOrderAndExecution() throws {
    for backend in Backend.allCases {
      let found = try withBackend(backend, threads: 77) {
        try onAllCores(Array(0..<50)) { job in
          // Long enough that other threads take part: only they could miss the backend.
          Thread.sleep(forTimeInterval: 0.002)
          return (job * job, Execution.current)
        }
      }
      #expect(found.map(\.0) == (0..<50).map { $0 * $0 })
      #expect(found.allSatisfy { $0.1.backend == backend && $0.1.threads == 77 })
    }
    #expect(throws: Todo.self) {
      try onAllCores([1, 2]) { if $0 == 2 { throw Todo("two") } }
    }
  }
}
