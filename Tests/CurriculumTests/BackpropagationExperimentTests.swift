import Curriculum
import Curriculum02
import Foundation
import Gradus
import Testing

/// What lesson 2's page claims.
@Suite("Lesson 2's experiment")
struct BackpropagationExperimentTests {
  let experiment = BackpropagationExperiment(BackpropagationLesson.lesson.solution)

  @Test("(a) the engine, the tape and pen and paper agree; assigning loses a path")
  func expressionGraph() throws {
    let graph = try experiment.expressionGraph()
    // e = tanh d, d = c + a, c = a·b at a = 2, b = −0.75.
    let slope = 1 - Double.tanh(0.5) * Double.tanh(0.5)
    #expect(graph.numbers.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(graph.numbers.map(\.value) == [2, -0.75, -1.5, 0.5, Double.tanh(0.5)])
    let expected = [slope * (-0.75 + 1), slope * 2, slope, slope, 1]
    for (number, gradient) in zip(graph.numbers, expected) {
      #expect(abs(number.gradient - gradient) < 1e-15, "\(number.name)")
      #expect(abs(number.byTape - gradient) < 1e-15, "\(number.name)")
    }
    #expect(abs(graph.numbers[0].byAssigning - slope * -0.75) < 1e-15)
    #expect(graph.numbers.dropFirst().allSatisfy { $0.byAssigning == $0.byTape })
    for name in ["a", "b", "c", "d", "e"] {
      #expect(graph.text.contains("\(name) "))
    }
    #expect(graph.text.contains("see above"), "one number is used twice")
    #expect(graph.steps.map(\.name) == ["a", "b", "c", "d", "e"])
    // What comes back along the two uses of a adds up to its gradient.
    let shares = graph.steps.flatMap { step in
      step.inputs.filter { $0.step == 0 }.map { $0.derivative * step.gradient }
    }
    #expect(shares.count == 2 && abs(shares.reduce(0, +) - graph.numbers[0].gradient) < 1e-15)
  }

  @Test("(b) error curves are valleys, and Double's is deeper") func errorCurves() throws {
    let curves = try experiment.errorCurves()
    for curve in curves {
      let (width, error) = curve.best
      #expect(curve.widths.first == 1 && abs(curve.widths.last! / 1e-15 - 1) < 1e-9)
      #expect(error * 1000 < curve.errors.first!, "\(curve.name) at h = 1")
      #expect(error * 1000 < curve.errors.last!, "\(curve.name) at h = 1e-15")
      #expect(error > 0 && width < 1)
    }
    let best = Dictionary(uniqueKeysWithValues: curves.map { ($0.name, $0.best) })
    let (central, forward) = (best["central, Double"]!, best["forward, Double"]!)
    // ∛ε and √ε, up to a factor of 5.
    #expect((1.2e-6...3e-5).contains(central.width))
    #expect((3e-9...7.5e-8).contains(forward.width))
    #expect(central.error < 1e-9 && central.error < forward.error / 100)
    #expect(best["central, Float"]!.error > 1000 * central.error)
    #expect(best["forward, Float"]!.error > best["central, Float"]!.error)
    // In exact arithmetic the error of the central difference is h².
    #expect(abs(curves[0].errors[8] / 1e-4 - 1) < 1e-6)
  }

  @Test("(c) XOR: never more than 75 % with a line, always 100 % with a hidden layer") func xor() {
    let result = experiment.xor(seeds: Array(1...10))
    #expect(result.linear.best.max() == 3)
    // At the best that a line can do it says one half to everything.
    #expect(result.linear.losses.allSatisfy { abs($0 - Double.log(2)) < 1e-3 })
    #expect(result.network.best == Array(repeating: 4, count: 10))
    #expect(result.network.losses.allSatisfy { $0 < 0.01 })
  }

  @Test("(c) the regions are those of the best models") func xorRegions() {
    let corners = [(x: 0.0, y: 0.0), (0, 1), (1, 0), (1, 1)]
    let result = experiment.xor(seeds: [1], at: corners)
    let labels = BackpropagationExperiment.xorLabels.elements
    #expect(zip(result.linear.regions, labels).count { $0 == $1 } == 3)
    #expect(result.network.regions == labels)
  }

