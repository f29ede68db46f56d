import Gradus

/// Learns which letter comes next in a text: for each letter a row of logits, and windows of eight letters.
enum NextLetter {
  static func train(
    on text: Tensor<Int>, letters: Int, seed: UInt64
  ) throws -> (
    curve: Curve, windows: (Tensor<Int>) -> (inputs: Tensor<Int>, targets: Tensor<Int>)
  ) {
    var generator = RandomGenerator(seed: seed)
    var model = Embedding<Float>(letters, letters, using: &generator)
    var optimizer = Adam<Float>(learningRate: 0.1)
    var context = Context.training(seed: seed)
    var curve = Curve("loss")

    let (inputs, targets) = windows(of: text)
    for _ in 1...20 {
      var sum = 0.0
      for batch in Batches(inputs, targets, size: 32, shuffledBy: &generator) {
        let (loss, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(batch.inputs, in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
        sum += Double(loss) * Double(batch.count)
      }
      curve.append(sum / Double(inputs.shape[0]))
    }
    return (curve, windows)
  }

  /// All stretches of eight letters, [N, 8], and for each letter in them the one to be foretold.
  static func windows(of text: Tensor<Int>) -> (inputs: Tensor<Int>, targets: Tensor<Int>) {
    let letters = text.elements
    let starts = 1..<letters.count - 8
    let inputs = starts.flatMap { letters[$0..<$0 + 8] }
    let targets = starts.flatMap { letters[$0...$0 + 7] }
    let shape: Shape = [starts.count, 8]
    return (Tensor(shape: shape, elements: inputs), Tensor(shape: shape, elements: targets))
  }
}
