import Curriculum
import Gradus

/// Logistic regression for any number of classes: p = softmax(W·x + b).
struct SoftmaxRegression {
  private(set) var layer: Linear<Float>

  /// Trains on all samples at once, from zeros. The loss is convex, so that no other start ends elsewhere.
  ///
  /// - Parameters:
  ///   - features: Shape [N, F].
  ///   - labels: Shape [N], each in 0 ..< classes.
  ///   - classes: How many classes there are.
  ///   - decay: λ: half of it times the squared weights is added to the loss.
  ///   - steps: How many steps of Adam; 200 unless given.
  init(
    _ features: Tensor<Float>, _ labels: Tensor<Int>, classes: Int, decay: Double, steps: Int = 200
  ) {
    layer = Linear(weight: .zeros([classes, features.shape[1]]), bias: .zeros([classes]))
    let rates = LinearDecay(from: 0.1, to: 0, steps: steps)
    var optimizer = Adam<Float>(learningRate: 0.1, weightDecay: decay)
    var context = Context.training(seed: 1)
    for step in 0..<steps {
      optimizer.learningRate = rates.rate(at: step)
      let (_, gradients) = valueWithGradients(at: &layer) { layer in
        softmaxCrossEntropy(
          logits: layer.forward(Variable(features), in: &context), labels: labels)
      }
      optimizer.update(&layer, along: gradients)
    }
  }

  /// The likeliest class of each row, shape [N].
  func predictions(_ features: Tensor<Float>) -> Tensor<Int> {
    layer(features).argmax(along: 1)
  }

  /// How many rows are classified correctly.
  func share(of features: Tensor<Float>, _ labels: Tensor<Int>) -> Share {
    let right = zip(predictions(features).elements, labels.elements).count { $0 == $1 }
    return Share(hits: right, count: labels.elementCount)
  }
}