  @Test("(c) the weights of the first seed's models, for a sketch") func xorWeights() {
    let result = experiment.xor(seeds: [2, 3], steps: 1)
    #expect(result.network.weights.map { [$0.count, $0[0].count] } == [[2, 8], [8, 2]])
    #expect(result.linear.weights.map { [$0.count, $0[0].count] } == [[2, 2]])
    #expect(result.network.weights == experiment.xor(seeds: [2], steps: 1).network.weights)
    #expect(result.network.weights != experiment.xor(seeds: [3], steps: 1).network.weights)
  }

  @Test("(d) spirals: the network bends, a line cannot", arguments: [1, 2, 3] as [UInt64])
  func spirals(seed: UInt64) {
    var epochs = 0
    let result = experiment.spirals(seed: seed, at: [(0.5, 0.5)]) { _ in epochs += 1 }
    #expect(result.points.shape == [300, 2])
    #expect(result.networkRight >= 297)
    #expect(result.linearRight <= 150)
    #expect(epochs == result.losses.count && result.losses.last! < 0.05)
    #expect(result.regions.count == 1 && (0...2).contains(result.regions[0]))
  }

  @Test("(e) digits: at least 88 % with each seed")
  func digits() throws {
    let data = try DigitsData<Float>.lastAsTest()
    #expect(data.trainInputs.shape == [1500, 64] && data.testInputs.shape == [297, 64])
    let results = (1...5).map { experiment.digits(data, seed: $0) }
    for (index, result) in results.enumerated() {
      #expect(result.accuracy >= 0.88, "seed \(index + 1): \(result.right) of 297")
      let right = zip(result.predictions.elements, data.testLabels.elements).count { $0 == $1 }
      #expect(result.right == right)
      #expect(result.losses.last! < 0.1 && result.losses.last! < result.testLosses.last!)
    }
  }

  @Test("(e) digits of the same hands are easier, with each seed")
  func randomDigits() throws {
    let last = try DigitsData<Float>.lastAsTest()
    for seed in 1...5 as ClosedRange<UInt64> {
      let random = try DigitsData<Float>.randomAsTest(seed: seed)
      #expect(random.testLabels.elementCount == 297 && random.trainLabels.elementCount == 1500)
      // The same images, dealt out in another way.
      let sum = random.trainInputs.sum() + random.testInputs.sum()
      #expect(abs(sum / (last.trainInputs.sum() + last.testInputs.sum()) - 1) < 1e-5)
      #expect(random.testLabels != last.testLabels)
      let results = (experiment.digits(last, seed: seed), experiment.digits(random, seed: seed))
      #expect(results.1.right > results.0.right + 5, "seed \(seed)")
    }
  }

  @Test("(e) what stands together in the files is alike") func digitsAreInOrder() throws {
    let data = try DigitsData<Float>.lastAsTest()
    let inputs = Tensor.concatenate([data.trainInputs, data.testInputs])
    let labels = Tensor.concatenate([data.trainLabels, data.testLabels]).elements
    let samples = Array(stride(from: 0, to: labels.count, by: 12))
    // |x − y|² = |x|² − 2·x·y + |y|², and |x|² is the same for all y.
    let products = matmul(inputs.gather(samples), inputs, transposeB: true).elements
    let squares = inputs.squared().sum(along: 1).elements
    let near = samples.enumerated().count { row, sample in
      let others = labels.indices.filter { $0 != sample && labels[$0] == labels[sample] }
      let nearest = others.min {
        squares[$0] - 2 * products[row * labels.count + $0]
          < squares[$1] - 2 * products[row * labels.count + $1]
      }
      return abs(nearest! - sample) <= 100
    }
    #expect(Double(near) > 0.5 * Double(samples.count), "\(near) of \(samples.count)")
  }

  @Test("(e) the same seed gives the same numbers, another seed others")
  func reproducible() throws {
    let data = try DigitsData<Float>.lastAsTest()
    let runs = [7, 7, 8].map { experiment.digits(data, seed: $0, epochs: 2) }
    #expect(runs[0].losses == runs[1].losses && runs[0].predictions == runs[1].predictions)
    #expect(runs[0].losses != runs[2].losses)
  }

