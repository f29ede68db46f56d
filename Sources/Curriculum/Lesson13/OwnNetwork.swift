import Curriculum
import Gradus

/// A network of two layers whose hidden units have an activation of any kind, with a number for each unit.
struct OwnNetwork: Module {
  var hidden: Linear<Double>
  /// b of each hidden unit.
  var shape: Variable<Double>
  var output: Linear<Double>

  init(inputs: Int, hidden count: Int, classes: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    hidden = Linear(inputs, count, using: &generator)
    output = Linear(count, classes, using: &generator)
    shape = Variable(.ones([count]))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    hidden.visitParameters(as: "hidden", visit)
    visit("shape", &shape)
    output.visitParameters(as: "output", visit)
  }

  /// The logits, shape [N, classes].
  mutating func logits(
    _ x: Tensor<Double>, _ activation: ExtendingAnswers.Operation<Double>
  ) throws -> Variable<Double> {
    var context = Context.inference
    let units = try activation(hidden.forward(Variable(x), in: &context), shape)
    return output.forward(units, in: &context)
  }
}

/// How a training of ``OwnNetwork`` went.
struct OwnTraining: Sendable {
  /// The mean loss of each epoch.
  let losses: [Double]
  let right: Share
  /// The smallest and the largest b in the end; both 1 where b does nothing.
  let leastShape, largestShape: Double
}

extension ExtendingExperiment {
  /// Trains 64-32-10 on digits with an activation, by Adam in batches of 32.
  func training(
    with activation: ExtendingAnswers.Operation<Double>, epochs: Int, seed: UInt64
  ) throws -> OwnTraining {
    let data = try DigitsData<Double>.lastAsTest()
    var network = OwnNetwork(inputs: 64, hidden: 32, classes: 10, seed: seed)
    var optimizer = Adam<Double>(learningRate: 0.01)
    var generator = RandomGenerator(seed: seed)
    let count = data.trainLabels.elementCount
    var losses: [Double] = []
    for _ in 0..<epochs {
      let order = generator.permutation(count)
      var sum = 0.0
      for start in stride(from: 0, to: count, by: 32) {
        let places = Array(order[start..<min(start + 32, count)])
        let (x, labels) = (data.trainInputs.gather(places), data.trainLabels.gather(places))
        let (loss, gradients) = try valueWithGradients(at: &network) { network in
          softmaxCrossEntropy(logits: try network.logits(x, activation), labels: labels)
        }
        optimizer.update(&network, along: gradients)
        sum += loss * Double(places.count)
      }
      losses.append(sum / Double(count))
    }
    let predicted = try network.logits(data.testInputs, activation).value.argmax(along: 1)
    return OwnTraining(
      losses: losses,
      right: Share(
        hits: countRight(predicted, data.testLabels), count: DigitsData<Double>.testCount),
      leastShape: network.shape.value.min(), largestShape: network.shape.value.max())
  }
}
