import Debugging
import Gradus

/// Tells red, green and blue pictures apart. They come as rows of pixels, [N, H, W, 3], and the network wants
/// a plane for each color, [N, 3, H, W].
enum ColorPictures {
  static func train(
    on samples: PixelPictures, seed: UInt64
  ) throws -> (curve: Curve, planes: (Tensor<Float>) -> Tensor<Float>) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(
      Conv2D(3, 8, kernel: 1, using: &generator), ReLU(), GlobalAveragePool2D(),
      Linear(8, 3, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.02)
    var context = Context.training(seed: seed)
    var curve = Curve("loss", "accuracy")

    let all = planes(samples.inputs)
    for _ in 1...25 {
      for batch in Batches(all, samples.targets, size: 20, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
      let logits = model(all)
      let loss = softmaxCrossEntropy(logits: Variable(logits), labels: samples.targets)
      let rightCount = zip(logits.argmax(along: 1).elements, samples.targets.elements)
        .count { $0 == $1 }
      curve.append(
        Double(loss.value.scalar()), Double(rightCount) / Double(samples.count))
    }
    return (curve, planes)
  }

  static func planes(_ pictures: Tensor<Float>) -> Tensor<Float> {
    pictures.permuted(to: [0, 3, 1, 2])
  }
}