  @Test("(e) by hand: 20 epochs of plain descent reach 88 %", arguments: [1, 2, 3] as [UInt64])
  func digitsByHand(seed: UInt64) throws {
    var epochs = 0
    let result = try experiment.digitsByHand(try .lastAsTest(), seed: seed) { _ in epochs += 1 }
    #expect(result.accuracy >= 0.88, "seed \(seed): \(result.right) of 297")
    #expect(epochs == 20 && result.testLosses.count == 20)
  }

  @Test("(e) by hand: the given functions do the training") func digitsUseTheAnswers() throws {
    var lazy = BackpropagationLesson.lesson.solution
    lazy.trainingStep = { network, _, _, _ in (network, 0) }
    let result = try BackpropagationExperiment(lazy)
      .digitsByHand(try .lastAsTest(), seed: 1, epochs: 1)
    #expect(result.accuracy < 0.5)
  }

  @Test("(g) softmax and cross-entropy, worked through") func workedSoftmax() throws {
    let worked = try experiment.workedSoftmax()
    let sum = Double.exp(2) + Double.exp(1) + Double.exp(-1)
    for (index, logit) in [2.0, 1, -1].enumerated() {
      #expect(worked.logits[index] == logit && worked.exponentials[index] == Double.exp(logit))
      #expect(abs(worked.probabilities[index] - Double.exp(logit) / sum) < 1e-15)
      let target = index == worked.label ? 1.0 : 0
      #expect(abs(worked.gradient[index] - (worked.probabilities[index] - target)) < 1e-15)
    }
    #expect(abs(worked.loss + Double.log(worked.probabilities[worked.label])) < 1e-15)
    #expect(worked.label != worked.probabilities.firstIndex(of: worked.probabilities.max()!))
  }

  @Test("(g) the given function computes loss and gradient") func workedSoftmaxByAnswers() throws {
    var odd = BackpropagationLesson.lesson.solution
    odd.softmaxCrossEntropy = { _, _ in (7, [[1, 2, 3]]) }
    let worked = try BackpropagationExperiment(odd).workedSoftmax()
    #expect(worked.loss == 7 && worked.gradient == [1, 2, 3])
    odd.softmaxCrossEntropy = { _, _ in (7, [[1, 2]]) }
    #expect(throws: (any Error).self) { try BackpropagationExperiment(odd).workedSoftmax() }
  }

  @Test("(f) thirty layers: half the weights vanish, twice explode, He's stay")
  func reluSignals() {
    let sizes = experiment.signalSizes(.relu, seed: 1)
    #expect(sizes.map(\.scale) == [0.5, 1, 2])
    #expect(sizes.allSatisfy { $0.activations.count == 30 && $0.gradients.count == 30 })
    let (small, right, large) = (sizes[0], sizes[1], sizes[2])
    for (first, last) in [
      (right.activations[0], right.activations[29]), (right.gradients[29], right.gradients[0]),
    ] {
      #expect((1.0 / 3...3).contains(last / first))
    }
    #expect(small.activations[29] < 1e-8 && small.gradients[0] < 1e-8)
    #expect(large.activations[29] > 1e8 && large.gradients[0] > 1e8)
    // ReLU passes a factor on, so half the weights are exactly 2⁻³⁰ in the end.
    let share = small.activations[29] / right.activations[29]
    #expect(abs(share * Double(1 << 30) - 1) < 1e-9)
  }

  @Test("(f) tanh: half the weights vanish, twice saturate and the gradient grows")
  func tanhSignals() {
    let sizes = experiment.signalSizes(.tanh, seed: 1)
    let (small, right, large) = (sizes[0], sizes[1], sizes[2])
    #expect(small.activations[29] < 1e-8 && small.gradients[0] < 1e-8)
    #expect((0.05...1).contains(right.activations[29]) && (0.05...1).contains(right.gradients[0]))
    #expect((0.6...1).contains(large.activations[29]) && large.gradients[0] > 20)
    // Nothing lies between a layer's activations in the last layer and the gradient that enters.
    #expect(abs(right.gradients[29] - 1) < 0.05)
  }
}
